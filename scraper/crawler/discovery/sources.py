"""The sources of an outlet's leads: feeds, sitemaps, WordPress' API, a search, lists of articles."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scraper.crawler.discovery.context import Batch
from scraper.discover.lists import feeds, links, sitemaps, url_templates, wordpress
from scraper.text.html.charset import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.crawler.discovery.context import Desk, Leads
    from scraper.discover.lists.sitemaps import Part
    from scraper.model import Page


async def of_feeds(desk: Desk, urls: Iterable[str], *, guessed: bool = False) -> Leads:
    """What feeds name."""
    for url in desk.new(urls):
        page = await desk.page("feed", url, guessed=guessed)
        if page:
            found = feeds.read(page.content, page.url, desk.outlet, fetched_at=page.fetched_at)
            trouble = None if found else feeds.trouble(page.content)
            yield Batch("feed", url, found, sure=True, guessed=guessed, trouble=trouble)


async def of_sitemaps(desk: Desk, urls: Iterable[str], *, guessed: bool = False) -> Leads:
    """What sitemaps and their parts name, the newest part first."""
    todo = deque(desk.new(urls))
    while todo and desk.may_read("sitemap"):
        url = todo.popleft()
        page = await desk.page("sitemap", url, guessed=guessed)
        if page is None:
            continue
        sitemap = sitemaps.Sitemap(page.content, page.url, desk.outlet, since=desk.since, learned=desk.shapes)
        for leads in sitemap.batches():
            desk.shapes.learn(lead.url for lead in leads if lead.title or lead.published_at)
            yield Batch("sitemap", url, leads, more=True)
        yield Batch(
            "sitemap", url, [], answered=bool(sitemap.older), guessed=guessed, trouble=sitemap.trouble
        )
        todo.extendleft(reversed(list(desk.new(part.url for part in _newest_first(sitemap.parts)))))


async def of_posts(desk: Desk, query: wordpress.Query) -> Leads:
    """The posts that WordPress' API tells of, newest first, a hundred a request."""
    number, more = 0, True
    while more and desk.may_read("wordpress"):
        number += 1
        url = query.page(number)
        page = await desk.page("wordpress", url, further=number > 1) if url else None
        if page is None or url is None:
            return
        found = wordpress.leads(page.content, page.url, desk.outlet)
        more = bool(found) and wordpress.has_more(page, number)
        yield Batch("wordpress", url, found, sure=True, answered=wordpress.is_answer(page.content))


async def of_search(desk: Desk, keyword: str) -> Leads:
    """What the search of the outlet's profile finds, page by page, while it finds more."""
    seen: set[str] = set()
    number = 0
    while desk.may_read("search"):
        number += 1
        url = url_templates.of_search(desk.outlet, keyword, number)
        page = await desk.page("search", url) if url else None
        if page is None or url is None:
            return
        found = url_templates.leads(html_of(page), page.url, desk.outlet)
        yield Batch("search", url, found)
        urls = {lead.url for lead in found}
        if urls <= seen or not url_templates.is_paged(desk.outlet.discover.search):
            return
        seen |= urls


@dataclass(slots=True)
class Index:
    """An index page to read; `seen` holds the article links of the pages before it."""

    url: str
    page: Page | None = None
    seen: set[str] = field(default_factory=set)


async def of_lists(desk: Desk, starts: Iterable[Index]) -> Leads:
    """What lists of articles link to, and the pages after them.

    Breadth first, so that no section's long tail keeps the others waiting.
    """
    todo = deque(starts)
    walked: set[str] = set()
    while todo:
        index = todo.popleft()
        if index.url in walked:
            continue
        walked.add(index.url)
        if not desk.may_read("index"):
            return
        page = index.page or await desk.page("index", index.url)
        if page is None:
            continue
        html = html_of(page)
        found = links.leads(html, page.url, desk.outlet, desk.shapes)
        yield Batch("index", index.url, found)
        urls = {lead.url for lead in found}
        following = links.next_page(html, page.url)
        # Past the last page many sites show the last, or the first, again.
        if following and not urls <= index.seen:
            todo.append(Index(following, seen=index.seen | urls))


def html_of(page: Page) -> str:
    """A page's text, in the charset that it is in."""
    return decode(page.content, page.header("content-type"))


def _newest_first(parts: list[Part]) -> list[Part]:
    """By day of change; parts that tell none come last, in their own order."""
    return sorted(parts, key=lambda part: sitemaps.day(part.modified or date.min), reverse=True)
