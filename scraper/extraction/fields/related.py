"""Links to related articles: between the paragraphs (`inline`), and in the article's own list (`list`).

Lists of the latest, the most read and the recommended are not the article's: they are left out.
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import chain
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.model import Related
from scraper.text import openings, phrases, prose, urls
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from scraper.extraction.body.body import Body
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.model.article import RelatedKind
    from scraper.text.html.elements import Box, Element, Line
    from scraper.text.html.markup import Document

MAX_LINKS = 40
REACH = 120
"""How many lines behind the body a related list may stand."""

MAX_TITLE, MAX_LABELLED = 60, 160
"""Characters of a list's title, and of one that names its topic behind the label ("Berita Terkait: …")."""
MAX_LABEL = 30
"""Characters of such a label."""
MAX_LABEL_LINK = 25
"""Linked characters that the title of a list may hold."""
MAX_NAME_WORDS = 3
"""The name of a section or a person is no longer; a headline is."""

_LIST_TITLES = openings.either(related=phrases.RELATED_START, latest=phrases.LATEST_START)
_LABEL = re.compile(
    r"^\W*(?:(?:baca|simak|lihat|tonton|read|see)(?:\s+(?:juga|pula|also))?|artikel\s+terkait)\s*[:：]\s*",
    re.IGNORECASE,
)
_NO_PAGE = ("#", "javascript:", "mailto:", "tel:", "whatsapp:")
_NO_ARTICLE_WORDS = ("in-picture", "inpicture", "showthread")
_NO_ARTICLE = re.compile(
    r"/(?:(?:tags?|topi[ck]s?)/(?!.*[?&]url=)|(?:author|penulis|category|kategori|search|indeks"
    r"|(?:read)?(?:videos?|foto|photos?)|galeri|gallery)(?:/|$))"
)
_BACK = re.compile(r"(?:kembali|back)\b", re.IGNORECASE)
_OTHER_HOSTS = frozenset("foto photo video videos tv forum me live streaming".split())
"""Parts of a site, by the first label of their host, that hold no articles."""

_POINTER = re.compile(r"^\W*(?:baca|simak|lihat|read|see)\b", re.IGNORECASE)
_VIDEO = re.compile(
    r"^\W*(?:(?:simak|tonton|lihat|nonton|cek|saksikan|watch)\s+(?:juga\s+|pula\s+)?)?(?:videos?|foto|photos?)(?:\s+\w+)?\s*[:：\"'“‘]",
    re.IGNORECASE,
)
"""The label of a pointer to a video or to pictures."""

_LISTS = frozenset(("ul", "ol", "table"))
_OTHER_LISTS = frozenset(("latest", "comments", "footer", "sidebar"))


def choose(evidence: Evidence, layout: Layout) -> tuple[Related, ...]:
    """Related links in page order, each URL once, to the page's own site only."""
    body = layout.body
    found: dict[str, Related] = {}
    for kind, link in chain(_inside(body), _listed(evidence.page, body, layout.start)):
        related = _related(link, kind, evidence.base, evidence.sites)
        if related is None or related.url == evidence.url:
            continue
        address = related.url.partition("://")[2]
        earlier = found.get(address)
        if earlier is None or len(earlier.title) < len(related.title) < MAX_TITLE * 3:
            first = earlier or related
            found[address] = Related(related.title, first.url, first.kind)
    return tuple(item for item in found.values() if len(item.title.split()) > 1)[:MAX_LINKS]


def _inside(body: Body) -> Iterator[tuple[RelatedKind, Element]]:
    """Pointers that stand in the body's box: between paragraphs, or in a list before or behind them."""
    start = body.kept[0].index if body.kept else body.first
    end = body.kept[-1].index if body.kept else body.last
    for line in body.kept:
        asides = " ".join(phrases.READ_ALSO_ASIDE.findall(line.text)) if line.links else ""
        if asides:
            yield from (("inline", link) for link in line.links if link.text and link.text in asides)
    others = False
    text_at = [line.index for line in body.kept]
    before = 0
    for why, line in body.cut:
        if why != "read-also" or _VIDEO.match(line.text):
            continue
        passed, before = before, bisect(text_at, line.index)
        if before > passed or phrases.RELATED_START.match(line.text):
            others = False
        if _titles_other_list(line):
            others = True
        if not others and not _in_other_list(line.box):
            listed = not start < line.index <= end and not phrases.READ_ALSO_START.match(line.text)
            yield from (("list" if listed else "inline", link) for link in line.links)


def _titles_other_list(line: Line) -> bool:
    """Whether a line in the body's box is the title of a list that is not called related."""
    if not line.linked:
        return bool(phrases.LATEST_START.match(line.text))
    named = line.box.tag in HEADINGS and len(line.text.split()) <= MAX_NAME_WORDS
    return named and not phrases.RELATED_START.match(line.text)


