"""The entry points of an outlet: every place that may name its articles. Pure: nothing is requested here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scraper.discover.lists import feeds, links, sitemaps, wordpress
from scraper.text.html.charset import decode
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scraper.fetch import Robots
    from scraper.model import Outlet, Page

EntryPointKind = Literal["feed", "wordpress", "sitemap", "index", "section", "search", "home"]


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A place that may name articles of an outlet.

    `url` is absolute: of a feed, a sitemap, a section, the home page, or the root of WordPress' REST API. Of
    an `index` (of days) and of a `search` it is the template in the outlet's profile. A `guessed` one is
    named nowhere: sites often have it there.
    """

    kind: EntryPointKind
    url: str
    guessed: bool = False


def plan_sources(outlet: Outlet, home: Page | None, robots: Robots | None) -> tuple[EntryPoint, ...]:
    """All entry points of an outlet, each once, in the order in which a crawl reads them.

    They are those of its profile, of its home page's head and of robots.txt (the latter two as far as they
    could be had), then the well-known places, then the pages of links. WordPress' API is guessed where the
    home page has files of WordPress.
    """
    profile = outlet.discover
    head = links.head_links(page_html(home), home.url) if home else links.HeadLinks()
    named_maps = (*profile.sitemaps, *(robots.sitemaps if robots else ()), *head.sitemaps)
    has_wordpress_files = home is not None and b"/wp-content/" in home.content
    points = (
        *_points(outlet, "feed", (*profile.feeds, *head.feeds)),
        *_points(
            outlet, "wordpress", (head.wordpress or (wordpress.USUAL_ROOT if profile.wordpress else None),)
        ),
        *_points(outlet, "sitemap", named_maps),
        *([EntryPoint("index", profile.index)] if profile.index else ()),
        *_points(outlet, "feed", feeds.WELL_KNOWN, guessed=True),
        *_points(outlet, "wordpress", (wordpress.USUAL_ROOT,) * has_wordpress_files, guessed=True),
        *_points(outlet, "sitemap", sitemaps.WELL_KNOWN, guessed=True),
        *_points(outlet, "section", profile.sections),
        *([EntryPoint("search", profile.search)] if profile.search else ()),
        EntryPoint("home", outlet.home),
    )
    first = {(point.kind, point.url): point for point in reversed(points)}
    return tuple(point for point in points if first[point.kind, point.url] is point)


def page_html(page: Page) -> str:
    """A page's text, in the charset that it is in."""
    return decode(page.content, page.header("content-type"))


def _points(
    outlet: Outlet, kind: EntryPointKind, urls: Iterable[str | None], *, guessed: bool = False
) -> Iterator[EntryPoint]:
    """Entry points at addresses that may be relative to the outlet's home."""
    for url in urls:
        target = canonical(url, outlet.home) if url else None
        if target:
            yield EntryPoint(kind, target, guessed)
