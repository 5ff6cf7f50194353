"""Links to related articles: between the paragraphs (`inline`), and in the article's own list (`list`).

Lists of the latest, the most read and the recommended are not the article's: they are left out.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.model import Related
from scraper.text import openings, phrases, urls
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

MAX_TITLE = 60

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
    for why, line in body.cut:
        if why != "read-also":
            continue
        if not line.linked and phrases.RELATED_START.match(line.text):
            others = False
        elif not line.linked and phrases.LATEST_START.match(line.text):
            others = True
        if not others and not _in_other_list(line.box):
            listed = not start < line.index <= end and not phrases.READ_ALSO_START.match(line.text)
            yield from (("list" if listed else "inline", link) for link in line.links)


def _listed(page: Document, body: Body, headline: int) -> Iterator[tuple[RelatedKind, Element]]:
    """Links in boxes that hold a related list: called so, or under a title that says so."""
    title: bool | None = None
    scope: Box | None = None
    for line in page.lines[headline + 1 : body.last + REACH]:
        if body.first <= line.index <= body.last and line.box.within(body.box):
            continue
        if scope is not None and not line.box.within(scope):
            scope, title = None, None
        said = _title_says(line)
        if said is not None:
            title = said
            scope = _scope_of(line, page, related=said)
            continue
        if title is False or not line.links:
            continue
        if (title or _called_related(line)) and not _in_other_list(line.box, scope if title else None):
            yield from (("list", link) for link in line.links)


def _scope_of(title: Line, page: Document, *, related: bool) -> Box | None:
    """How far a list's title holds; None for "to the next title", as lists of the latest may be anywhere."""
    if related:
        return _scope(title, page)
    return None if phrases.LATEST_START.match(title.text) else title.box.parent


def _title_says(line: Line) -> bool | None:
    """True for the title of a related list, False for that of another list, None for any other line."""
    text = line.text
    if len(text) > MAX_TITLE or line.linked > 25:
        return None
    for titled in _LIST_TITLES(text):
        if titled == "latest":
            return False
        if not (line.links and len(text) > 35 and ":" not in text):
            return True
    heading = line.box.tag in HEADINGS or (line.box.parent is not None and line.box.parent.tag in HEADINGS)
    return False if heading and not line.linked else None


def _scope(line: Line, page: Document) -> Box | None:
    """The box in which a list's title and its links stand together."""
    box = line.box
    following = [other for other in page.lines[line.index + 1 : line.index + 4] if other.links]
    while box.parent is not None and box.parent.tag != "body":
        if any(other.box.within(box) for other in following):
            return box
        box = box.parent
    return box


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
    if _BACK.match(title):
        return None
    return Related(title, url, kind)
