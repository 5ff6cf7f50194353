"""Links on pages: feeds and the like in the head, articles, sections, and the next page of a pager."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from scraper.discover.urls.url_filter import is_listing, looks_like_article
from scraper.model import Lead, Outlet
from scraper.text.html.elements import fold
from scraper.text.html.markup import parse
from scraper.text.urls import canonical, host, is_own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.discover.urls.url_shape import UrlShapes

MAX_LINKS = 10_000
"""Links on one page beyond this are not looked at."""

_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/rdf+xml"))
_WORDPRESS = "https://api.w.org/"
_NEXT_WORDS = frozenset(
    (
        *"selanjutnya berikutnya next older".split(),
        *("halaman selanjutnya", "halaman berikutnya", "laman berikutnya", "next page"),
        *("berita lama", "berita sebelumnya", "pos lama", "pos-pos lama", "older posts", "older entries"),
    )
)
_NEXT_ARROWS = frozenset(("›", "→", "»", ">", ">>"))
_EDGES = " \t\n›»→>«‹←<|"
_PAGE_QUERY = frozenset(("page", "hal", "halaman", "paged", "p", "pg"))
_PAGE_PATH = re.compile(r"/(?:(?:page|halaman|hal|p)/)?(\d{1,5})/?$")


@dataclass(frozen=True, slots=True)
class HeadLinks:
    """Feeds and sitemaps, as canonical URLs in the order named, and the root of WordPress' REST API."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    wordpress: str | None = None


def head_links(html: str, url: str) -> HeadLinks:
    """What a page's `<link>`s name; feeds of comments are left out."""
    feeds: dict[str, None] = {}
    sitemaps: dict[str, None] = {}
    wordpress: str | None = None
    base = _base(html, url)
    for attributes, _ in _elements(html, "link[href]"):
        relations = (attributes.get("rel") or "").lower().split()
        kind = (attributes.get("type") or "").lower().split(";")[0].strip()
        target = canonical(attributes.get("href") or "", base)
        if target is None:
            continue
        if "sitemap" in relations:
            sitemaps[target] = None
        elif "alternate" in relations and kind in _FEED_TYPES and "comment" not in target:
            feeds[target] = None
        elif _WORDPRESS in relations:
            wordpress = wordpress or target
    return HeadLinks(tuple(feeds), tuple(sitemaps), wordpress)


def leads(html: str, url: str, outlet: Outlet, learned: UrlShapes | None = None) -> list[Lead]:
    """Links on the page that look like articles of the outlet, in order, each once, with the longest text.

    `learned` are the URL shapes of the outlet's articles, as for `looks_like_article`; likewise below.
    """
    here = canonical(url)
    titles: dict[str, str] = {}
    for target, text in _anchors(html, url):
        if target != here and is_own(target, outlet.hosts) and looks_like_article(target, outlet, learned):
            titles[target] = max(titles.get(target, ""), text, key=len)
    return [Lead(target, outlet.slug, "link", title or None) for target, title in titles.items()]


def sections(html: str, url: str, outlet: Outlet, learned: UrlShapes | None = None) -> list[str]:
    """Links on the page that look like the outlet's sections: own, short paths that are no article or form.

    Index pages ("indeks") come first, for they list the most.
    """
    here = canonical(url)
    found: dict[str, None] = {}
    for target, text in _anchors(html, url):
        parts = urlsplit(target)
        depth = len([segment for segment in parts.path.split("/") if segment])
        if target == here or parts.query or not text or not is_own(target, outlet.hosts):
            continue
        is_index = parts.path.strip("/").lower() in {"indeks", "index", "terkini", "terbaru"}
        if is_index or (depth <= 2 and parts.path != "/" and _may_be_section(target, outlet, learned)):
            found[target] = None
    return sorted(found, key=lambda target: not re.search(r"/(?:indeks|index|terkini|terbaru)/?$", target))


def others(html: str, url: str, outlet: Outlet, learned: UrlShapes | None = None) -> list[str]:
    """Links on the page to the outlet's own pages that look like no article."""
    own = (target for target, _ in _anchors(html, url) if is_own(target, outlet.hosts))
    return [target for target in dict.fromkeys(own) if not looks_like_article(target, outlet, learned)]


def next_page(html: str, url: str) -> str | None:
    """The next page of an index or section page, on the same host; None where no pager shows one.

    Evidence in order: rel=next; a link in the words of a pager; the number after this page's; an arrow.
    A link counts only if it differs from this page's URL in nothing but the page's number.
    """
    here = canonical(url)
    if here is None:
        return None
    base = _base(html, url)
    for attributes, _ in _elements(html, "link[rel~=next][href], a[rel~=next][href]"):
        target = canonical(attributes.get("href") or "", base)
        if target and target != here and host(target) == host(here):
            return target
    number = str(_page_number(here) + 1)
    tests = (
        lambda text: text.strip(_EDGES).lower() in _NEXT_WORDS,
        lambda text: text == number,
        lambda text: text in _NEXT_ARROWS,
    )
    links = [
        (target, text)
        for target, text in _anchors(html, url)
        if target != here and _without_page(target) == _without_page(here)
    ]
    for test in tests:
        for target, text in links:
            if test(text) and _page_number(target) > _page_number(here):
                return target
    return None


def _may_be_section(url: str, outlet: Outlet, learned: UrlShapes | None) -> bool:
    return not (is_listing(url) or looks_like_article(url, outlet, learned)) and not re.search(
        r"\d{3,}", urlsplit(url).path
    )


def _page_number(url: str) -> int:
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name.lower() in _PAGE_QUERY and re.fullmatch(r"[0-9]{1,5}", value):
            return int(value)
    match = _PAGE_PATH.search(parts.path)
    return int(match[1]) if match else 1


def _without_page(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    parts = urlsplit(url)
    query = tuple(sorted((n, v) for n, v in parse_qsl(parts.query) if n.lower() not in _PAGE_QUERY))
    return parts.netloc, _PAGE_PATH.sub("", parts.path).rstrip("/"), query


def _anchors(html: str, url: str) -> Iterator[tuple[str, str]]:
    """(canonical target, text) of each anchor; the title attribute where there is no text."""
    base = _base(html, url)
    for attributes, text in _elements(html, "a[href]"):
        target = canonical(attributes.get("href") or "", base)
        if target is not None:
            yield target, text or fold(attributes.get("title") or "")


def _base(html: str, url: str) -> str:
    if "<base" not in html and "<BASE" not in html:
        return url
    for attributes, _ in _elements(html, "base[href]"):
        return canonical(attributes.get("href") or "", url) or url
    return url


def _elements(html: str, selector: str) -> Iterator[tuple[dict[str, str | None], str]]:
    try:
        tree = parse(html)
    except ValueError:
        return
    for node in islice(tree.css(selector), MAX_LINKS):
        yield node.attributes, fold(node.text())
