"""The kind of a page: an article, or one of the other pages of a news site."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.extraction.evidence.structured import ARTICLE_TYPES
from scraper.extraction.fields import instants
from scraper.model import ArticleKind, NotAnArticle, PageKind
from scraper.text import interstitials, prose
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from scraper.extraction.body.body import Body
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Line

MIN_TEXT = 250
"""Characters of text below which a page that does not declare itself an article is none."""

MIN_DECLARED, MIN_BLOCK = 60, 40
"""The same for a page that declares itself one, and for its longest block."""

MIN_TEASER, MAX_TEASER = 200, 600
"""Characters of text that a page before a paywall shows: with fewer there is nothing to keep, with more the
text is taken for the whole."""

PICTURES_TEXT, VIDEO_TEXT, TITLED_TEXT = 1200, 900, 4000
"""Characters of text from which on a page in a folder of pictures, one in a folder of videos, and one whose
title announces pictures is an article like others."""

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
    if (search := _search(case)) is not None:
        return search
    if (sign := _media_sign(case)) is not None:
        return NotAnArticle(*sign)
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


@dataclass(frozen=True, slots=True)
class Form:
    """What kind of article a page holds, and the signs of it: rules by the name of the field."""

    kind: ArticleKind
    paywalled: bool
    rules: dict[str, str]


def choose(evidence: Evidence, layout: Layout) -> Form | NotAnArticle:
    """The form of the article on a page with a headline and some prose, or why it is no article.

    Pages of pictures and videos, and openings of texts that cost, are articles if they hold a text.
    """
    case = _case(evidence, layout)
    refusals = (check(case) for check in _CHECKS)
    return next((refusal for refusal in refusals if refusal is not None), None) or _form(case)


def _form(case: Text) -> Form:
    media, wall = _media_sign(case), _paywall(case)
    kind, sign = (_MEDIA[media[0]], media[1]) if media is not None else ("article", "")
    signs = {"kind": sign, "paywalled": wall}
    return Form(kind, bool(wall), {field: sign for field, sign in signs.items() if sign})


def _case(evidence: Evidence, layout: Layout) -> Text:
    title, body = layout.headline, layout.body
    size = sum(prose.size(block.text) for block in body.blocks)
    declared = bool(evidence.structured.types & ARTICLE_TYPES)
    declared = declared or evidence.meta.get("og:type").lower() == "article"
    heading = title.line.text if title.line is not None else ""
    return Text(evidence, title.text, size, declared, body, heading)


def _declares_date(case: Case) -> bool:
    """Whether a page declares when it was published, as error pages and search results never do."""
    declared = case.evidence.structured.published or case.evidence.meta.get(*instants.PUBLISHED_METAS)
    return bool(declared) and case.size >= MIN_TEXT


def _wall(case: Text) -> NotAnArticle | None:
    if case.size >= 1200 or _declares_date(case):
        return None
    opening = [block.text for block in case.body.blocks[:2]]
    return interstitials.detect([case.evidence.page.title, case.title, case.heading, *opening])


def _media_sign(case: Case) -> tuple[PageKind, str] | None:
    """Whether a page is one of pictures or of a video, by its address, its title or its declarations."""
    url, title = case.evidence.url, case.title
    types = case.evidence.structured.types
    if case.size < PICTURES_TEXT and (sign := _PICTURES.search(url)):
        return PageKind.GALLERY, f"a page of pictures: {sign.group()}"
    if case.size < TITLED_TEXT and (sign := _PICTURES_TITLE.match(title)):
        return PageKind.GALLERY, f"a page of pictures: {sign.group()}"
    if case.size < MIN_TEXT and types & {"ImageGallery", "MediaGallery"}:
        return PageKind.GALLERY, "declared as a gallery, with hardly a text"
    if case.size < VIDEO_TEXT and (sign := _MOVING.search(url) or _MOVING_TITLE.match(title)):
        return PageKind.VIDEO, f"a page of a video: {sign.group()}"
    video = case.evidence.meta.get("og:type").startswith("video") or "VideoObject" in types
    if video and case.size < (MIN_DECLARED if case.declared else MIN_TEXT):
        return PageKind.VIDEO, "declared as a video, with hardly a text"
    return None


def _bare_media(case: Text) -> NotAnArticle | None:
    sign = _media_sign(case)
    return NotAnArticle(*sign) if sign is not None and not _has_text(case) else None


_MEDIA: dict[PageKind, ArticleKind] = {PageKind.GALLERY: "gallery", PageKind.VIDEO: "video"}


def _paywall(case: Text) -> str:
    """What says that the text goes on behind a paywall; "" if nothing does."""
    if case.size >= MAX_TEASER:
        return ""
    if not case.evidence.structured.free:
        return "declared as not free, and the text is short"
    near = case.evidence.page.lines[case.body.first : case.body.last + BEHIND]
    return interstitials.paywall_message(line.text for line in near)


def _bare_teaser(case: Text) -> NotAnArticle | None:
    wall = _paywall(case) if case.size < MIN_TEASER else ""
    return NotAnArticle(PageKind.PAYWALL, wall) if wall else None


def _search(case: Case) -> NotAnArticle | None:
    sign = _SEARCH_URL.search(case.evidence.url) or (
        not _declares_date(case) and _SEARCH_TITLE.match(case.title)
    )
    return NotAnArticle(PageKind.SEARCH, f"a search: {sign.group()}") if sign else None


def _section(case: Text) -> NotAnArticle | None:
    if case.evidence.url and _SECTION_PATH.match(case.evidence.url):
        return NotAnArticle(PageKind.SECTION, f"the address is a section's: {case.evidence.url}")
    own = case.evidence.page.title
    titles = [case.title] if prose.key(case.title) in prose.key(own) else [case.title, own]
    for title in titles:
        if _SECTION_TITLE.search(title):
            return NotAnArticle(PageKind.SECTION, f"the title is a list's: {title}")
    cells, links = _count_teasers(case.body)
    if cells >= 5 and links >= 0.5 * cells:
        return NotAnArticle(PageKind.SECTION, f"{cells} texts, each in a box of its own, with {links} links")
    return None


def _empty(case: Text) -> NotAnArticle | None:
    return None if _has_text(case) else NotAnArticle(PageKind.EMPTY, f"{case.size} characters of text")


def _has_text(case: Text) -> bool:
    longest = max((prose.size(block.text) for block in case.body.blocks), default=0)
    return case.size >= (MIN_DECLARED if case.declared else MIN_TEXT) and longest >= MIN_BLOCK


_CHECKS = (_wall, _search, _bare_media, _section, _bare_teaser, _empty)


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
    if _is_one_text(prose_lines):
        return 0, len(pointers)
    alone = len(homes) > 0.6 * len(prose_lines) and len(cells) > 0.5 * len(homes)
    return (len(homes) if alone else 0), len(pointers)


def _is_one_text(lines: list[Line]) -> bool:
    """Whether one box alone holds several paragraphs: a text, and teasers of one paragraph each around it."""
    homes = Counter(line.box.parent for line in lines)
    several = [home for home, count in homes.items() if count > 1]
    texts = [line for line in lines if [line.box.parent] == several]
    return sum(prose.size(line.text) for line in texts) >= MIN_TEXT
