"""The kind of a page: an article, or one of the other pages of a news site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.extraction.evidence.structured import ARTICLE_TYPES
from scraper.extraction.fields import instants
from scraper.extraction.pages import interstitials
from scraper.model import NotAnArticle, PageKind
from scraper.text import prose
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from scraper.extraction.body.body import Body
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Line

MIN_TEXT = 250
"""Characters of text below which a page that does not declare itself an article is none."""

BEHIND = 15
"""How many lines behind the text the message of a paywall may stand."""

_SECTION_TITLE = re.compile(
    r"^(?:kategori|category|tag|topik|arsip|archives?|indeks|index|rubrik|label|hasil\s+pencarian|search\s+results?)\s*(?:berita)?\s*[:–—-]"
    r"|^(?:indeks|kumpulan)\s+(?:berita|artikel)|\s[–—|-]\s(?:page|halaman)\s+\d+\b|^(?:beranda|home)$",
    re.IGNORECASE,
)

_PICTURES = re.compile(
    r"//(?:foto|photo|images?)\.|/(?:photos?|foto|galeri|gallery|photostory|infografis)/", re.IGNORECASE
)
_PICTURES_TITLE = re.compile(r"(?:foto|galeri(?:\s+foto)?|photos?|potret)\s*[:|]", re.IGNORECASE)
_MOVING = re.compile(r"//(?:video|tv)\.|/(?:videos?|tv|live-?streaming)/", re.IGNORECASE)
_SEARCH_TITLE = re.compile(
    r"(?:hasil\s+(?:pencarian|cari)|search(?:\s+results?)?|pencarian)\s*(?:$|[:|–—“\"-])"
    r"|hasil\s+(?:pencarian|cari)\s+(?:untuk|dari)\b|search\s+results?\s+for\b|you\s+searched\s+for\b",
    re.IGNORECASE,
)
_SEARCH_URL = re.compile(
    r"^https?://[^/]+/(?:search|cari|pencarian)?/?\?(?:.*&)?(?:s|q|query|keyword|cari)=", re.IGNORECASE
)
_MOVING_TITLE = re.compile(r"(?:video|live\s+streaming)\s*[:|]", re.IGNORECASE)
_SECTION_PATH = re.compile(
    r"^https?://[^/]+(?:/?$|/(?:indeks?|index(?!\.php[/?])|kategori|category|tag|topik|search|rubrik|page)(?:[/?.]|$))",
    re.IGNORECASE,
)


def of_bare_page(evidence: Evidence) -> NotAnArticle:
    """What kind a page without headline or prose is."""
    page = evidence.page
    linked = sum(bool(line.links) for line in page.lines) > 10
    lines = _headings(page.lines[:40]) if linked else [line.text for line in page.lines[:40]]
    if (message := interstitials.detect([page.title, *lines])) is not None:
        return message
    case = Case(evidence, page.title, size=0, declared=False)
    for check in (_search, _pictures, _video):
        if (verdict := check(case)) is not None:
            return verdict
    if linked:
        return NotAnArticle(PageKind.SECTION, "links without a text")
    return NotAnArticle(PageKind.EMPTY, "no text")


def _headings(lines: list[Line]) -> list[str]:
    """The headings, and the text right behind the main one: challenges are headed by the site's name only."""
    return [
        line.text
        for before, line in zip([None, *lines], lines, strict=False)
        if line.box.tag in HEADINGS or (before and before.box.tag == "h1" and not line.links)
    ]


@dataclass(frozen=True, slots=True)
class Case:
    """A page: `size` is the length of its text, `declared` whether it calls itself an article."""

    evidence: Evidence
    title: str
    size: int
    declared: bool


@dataclass(frozen=True, slots=True)
class Text(Case):
    """A page with some prose, and a headline, which may be displayed in other words than it is declared."""

    body: Body
    heading: str


def choose(evidence: Evidence, layout: Layout) -> NotAnArticle | None:
    """Why a page with a headline and some prose is no article, or None if it is one."""
    title, body = layout.headline, layout.body
    size = sum(prose.size(block.text) for block in body.blocks)
    declared = bool(evidence.structured.types & ARTICLE_TYPES)
    declared = declared or evidence.meta.get("og:type").lower() == "article"
    heading = title.line.text if title.line is not None else ""
    case = Text(evidence, title.text, size, declared, body, heading)
    return next((verdict for check in _CHECKS if (verdict := check(case)) is not None), None)