def _listed(page: Document, body: Body, headline: int) -> Iterator[tuple[RelatedKind, Element]]:
    """Links in boxes that hold a related list: called so, or under a title that says so."""
    title: bool | None = None
    scope: Box | None = None
    items: Box | None = None
    for line in page.lines[headline + 1 : body.last + REACH]:
        if body.first <= line.index <= body.last and line.box.within(body.box):
            continue
        if scope is not None and not line.box.within(scope):
            scope, title = None, None
        said = _title_says(line)
        if said is not None:
            title = said
            scope = _scope_of(line, page, related=said)
            items = None
            continue
        if title is False or not line.links:
            continue
        if title and scope is not None and not _called_related(line):
            part = next((box for box in line.box.path() if box.parent is scope), None)
            items = items or part
            if part is not items and not _goes_on(items, part):
                scope, title = None, None
                continue
            items = part
        if (title or _called_related(line)) and not _in_other_list(line.box, scope if title else None):
            yield from (("list", link) for link in line.links)


def _scope_of(title: Line, page: Document, *, related: bool) -> Box | None:
    """How far a list's title holds; None for "to the next title", as lists of the latest may be anywhere."""
    if related:
        return _scope(title, page)
    return None if phrases.LATEST_START.match(title.text) else _scope(title, page)


def _title_says(line: Line) -> bool | None:
    """True for the title of a related list, False for that of another list, None for any other line."""
    text = line.text
    if len(text) > MAX_LABELLED:
        return None
    heading = line.box.tag in HEADINGS or (line.box.parent is not None and line.box.parent.tag in HEADINGS)
    if line.linked > MAX_LABEL_LINK and (not heading or _POINTER.match(text)):
        return None
    short = len(text) <= MAX_TITLE
    for titled in _LIST_TITLES(text):
        if titled == "latest":
            return False if short else None
        if not (line.links and len(text) > 35 and ":" not in text) and (short or ":" in text[:MAX_LABEL]):
            return True
    return False if heading and short and not line.linked else None


def _scope(line: Line, page: Document) -> Box | None:
    """The box in which a list's title and its links stand together."""
    box = line.box
    following = [other for other in page.lines[line.index + 1 : line.index + 4] if other.links]
    while box.parent is not None and box.parent.tag != "body":
        if any(other.box.within(box) for other in following):
            return box
        box = box.parent
    return box


def _goes_on(items: Box | None, following: Box | None) -> bool:
    """Whether a list goes on from one of the boxes under its title to a later one: they look alike."""
    if items is None or following is None:
        return True
    alike = following.tag == items.tag and following.get("class") == items.get("class")
    return alike and (items.tag not in _LISTS or following.index == items.end)


def _called_related(line: Line) -> bool:
    return any(boilerplate.role(box) == "related" for box in line.box.near(7) if box.tag != "body")


def _in_other_list(box: Box, scope: Box | None = None) -> bool:
    """Whether a box, up to the scope, is called a list of other articles, and none is called related."""
    other = ""
    for around in box.path():
        if around is scope:
            break
        name = boilerplate.role(around)
        if name == "related":
            return other == "latest"
        other = other or (name if name in _OTHER_LISTS else "")
    return bool(other)


def _leads_to_no_article(href: str) -> bool:
    return (
        href.startswith(_NO_PAGE)
        or any(word in href for word in _NO_ARTICLE_WORDS)
        or _NO_ARTICLE.search(href) is not None
    )


def _related(link: Element, kind: RelatedKind, base: str, sites: Container[str]) -> Related | None:
    href = link.get("href").strip()
    if not href or _leads_to_no_article(href.lower()):
        return None
    url = urls.canonical(href, base or None)
    if url is None or url.rstrip("/").count("/") < 3:
        return None
    host = urls.host(url)
    if (base and urls.site(host) not in sites) or host.split(".")[0] in _OTHER_HOSTS:
        return None
    title = _LABEL.sub("", link.text).strip() or link.get("title").strip()
    if _BACK.match(title) or _is_name(title, url):
        return None
    return Related(title, url, kind)


def _is_name(title: str, url: str) -> bool:
    """Whether a link is the name of a section or a person in a teaser: a few words, in its address too."""
    path = url.partition("://")[2].partition("/")[2].strip("/")
    last = prose.key(path.rpartition("/")[2].replace("-", " ").replace(".", " ")).split()
    return (
        len(prose.key(title).split()) <= MAX_NAME_WORDS
        and len(last) <= MAX_NAME_WORDS
        and not any(letter.isdigit() for letter in path)
        and not path.endswith((".html", ".htm", ".php"))
    )
