"""The identity of a page: its own URL, and the names of its site."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scraper.text import prose, urls

if TYPE_CHECKING:
    from scraper.extraction.evidence.meta import Meta
    from scraper.extraction.evidence.structured import Structured
    from scraper.model import Outlet
    from scraper.text.html.markup import Document

_OWN_LINKS = 'link[itemprop="url"],fb\\:comments,.fb-comments[data-href],.fb-like[data-href]'
"""Elements that carry the URL of old pages without a canonical link: microdata, comment and like widgets.

A widget may be of the outlet's front page, or of its page in a social network: such a URL is not believed.
"""

_SLUG = re.compile(r"\d|[^\W_]-[^\W_]")


def declared_urls(page: Document, meta: Meta, structured: Structured, base: str) -> list[str]:
    """The URLs that the page declares for itself, best first. `base` is where it came from, or ""."""
    declared = [*meta.link("canonical"), meta.get("og:url"), structured.url]
    if not base and not any(declared):
        declared = _widget_urls(page)
    return [url for value in declared if value and (url := urls.canonical(value, base or None))]


def _widget_urls(page: Document) -> list[str]:
    """URLs of articles that widgets name: with a slug or number, on the site that the page links to most."""
    named = [urls.canonical(link.get("href") or link.get("data-href")) for link in page.css(_OWN_LINKS)]
    deep = [url for url in named if url and _SLUG.search(url.partition("://")[2].partition("/")[2])]
    if not deep:
        return []
    hosts = (urls.host(link.get("href")) for link in page.css('a[href^="http"]'))
    linked = Counter(urls.site(host) for host in hosts if host).most_common(1)
    own = linked[0][0] if linked else urls.site(urls.host(deep[0]))
    return [url for url in deep if urls.site(urls.host(url)) == own]


def canonical(declared: list[str], base: str) -> str:
    """The page's canonical URL: a declared one on the same site as `base`, if there is one, else `base`."""
    site = urls.site(urls.host(base)) if base else ""
    own = [url for url in declared if not site or urls.site(urls.host(url)) == site]
    deep = [url for url in own if urlsplit(url).path.strip("/") or "?" in url]
    return next(iter(deep), "") or base or next(iter(own), "")


def site_names(address: str, meta: Meta, structured: Structured, outlet: Outlet | None) -> frozenset[str]:
    """Names of the site, joined and in lower case, to tell them from titles and people."""
    host = urls.host(address).removeprefix("www.").removeprefix("m.")
    labels = [host, urls.site(host), urls.site(host).split(".")[0]] if host else []
    declared = [meta.get("og:site_name", "application-name"), *structured.publishers]
    if outlet:
        declared += [outlet.name, outlet.slug]
    found = {prose.key(name).replace(" ", "") for name in [*labels, *declared] if name}
    return frozenset(found | {prose.key(name) for name in declared if name})
