"""Tags: the article's own list of topics, as displayed; declared keywords only where they fit it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.text import phrases, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.extraction.body.body import Body
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Box, Element, Line
    from scraper.text.html.markup import Document

MAX_TAGS = 30
MAX_LINKS = 60
"""So many links of one line are looked at."""
MAX_LENGTH, MAX_WORDS = 60, 6
MAX_LISTED_LENGTH, MAX_LISTED_WORDS = 100, 12
"""Of a tag in a list that is called so: some are written as whole search queries."""
REACH = 25
"""How many lines behind the body the tags may begin; a list once begun is read to its end."""
MAX_OWN = 12
"""More tags than these are often the site's: its declared keywords, its cloud of tags."""
MENU = 3
"""So many links that all stand above the headline as well are a menu of the site."""

_TAG_PATH = re.compile(
    r"/(?:tags?|topi[ck]s?|label|hashtag|search/label)(?:[/?=]|$)|[?&]tags?=", re.IGNORECASE
)
_CATEGORY = re.compile(r"/(?:category|kategori|rubrik|author|penulis)/|#respond", re.IGNORECASE)
_TITLE = re.compile(
    r"^\W*(?:tags?|topik(?:\s+terkait)?|tag\s+terkait|terkait|label|kata\s+kunci)\s*:?\W*$", re.IGNORECASE
)
_GENERIC = re.compile(
    r"^(?:berita|portal|situs|news|media)\b|\b(?:terkini|terbaru|online|hari\s+ini)$", re.IGNORECASE
)
_MORE = re.compile(r"\b(?:selengkapnya|lainnya|more)\W*$", re.IGNORECASE)
_TEASED = frozenset(("h2", "h3", "h4"))
_COMMA = re.compile(r",(?!\d)|;")


def choose(evidence: Evidence, layout: Layout, text: str) -> tuple[tuple[str, ...], str]:
    """The tags, and the rule that gave them; `text` is the article's.

    Tags stand in the article's own column: in the box that holds both headline and text.
    """
    page, headline, body = evidence.page, layout.start, layout.body
    end = body.kept[-1].index if body.kept else body.last
    column = _column(page, headline, body)
    names = evidence.site_names
    finders = (_displayed, _buttons) if page.mentions("<button") else (_displayed,)
    for place in _places(page, headline, end, max(end, body.last) + REACH, column):
        for find in finders:
            shown = [tag for tag in find(place) if prose.key(tag).replace(" ", "") not in names]
            if shown and not (place.strange and _is_cloud(shown, text)):
                return tuple(shown), "visible"
    for rule, keywords in _declared(evidence):
        own = _own(keywords, layout.headline.text, text)
        if own:
            return own, rule
    return (), ""


