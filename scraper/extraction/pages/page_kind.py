"""Telling an article from the other pages of a news site."""

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
    from scraper.extraction.evidence.meta import Meta
    from scraper.extraction.evidence.structured import Structured
    from scraper.extraction.fields.headline import Headline
    from scraper.text.html.markup import Document

MIN_TEXT = 250
"""Characters of text below which a page that does not declare itself an article is none."""

BEHIND = 15
"""How many lines behind the text the notice of a paywall may stand."""

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


def of_nothing(page: Document, meta: Meta, structured: Structured, url: str) -> NotAnArticle:
    """What a page without headline or prose is."""
    linked = sum(bool(line.links) for line in page.lines) > 10
    said = [line.text for line in page.lines[:40] if not linked or line.box.tag in HEADINGS]
    if (notice := interstitials.wall([page.title, *said])) is not None:
        return notice
    case = Case(page, meta, structured, page.title, url, size=0, declared=False)
    for check in (_search, _pictures, _video):
        if (verdict := check(case)) is not None:
            return verdict
    if linked:
        return NotAnArticle(PageKind.SECTION, "links without a text")
    return NotAnArticle(PageKind.EMPTY, "no text")


@dataclass(frozen=True, slots=True)
class Case:
    """A page: `size` is its text's length, `declared` if it says "article"."""

    page: Document
    meta: Meta
    structured: Structured
    title: str
    url: str
    size: int
    declared: bool


@dataclass(frozen=True, slots=True)
class Text(Case):
    """A page with some prose, and a headline, which may be displayed in other words than it is declared."""

    body: Body
    heading: str


def judge(
    page: Document, meta: Meta, structured: Structured, title: Headline, body: Body, url: str
) -> NotAnArticle | None:
    """Why a page with a headline and some prose is no article, or None if it is one."""
    size = sum(prose.size(block.text) for block in body.blocks)
    declared = bool(structured.types & ARTICLE_TYPES) or meta.get("og:type").lower() == "article"
    heading = title.line.text if title.line is not None else ""
    case = Text(page, meta, structured, title.text, url, size, declared, body, heading)
    return next((verdict for check in _CHECKS if (verdict := check(case)) is not None), None)


def _is_vouched(case: Case) -> bool:
    """Whether a page declares when it was published, as notices and results of a search never do."""
    declared = case.structured.published or case.meta.get(*instants.PUBLISHED_METAS)
    return bool(declared) and case.size >= MIN_TEXT


def _wall(case: Text) -> NotAnArticle | None:
    if case.size >= 1200 or _is_vouched(case):
        return None
    opening = [block.text for block in case.body.blocks[:2]]
    return interstitials.wall([case.page.title, case.title, case.heading, *opening])


def _pictures(case: Case) -> NotAnArticle | None:
    sign = _PICTURES.search(case.url) or _PICTURES_TITLE.match(case.title)
    if sign and case.size < (4000 if sign.re is _PICTURES_TITLE else 1200):
        return NotAnArticle(PageKind.GALLERY, f"a page of pictures: {sign.group()}")
    if case.structured.types & {"ImageGallery", "MediaGallery"} and case.size < MIN_TEXT:
        return NotAnArticle(PageKind.GALLERY, "declared as a gallery, with hardly a text")
    return None


def _video(case: Case) -> NotAnArticle | None:
    sign = _MOVING.search(case.url) or _MOVING_TITLE.match(case.title)
    if sign and case.size < 900:
        return NotAnArticle(PageKind.VIDEO, f"a page of a video: {sign.group()}")
    video = case.meta.get("og:type").startswith("video") or "VideoObject" in case.structured.types
    if video and case.size < (60 if case.declared else MIN_TEXT):
        return NotAnArticle(PageKind.VIDEO, "declared as a video, with hardly a text")
    return None


def _paywall(case: Text) -> NotAnArticle | None:
    if case.size >= 600:
        return None
    if not case.structured.free:
        return NotAnArticle(PageKind.PAYWALL, "declared as not free, and the text is short")
    near = case.page.lines[case.body.first : case.body.last + BEHIND]
    return interstitials.paywall(line.text for line in near)


def _search(case: Case) -> NotAnArticle | None:
    sign = _SEARCH_URL.search(case.url) or (not _is_vouched(case) and _SEARCH_TITLE.match(case.title))
    return NotAnArticle(PageKind.SEARCH, f"a search: {sign.group()}") if sign else None


def _section(case: Text) -> NotAnArticle | None:
    if case.url and _SECTION_PATH.match(case.url):
        return NotAnArticle(PageKind.SECTION, f"the address is a section's: {case.url}")
    if _SECTION_TITLE.search(case.title):
        return NotAnArticle(PageKind.SECTION, f"the title is a list's: {case.title}")
    cells, links = _teasers(case.body)
    if cells >= 5 and links >= 0.5 * cells:
        return NotAnArticle(
            PageKind.SECTION, f"{cells} texts, each in a box of its own, beside {links} links"
        )
    return None


def _empty(case: Text) -> NotAnArticle | None:
    longest = max((prose.size(block.text) for block in case.body.blocks), default=0)
    if case.size >= (60 if case.declared else MIN_TEXT) and longest >= 40:
        return None
    return NotAnArticle(PageKind.EMPTY, f"{case.size} characters of text")


_CHECKS = (_wall, _search, _pictures, _video, _section, _paywall, _empty)


def _teasers(body: Body) -> tuple[int, int]:
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