def _declares_date(case: Case) -> bool:
    """Whether a page declares when it was published, as error pages and search results never do."""
    declared = case.evidence.structured.published or case.evidence.meta.get(*instants.PUBLISHED_METAS)
    return bool(declared) and case.size >= MIN_TEXT


def _wall(case: Text) -> NotAnArticle | None:
    if case.size >= 1200 or _declares_date(case):
        return None
    opening = [block.text for block in case.body.blocks[:2]]
    return interstitials.detect([case.evidence.page.title, case.title, case.heading, *opening])


def _pictures(case: Case) -> NotAnArticle | None:
    sign = _PICTURES.search(case.evidence.url) or _PICTURES_TITLE.match(case.title)
    if sign and case.size < (4000 if sign.re is _PICTURES_TITLE else 1200):
        return NotAnArticle(PageKind.GALLERY, f"a page of pictures: {sign.group()}")
    if case.evidence.structured.types & {"ImageGallery", "MediaGallery"} and case.size < MIN_TEXT:
        return NotAnArticle(PageKind.GALLERY, "declared as a gallery, with hardly a text")
    return None


def _video(case: Case) -> NotAnArticle | None:
    sign = _MOVING.search(case.evidence.url) or _MOVING_TITLE.match(case.title)
    if sign and case.size < 900:
        return NotAnArticle(PageKind.VIDEO, f"a page of a video: {sign.group()}")
    video = (
        case.evidence.meta.get("og:type").startswith("video")
        or "VideoObject" in case.evidence.structured.types
    )
    if video and case.size < (60 if case.declared else MIN_TEXT):
        return NotAnArticle(PageKind.VIDEO, "declared as a video, with hardly a text")
    return None


def _paywall(case: Text) -> NotAnArticle | None:
    if case.size >= 600:
        return None
    if not case.evidence.structured.free:
        return NotAnArticle(PageKind.PAYWALL, "declared as not free, and the text is short")
    near = case.evidence.page.lines[case.body.first : case.body.last + BEHIND]
    return interstitials.detect_paywall(line.text for line in near)


def _search(case: Case) -> NotAnArticle | None:
    sign = _SEARCH_URL.search(case.evidence.url) or (
        not _declares_date(case) and _SEARCH_TITLE.match(case.title)
    )
    return NotAnArticle(PageKind.SEARCH, f"a search: {sign.group()}") if sign else None


def _section(case: Text) -> NotAnArticle | None:
    if case.evidence.url and _SECTION_PATH.match(case.evidence.url):
        return NotAnArticle(PageKind.SECTION, f"the address is a section's: {case.evidence.url}")
    if _SECTION_TITLE.search(case.title):
        return NotAnArticle(PageKind.SECTION, f"the title is a list's: {case.title}")
    cells, links = _count_teasers(case.body)
    if cells >= 5 and links >= 0.5 * cells:
        return NotAnArticle(PageKind.SECTION, f"{cells} texts, each in a box of its own, with {links} links")
    return None


def _empty(case: Text) -> NotAnArticle | None:
    longest = max((prose.size(block.text) for block in case.body.blocks), default=0)
    if case.size >= (60 if case.declared else MIN_TEXT) and longest >= 40:
        return None
    return NotAnArticle(PageKind.EMPTY, f"{case.size} characters of text")


_CHECKS = (_wall, _search, _pictures, _video, _section, _paywall, _empty)


def _count_teasers(body: Body) -> tuple[int, int]:
    """Boxes that hold a single text each, and headlines that are links: what section pages are made of.

    An article's paragraphs stand in one box, or in boxes without links; then there are no cells.
    """
    prose_lines = [line for line in body.kept if len(line.text) > 50]
    homes = {line.box.parent for line in prose_lines}
    pointers = [line for why, line in body.cut if why == "read-also" and len(line.text) > 20]
    around = set(body.box.path())
    holding = {box for line in prose_lines for box in line.box.near(4)} - around
    cells = {next((box for box in line.box.near(4) if box in holding), None) for line in pointers} - {None}
    alone = len(homes) > 0.6 * len(prose_lines) and len(cells) > 0.5 * len(homes)
    return (len(homes) if alone else 0), len(pointers)