def _column(page: Document, headline: int, body: Body) -> Box:
    """The innermost box around headline and text; around the text and some more where no line shows it."""
    if 0 <= headline < len(page.lines):
        line = page.lines[headline]
        return next((box for box in body.box.path() if line.box.within(box)), body.box)
    return body.box.parent or body.box


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a list may begin: in a column, from the line `first` to before `last`.

    `headline` is the index of its line. In a `strange` column, outside the article's, only what is marked as
    an article's tags counts.
    """

    page: Document
    column: Box
    headline: int
    first: int
    last: int
    strange: bool = False


def _places(page: Document, headline: int, end: int, last: int, column: Box) -> Iterator[_Place]:
    """Below the text, above it, then below it outside the column, up to the next list of articles."""
    yield _Place(page, column, headline, end + 1, last)
    yield _Place(page, column, headline, headline + 1, end)
    others = (
        line.index
        for line in page.lines[end + 1 : last]
        if not line.box.within(column) and phrases.LATEST_START.match(line.text)
    )
    yield _Place(page, page.boxes[0], headline, end + 1, next(others, last), strange=True)


def _displayed(place: _Place) -> tuple[str, ...]:
    """The first run of tag links; those of one list stand in one line, or in lines that follow each other."""
    found: list[Element] = []
    gap = 0
    titled = False
    for line in place.page.lines[place.first :]:
        if line.index >= place.last and not found:
            break
        if not line.box.within(place.column):
            continue
        links = line.links[:MAX_LINKS] if line.linked else []
        if place.strange:
            links = [link for link in links if _is_marked(link, line, titled=titled)]
        links = [link for link in links if _is_tag(link, line, titled=titled)]
        if links and _in_teaser(place, line):
            links = []
        if found and phrases.RELATED_START.match(line.text):
            break
        if links and not (found and gap > 1):
            found += links
            gap = 0
        elif found:
            gap += 1
            if gap > 2:
                break
        titled = bool(_TITLE.match(line.text)) or (titled and bool(links))
    return () if _is_menu(place, found) else _clean([link.text for link in found])


def _is_menu(place: _Place, found: list[Element]) -> bool:
    """Whether a list is a menu of the site, which stands above the headline as well."""
    if len(found) < MENU or place.page.source.count(found[0].get("href").encode()) < 2:
        return False
    lines = place.page.lines[: max(0, place.headline)]
    above = {link.get("href") for line in lines if line.linked for link in line.links}
    return all(link.get("href") in above for link in found)


def _buttons(place: _Place) -> tuple[str, ...]:
    """Tags that are buttons, which are no lines of text, in a box called so."""
    page = place.page
    inside = [line.box for line in page.lines[place.first : place.last] if line.box.within(place.column)]
    begin = page.lines[place.first - 1].box.index if place.first > 0 else 0
    end = max((box.index + 1 for box in inside), default=place.column.end)
    for box in page.boxes[begin:end]:
        if boilerplate.role(box) == "tags" and not boilerplate.outside(box):
            shown = [button.text for button in box.css("button")[:MAX_LINKS]]
            if found := _clean([text for text in shown if _may_be_tag(text, listed=True)]):
                return found
    return ()


def _may_be_tag(text: str, *, listed: bool) -> bool:
    """Whether a text has the shape of a tag: not too long, no "more" and no bare count or page number."""
    length, words = (MAX_LISTED_LENGTH, MAX_LISTED_WORDS) if listed else (MAX_LENGTH, MAX_WORDS)
    if not text or len(text) > length or len(text.split()) > words or _MORE.search(text):
        return False
    bare = text.strip("# ")
    return not (bare.isdecimal() and len(bare) < len("2000"))


def _is_tag(link: Element, line: Line, *, titled: bool) -> bool:
    text = link.text
    href = link.get("href")
    if not _may_be_tag(text, listed=True) or _CATEGORY.search(href):
        return False
    leads = bool(_TAG_PATH.search(href))
    hashed = text.startswith("#") or f"#{text}" in line.text or f"# {text}" in line.text
    around = [boilerplate.role(box) for box in line.box.near(5)]
    named = "tags" in around
    related = "tag" in link.get("rel").lower().split()
    if not _may_be_tag(text, listed=related or (named and leads) or hashed):
        return False
    if not (leads or hashed) and prose.labels_only(text):
        return False
    if titled and not {"nav", "footer", "comments"} & set(around):
        return True
    if {"sidebar", "footer"} & set(around) or ("nav" in around and not (named and leads)):
        return False
    if "latest" in around and not hashed:
        return False
    if hashed or related or named or phrases.TAGS_START.match(line.text):
        return True
    return "related" not in around and leads and line.linked > 0.7 * len(line.text)


def _is_marked(link: Element, line: Line, *, titled: bool) -> bool:
    """Whether a link is marked as a tag of an article, so that it need not stand beside one."""
    if "tag" in link.get("rel").lower().split():
        return True
    if not _TAG_PATH.search(link.get("href")):
        return False
    if titled or phrases.TAGS_START.match(line.text):
        return True
    return any(boilerplate.role(box) == "tags" for box in line.box.near(5))


def _in_teaser(place: _Place, line: Line) -> bool:
    """Whether the line belongs to another article's teaser: an item with a headline of its own."""
    for depth, box in enumerate(line.box.path()):
        if depth > 3 or place.column.within(box):
            return False
        if box.tag in {"li", "article"}:
            inside = place.page.boxes[box.index + 1 : box.end]
            return any(inner.tag in _TEASED and inner.text not in line.text for inner in inside)
    return False


def _declared(evidence: Evidence) -> list[tuple[str, list[str]]]:
    meta = evidence.meta
    keywords = meta.get("news_keywords", "keywords", "parsely-tags", "content_tag")
    return [
        ("article:tag", [part for tag in meta.all("article:tag") for part in _COMMA.split(tag)]),
        ("json-ld", evidence.structured.keywords),
        ("meta:keywords", _COMMA.split(keywords) if keywords else []),
    ]


def _own(keywords: list[str], title: str, text: str) -> tuple[str, ...]:
    """Declared keywords, if they are the article's: their words occur in it, and are no title in pieces."""
    tags = [tag for tag in _clean(keywords) if not _GENERIC.search(tag) and not prose.labels_only(tag)]
    if not tags or len(tags) > MAX_OWN or any(len(tag.split()) > 7 for tag in tags):
        return ()
    pieces = set(prose.key(title).split())
    keys = [prose.key(tag).split() for tag in tags]
    if len(tags) > 3 and sum(len(key) == 1 and key[0] in pieces for key in keys) >= 0.7 * len(tags):
        return ()
    return tuple(tags) if _fit(tags, f"{title} {text}") >= 0.5 else ()


def _is_cloud(tags: list[str], text: str) -> bool:
    """Whether tags are the site's many, of which few occur in this article."""
    return len(tags) > MAX_OWN and _fit(tags, text) < 0.3


def _fit(tags: list[str], text: str) -> float:
    """The share of tags of which half the words or more occur in a text."""
    words = set(prose.key(text).split())
    keys = [prose.key(tag).split() for tag in tags]
    return sum(sum(word in words for word in key) >= 0.5 * len(key) for key in keys) / len(keys)


def _clean(tags: list[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in tags:
        text = tag.strip().strip("#,;:").strip()
        if text and len(text) <= MAX_LISTED_LENGTH:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())[:MAX_TAGS]
