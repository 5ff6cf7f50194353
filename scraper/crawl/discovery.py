"""Finding the leads of one outlet: through feeds and sitemaps, or else links on its index pages."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.crawl.answers import ask
from scraper.crawl.report import Found, SourceKind
from scraper.discover import feeds, indexes, links, sitemaps
from scraper.model import Lead, Outlet, Page, Refused
from scraper.text.charset import decode
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scraper.archive import Archive
    from scraper.discover.sitemaps import Part
    from scraper.fetch import Guest
    from scraper.model import Outcome

FEED_PATHS = ("/feed", "/rss")
SITEMAP_PATHS = ("/sitemap.xml",)
"""Where sites keep them when they name none: tried only then."""

EMPTY_DAYS = 7
"""After so many days in a row of which no index can be had, a walk back in time ends."""


@dataclass(slots=True)
class _Index:
    """An index page to read; `seen` holds the article links of the pages before it."""

    url: str
    page: Page | None = None
    seen: set[str] = field(default_factory=set)


class Discovery:
    """Fills the archive with leads of one outlet, and marks there which this `run` met.

    `period` is the first and the last day wanted; `enough` is asked between requests and stops the
    search; `tell` hears of each source read. A walk through the indexes of days leaves in `empty_days` those
    that gave nothing.
    """

    def __init__(
        self,
        outlet: Outlet,
        archive: Archive,
        guest: Guest,
        *,
        run: int,
        max_pages: int,
        period: tuple[date | None, date | None],
        enough: Callable[[], bool],
        tell: Callable[[Found], None],
    ) -> None:
        self._outlet = outlet
        self._run = run
        self._archive = archive
        self._guest = guest
        self._since, self._until = period
        self.empty_days: list[date] = []
        self._enough = enough
        self._tell = tell
        self._sitemaps_left = max_pages
        self._index_left = self._most = max_pages
        self._asked: set[str] = set()
        self._told = 0  # leads that sources named, known and old ones too
        self._sitemaps_told = False

    async def site(self) -> None:
        """The whole outlet, from its home page.

        Feeds and sitemaps first: those of the profile, of robots.txt and of the home page's head. Then the
        indexes of days, where the profile knows them and a first day is wanted. A sitemap at the well-known
        path is tried if none of these gave anything, and feeds if nothing did. If there are no leads even
        then: the links on the home page, on the section pages and on the pages after them.
        Raises UnknownHost or Unreachable when the site itself cannot be reached.
        """
        outlet = self._outlet
        robots = await self._guest.robots(outlet.home, outlet)
        home = await self._page("home", outlet.home)
        html = _html(home) if home else ""
        named = links.ways_in(html, home.url) if home else links.WaysIn()
        await self._feeds((*outlet.discover.feeds, *named.feeds))
        await self._sitemaps((*outlet.discover.sitemaps, *robots.sitemaps, *named.sitemaps))
        if outlet.discover.index and self._since:
            await self._days(self._since)
        if not self._told:
            await self._feeds(FEED_PATHS, guessed=True)
        if not self._sitemaps_told:
            await self._sitemaps(SITEMAP_PATHS, guessed=True)
        if not self._told and home:
            sections = outlet.discover.sections or links.sections(html, home.url, outlet)
            await self._walk([_Index(home.url, home), *map(_Index, sections)])

    async def search(self, keyword: str) -> None:
        """What the outlet's own search finds, page by page."""
        seen: set[str] = set()
        number = 0
        while self._index_left > 0 and not self._enough():
            number += 1
            self._index_left -= 1
            url = indexes.of_search(self._outlet, keyword, number)
            page = await self._page("search", url) if url else None
            if page is None or url is None:
                return
            found = indexes.leads(_html(page), page.url, self._outlet)
            self._add("search", url, found)
            urls = {lead.url for lead in found}
            if urls <= seen or not indexes.is_paged(self._outlet.discover.search):
                return
            seen |= urls

    async def section(self, page: Page) -> None:
        """The articles that a section or index page lists, and the pages that follow it."""
        await self._walk([_Index(page.url, page)])

    async def _feeds(self, urls: Iterable[str], *, guessed: bool = False) -> None:
        for url in self._new(urls):
            if self._enough():
                return
            page = await self._page("feed", url, guessed=guessed)
            if page:
                found = feeds.read(page.content, page.url, self._outlet, fetched_at=page.fetched_at)
                self._add("feed", url, found, guessed=guessed)

    async def _sitemaps(self, urls: Iterable[str], *, guessed: bool = False) -> None:
        todo = deque(self._new(urls))
        while todo and self._sitemaps_left > 0 and not self._enough():
            url = todo.popleft()
            self._sitemaps_left -= 1
            page = await self._page("sitemap", url, guessed=guessed)
            if page is None:
                continue
            sitemap = sitemaps.read(page.content, page.url, self._outlet, since=self._since)
            self._told += sitemap.older
            self._sitemaps_told |= bool(sitemap.leads or sitemap.older)
            self._add("sitemap", url, sitemap.leads, guessed=guessed)
            todo.extendleft(reversed(list(self._new(part.url for part in _newest_first(sitemap.parts)))))

    async def _days(self, first: date) -> None:
        """Back in time, day by day, to the first; not beyond days in a row of which no index can be had."""
        day = self._until or datetime.now(ZoneInfo(self._outlet.zone)).date()
        before: set[str] = set()
        lost = 0
        while day >= first and lost < EMPTY_DAYS and not self._enough():
            urls = await self._day(day, before)
            lost = lost + 1 if urls is None else 0
            if not (urls or set()) - before:
                self.empty_days.append(day)
            before = urls or before
            if day == date.min:
                return
            day -= timedelta(days=1)

    async def _day(self, day: date, before: set[str]) -> set[str] | None:
        """The articles on the pages of one day's index, while new ones come; None if it cannot be had."""
        urls: set[str] = set()
        number = 0
        while number < self._most and not (number and self._enough()):
            number += 1
            self._index_left -= 1
            url = indexes.of_day(self._outlet, day, number)
            page = await self._page("index", url) if url else None
            if page is None or url is None:
                return urls if number > 1 else None
            found = indexes.leads(_html(page), page.url, self._outlet, day)
            new = [lead for lead in found if lead.url not in before | urls]
            self._add("index", url, new)
            urls |= {lead.url for lead in found}
            if not new or not indexes.is_paged(self._outlet.discover.index):
                break
        return urls

    async def _walk(self, starts: Iterable[_Index]) -> None:
        """Breadth first, so that no section's long tail keeps the others waiting."""
        todo = deque(starts)
        walked: set[str] = set()
        while todo and self._index_left > 0 and not self._enough():
            index = todo.popleft()
            if index.url in walked:
                continue
            walked.add(index.url)
            self._index_left -= 1
            page = index.page or await self._page("index", index.url)
            if page is None:
                continue
            html = _html(page)
            found = links.leads(html, page.url, self._outlet)
            self._add("index", index.url, found)
            urls = {lead.url for lead in found}
            following = links.next_page(html, page.url)
            # Past the last page many sites show the last, or the first, again.
            if following and not urls <= index.seen:
                todo.append(_Index(following, seen=index.seen | urls))

    async def _page(self, kind: SourceKind, url: str, *, guessed: bool = False) -> Page | None:
        capture = self._archive.captures.newest(url)
        known = self._archive.captures.read(capture) if capture is not None else None
        page = await ask(self._guest, url, self._outlet, self._keep, known=known)
        if isinstance(page, Page):
            return page
        self._trouble(kind, url, page, guessed=guessed)
        return None

    async def _keep(self, page: Page) -> None:
        store = self._archive.captures.store
        await self._archive.together(lambda: store(page, outlet=self._outlet.slug))

    def _trouble(self, kind: SourceKind, url: str, outcome: Outcome, *, guessed: bool) -> None:
        if not guessed or isinstance(outcome, Refused):
            self._tell(Found(self._outlet.slug, kind, url, trouble=outcome))

    def _add(self, kind: SourceKind, url: str, leads: list[Lead], *, guessed: bool = False) -> None:
        self._archive.leads.add(leads, run=self._run)
        self._told += len(leads)
        if leads or not guessed:
            self._tell(Found(self._outlet.slug, kind, url, len(leads)))

    def _new(self, urls: Iterable[str]) -> Iterable[str]:
        """Those not asked for before in this run, in canonical form."""
        for url in urls:
            target = canonical(url, self._outlet.home)
            if target and target not in self._asked:
                self._asked.add(target)
                yield target


def _html(page: Page) -> str:
    return decode(page.content, page.header("content-type"))


def _newest_first(parts: list[Part]) -> list[Part]:
    """By day of change; parts that tell none come last, in their own order."""
    return sorted(parts, key=lambda part: sitemaps.day(part.modified or date.min), reverse=True)
