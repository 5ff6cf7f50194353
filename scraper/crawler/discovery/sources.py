"""The sources of an outlet's leads: feeds, sitemaps, WordPress' API, a search, lists of articles."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scraper.crawler.discovery.context import Batch
from scraper.crawler.discovery.day_indexes import of_days
from scraper.crawler.discovery.entry_points import EntryPoint, page_html
from scraper.discover.lists import feeds, links, sitemaps, url_templates, wordpress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.crawler.discovery.context import DiscoveryContext, Leads
    from scraper.discover.lists.sitemaps import Part
    from scraper.model import Page


def of_entry_point(context: DiscoveryContext, point: EntryPoint, keyword: str = "") -> Leads:
    """What an entry point names, within the days of the context; a search is for the `keyword`.

    Day indexes are read back to the first day of the context, which must have one.
    """
    match point.kind:
        case "feed":
            return of_feeds(context, [point.url], guessed=point.guessed)
        case "sitemap":
            return of_sitemaps(context, [point.url], guessed=point.guessed)
        case "wordpress":
            query = wordpress.Query(point.url, context.since, context.until, keyword or None)
            return of_posts(context, query, guessed=point.guessed)
        case "index":
            assert context.since is not None
            return of_days(context, context.since)
        case "search":
            return of_search(context, keyword)
        case "section" | "home":
            return of_lists(context, [Index(point.url)])


async def of_feeds(context: DiscoveryContext, urls: Iterable[str], *, guessed: bool = False) -> Leads:
    """What feeds name."""
    for url in context.unrequested(urls):
        page = await context.fetch_list("feed", url, guessed=guessed)
        if page:
            found = feeds.read(page.content, page.url, context.outlet, fetched_at=page.fetched_at)
            trouble = None if found else feeds.trouble(page.content)
            yield Batch("feed", url, found, sure=True, guessed=guessed, trouble=trouble)


async def of_sitemaps(context: DiscoveryContext, urls: Iterable[str], *, guessed: bool = False) -> Leads:
    """What sitemaps and their parts name, the newest part first."""
    todo = deque(context.unrequested(urls))
    while todo and context.may_read("sitemap"):
        url = todo.popleft()
        page = await context.fetch_list("sitemap", url, guessed=guessed)
        if page is None:
            continue
        sitemap = sitemaps.Sitemap(
            page.content, page.url, context.outlet, since=context.since, learned=context.shapes
        )
        for leads in sitemap.batches():
            context.shapes.learn(lead.url for lead in leads if lead.title or lead.published_at)
            yield Batch("sitemap", url, leads, more=True)
        yield Batch(
            "sitemap", url, [], answered=bool(sitemap.older), guessed=guessed, trouble=sitemap.trouble
        )
        todo.extendleft(
            reversed(list(context.unrequested(part.url for part in _newest_first(sitemap.parts))))
        )


async def of_posts(context: DiscoveryContext, query: wordpress.Query, *, guessed: bool = False) -> Leads:
    """The posts that WordPress' API lists, newest first, a hundred a request."""
    number, more = 0, True
    while more and context.may_read("wordpress"):
        number += 1
        url = query.page(number)
        page = (
            await context.fetch_list("wordpress", url, guessed=guessed, further=number > 1) if url else None
        )
        if page is None or url is None:
            return
        found = wordpress.leads(page.content, page.url, context.outlet)
        more = bool(found) and wordpress.has_more(page, number)
        answered = wordpress.is_answer(page.content)
        yield Batch("wordpress", url, found, sure=True, answered=answered, guessed=guessed)


async def of_search(context: DiscoveryContext, keyword: str) -> Leads:
    """What the search of the outlet's profile finds, page by page, while it finds more."""
    seen: set[str] = set()
    number = 0
    while context.may_read("search"):
        number += 1
        url = url_templates.of_search(context.outlet, keyword, number)
        page = await context.fetch_list("search", url) if url else None
        if page is None or url is None:
            return
        found = url_templates.leads(page_html(page), page.url, context.outlet)
        yield Batch("search", url, found)
        urls = {lead.url for lead in found}
        if urls <= seen or not url_templates.is_paged(context.outlet.discover.search):
            return
        seen |= urls


@dataclass(slots=True)
class Index:
    """An index page to read; `seen` holds the article links of the pages before it."""

    url: str
    page: Page | None = None
    seen: set[str] = field(default_factory=set)


async def of_lists(context: DiscoveryContext, starts: Iterable[Index]) -> Leads:
    """What lists of articles link to, and the pages after them.

    Breadth first, so that no section's long tail keeps the others waiting.
    """
    todo = deque(starts)
    visited: set[str] = set()
    while todo:
        index = todo.popleft()
        if index.url in visited:
            continue
        visited.add(index.url)
        if not context.may_read("index"):
            return
        page = index.page or await context.fetch_list("index", index.url)
        if page is None:
            continue
        html = page_html(page)
        found = links.leads(html, page.url, context.outlet, context.shapes)
        yield Batch("index", index.url, found)
        urls = {lead.url for lead in found}
        following = links.next_page(html, page.url)
        # Past the last page many sites show the last, or the first, again.
        if following and not urls <= index.seen:
            todo.append(Index(following, seen=index.seen | urls))


def _newest_first(parts: list[Part]) -> list[Part]:
    """By day of change; parts without one come last, in their own order."""
    return sorted(parts, key=lambda part: sitemaps.day(part.modified or date.min), reverse=True)
