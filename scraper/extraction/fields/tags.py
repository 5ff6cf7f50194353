"""Tags: the article's own list of topics, as displayed; declared keywords only where they fit it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.text import phrases, prose

if TYPE_CHECKING:
    from scraper.extraction.body.body import Body
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Box, Element, Line
    from scraper.text.html.markup import Document

MAX_TAGS = 30
MAX_LINKS = 60
"""So many links of one line are looked at."""
MAX_LENGTH = 60
MAX_WORDS = 6
REACH = 25
"""How many lines behind the body the tags may stand."""

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
    for first, last in ((end + 1, max(end, body.last) + REACH), (headline + 1, end)):
        shown = _displayed(page, [line for line in page.lines[first:last] if line.box.within(column)], column)
        if shown:
            return shown, "visible"
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


def _displayed(page: Document, lines: list[Line], column: Box) -> tuple[str, ...]:
    """The first run of tag links; those of one list stand in one line, or in lines that follow each other."""
    found: list[str] = []
    gap = 0
    titled = False
    for line in lines:
        links = [link for link in line.links[:MAX_LINKS] if _is_tag(link, line, titled=titled)]
        if links and _in_teaser(page, line, column):
            links = []
        if found and phrases.RELATED_START.match(line.text):
            break
        if links and not (found and gap > 1):
            found += [link.text for link in links]
            gap = 0
        elif found:
            gap += 1
            if gap > 2:
                break
        titled = bool(_TITLE.match(line.text)) or (titled and bool(links))
    return _clean(found)


def _is_tag(link: Element, line: Line, *, titled: bool) -> bool:
    text = link.text
    if not text or len(text) > MAX_LENGTH or len(text.split()) > MAX_WORDS or _MORE.search(text):
        return False
    if _CATEGORY.search(link.get("href")):
        return False
    hashed = text.startswith("#") or f"#{text}" in line.text or f"# {text}" in line.text
    around = [boilerplate.role(box) for box in line.box.near(5)]
    if titled and not {"nav", "footer", "comments"} & set(around):
        return True
    listed = "tags" in around and bool(_TAG_PATH.search(link.get("href")))
    if {"sidebar", "footer"} & set(around) or ("nav" in around and not listed):
        return False
    if "latest" in around and not hashed:
        return False
    if hashed or phrases.TAGS_START.match(line.text):
        return True
    if "tag" in link.get("rel").lower().split():
        return True
    return "tags" in around or (
        "related" not in around
        and bool(_TAG_PATH.search(link.get("href")))
        and line.linked > 0.7 * len(line.text)
    )


def _in_teaser(page: Document, line: Line, column: Box) -> bool:
    """Whether the line belongs to another article's teaser: an item with a headline of its own."""
    for depth, box in enumerate(line.box.path()):
        if depth > 3 or column.within(box):
            return False
        if box.tag in {"li", "article"}:
            inside = page.boxes[box.index + 1 : box.end]
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
    tags = [tag for tag in _clean(keywords) if not _GENERIC.search(tag)]
    if not tags or len(tags) > 12 or any(len(tag.split()) > 7 for tag in tags):
        return ()
    words = set(prose.key(f"{title} {text}").split())
    pieces = set(prose.key(title).split())
    keys = [prose.key(tag).split() for tag in tags]
    if len(tags) > 3 and sum(len(key) == 1 and key[0] in pieces for key in keys) >= 0.7 * len(tags):
        return ()
    found = sum(sum(word in words for word in key) >= 0.5 * len(key) for key in keys)
    return tuple(tags) if found >= 0.5 * len(tags) else ()


def _clean(tags: list[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in tags:
        text = tag.strip().strip("#,;:").strip()
        if text and len(text) <= MAX_LENGTH and not prose.labels_only(text):
            found.setdefault(text.casefold(), text)
    return tuple(found.values())[:MAX_TAGS]
