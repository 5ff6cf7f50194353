"""Finding the leads of one outlet: through feeds and sitemaps, or else links on its index pages."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.crawl.answers import ask
from scraper.crawl.report import Found, SourceKind
from scraper.discover import feeds, indexes, links, notices, sitemaps, wordpress
from scraper.discover.shape import Shapes
from scraper.model import Gone, Lead, Outcome, Outlet, Page, Refusal, Refused
from scraper.text.charset import decode
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scraper.archive import Archive
    from scraper.discover.sitemaps import Part
    from scraper.fetch import Guest

EMPTY_DAYS = 7
"""After so many days in a row of which no index can be had, a walk back in time ends."""

_SURE: frozenset[SourceKind] = frozenset(("feed", "wordpress"))
"""What these name is an article."""


@dataclass(slots=True)
class _Index:
    """An index page to read; `seen` holds the article links of the pages before it."""

    url: str
    page: Page | None = None
    seen: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Day:
    """The articles that a day's index named; `whole` once it was read to its end."""

    urls: set[str] = field(default_factory=set)
    whole: bool = False


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
        self._sitemaps_left = self._posts_left = max_pages
        self._index_left = self._most = max_pages
        self._shapes = Shapes()
        self._asked: set[str] = set()
        self._told: set[SourceKind] = set()  # the kinds of sources that named leads, known and old ones too

    async def site(self) -> None:
        """The whole outlet, from its home page.

        Feeds, WordPress' API and sitemaps first: those of the profile, of robots.txt and of the home page's
        head. Then the indexes of days, where the profile knows them and a first day is wanted. The well-known
        places of feeds are tried, up to the first that works, if nothing gave anything, and those of sitemaps
        if neither API nor sitemap did. Feeds tell of the newest only: if nothing else gave anything, the
        sections of the profile are walked page by page, and if there are no leads at all, the links on the
        home page and on the sections that it links to.
        Raises UnknownHost or Unreachable when the site itself cannot be reached.
        """
        outlet = self._outlet
        robots = await self._guest.robots(outlet.home, outlet)
        home = await self._page("home", outlet.home)
        for notice in (*robots.notices(outlet.home), *(notices.of_page(home) if home else ())):
            self._archive.notices.record(outlet.slug, notice)
        named = _ways_in(home)
        await self._feeds((*outlet.discover.feeds, *named.feeds))
        if root := self._wordpress_root(named):
            await self._posts(wordpress.Query(root, self._since, self._until))
        await self._sitemaps((*outlet.discover.sitemaps, *robots.sitemaps, *named.sitemaps))
        if outlet.discover.index and self._since:
            await self._days(self._since)
        for path in feeds.WELL_KNOWN:
            if not self._told:
                await self._feeds([path], guessed=True)
        for path in sitemaps.WELL_KNOWN:
            if not self._told & {"sitemap", "wordpress"}:
                await self._sitemaps([path], guessed=True)
        if self._told <= {"feed"}:
            await self._sections(home)

    async def missing(self) -> None:
        """Only days of which nothing is known: by their indexes, or by all sources where there are none."""
        if self._since is None:
            return
        if self._outlet.discover.index:
            await self._days(self._since)
            return
        last = self._last_day()
        known = self._archive.leads.days(self._outlet.slug, self._since, last)
        if len(known) <= (last - self._since).days:
            await self.site()

    async def search(self, keyword: str) -> bool:
        """What the outlet's own search finds, page by page; False where no search of it is known.

        That is the search of its profile, or that of WordPress' API. Raises as `site`.
        """
        if self._outlet.discover.search:
            await self._results(keyword)
            return True
        await self._guest.robots(self._outlet.home, self._outlet)
        root = self._wordpress_root(_ways_in(await self._page("home", self._outlet.home)))
        if root:
            await self._posts(wordpress.Query(root, self._since, self._until, keyword))
        return root is not None

    async def _results(self, keyword: str) -> None:
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
            parts = await self._sitemap(url, page, guessed=guessed)
            todo.extendleft(reversed(list(self._new(part.url for part in _newest_first(parts)))))

    def _wordpress_root(self, named: links.WaysIn) -> str | None:
        usual = wordpress.USUAL_ROOT if self._outlet.discover.wordpress else None
        return named.wordpress or (canonical(usual, self._outlet.home) if usual else None)

    async def _posts(self, query: wordpress.Query) -> None:
        """The posts that WordPress' API tells of, newest first, a hundred a request."""
        number, more = 0, True
        while more and self._posts_left > 0 and not self._enough():
            number += 1
            self._posts_left -= 1
            url = query.page(number)
            page = await self._page("wordpress", url, further=number > 1) if url else None
            if page is None or url is None:
                return
            if wordpress.is_answer(page.content):
                self._told.add("wordpress")
            found = wordpress.leads(page.content, page.url, self._outlet)
            self._add("wordpress", url, found)
            more = bool(found) and wordpress.has_more(page, number)

    async def _sitemap(self, url: str, page: Page, *, guessed: bool) -> list[Part]:
        """Store the leads of a sitemap as they come, and let others have a turn between; gives its parts."""
        sitemap = sitemaps.Sitemap(
            page.content, page.url, self._outlet, since=self._since, learned=self._shapes
        )
        named = 0
        for batch in sitemap.batches():
            self._archive.leads.add(batch, run=self._run)
            self._shapes.learn(lead.url for lead in batch if lead.title or lead.published_at)
            named += len(batch)
            await asyncio.sleep(0)
        if named or sitemap.older:
            self._told.add("sitemap")
        if named or not guessed:
            self._tell(Found(self._outlet.slug, "sitemap", url, named, sitemap.trouble))
        return sitemap.parts

    async def _days(self, first: date) -> None:
        """Back in time, day by day, to the first; not beyond days in a row of which no index can be had.

        Days that an earlier walk read to their end are left out. An index may lag behind midnight, so
        yesterday's is not taken for complete yet.
        """
        last = self._last_day()
        walked = self._archive.walks.days(self._outlet.slug, first, last)
        before: set[str] = set()
        lost = 0
        for day in _back(last, first):
            if lost >= EMPTY_DAYS or self._enough():
                return
            if day in walked:
                continue
            index = await self._day(day, before)
            lost = 0 if index.urls or index.whole else lost + 1
            new = index.urls - before
            if not new:
                self.empty_days.append(day)
            answered = new or not index.urls  # an index that shows the same on every day tells nothing
            if index.whole and answered and day < self._today() - timedelta(days=1):
                self._archive.walks.record(self._outlet.slug, day, len(new))
            before = index.urls or before

    async def _day(self, day: date, before: set[str]) -> _Day:
        """The articles on the pages of one day's index, while new ones come."""
        index = _Day()
        number = 0
        while number < self._most and not (number and self._enough()):
            number += 1
            self._index_left -= 1
            url = indexes.of_day(self._outlet, day, number)
            page = await self._ask(url) if url else None
            if page is None or url is None:
                return index
            if not isinstance(page, Page):
                index.whole = number > 1 and isinstance(page, Gone)
                if not index.whole:
                    self._tell(Found(self._outlet.slug, "index", url, trouble=page))
                return index
            found = indexes.leads(_html(page), page.url, self._outlet, day)
            new = [lead for lead in found if lead.url not in before | index.urls]
            self._add("index", url, new)
            index.urls |= {lead.url for lead in found}
            if not new or not indexes.is_paged(self._outlet.discover.index):
                index.whole = True
                return index
        return index

    def _today(self) -> date:
        return datetime.now(ZoneInfo(self._outlet.zone)).date()

    def _last_day(self) -> date:
        return min(self._until or date.max, self._today())

    async def _sections(self, home: Page | None) -> None:
        """The sections of the profile; where nothing is told, the home page, and its sections if need be."""
        starts = [_Index(url) for url in self._outlet.discover.sections]
        if home and not self._told:
            shown = () if starts else links.sections(_html(home), home.url, self._outlet, self._shapes)
            starts = [_Index(home.url, home), *starts, *map(_Index, shown)]
        await self._walk(starts)

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
            found = links.leads(html, page.url, self._outlet, self._shapes)
            self._add("index", index.url, found)
            urls = {lead.url for lead in found}
            following = links.next_page(html, page.url)
            # Past the last page many sites show the last, or the first, again.
            if following and not urls <= index.seen:
                todo.append(_Index(following, seen=index.seen | urls))

    async def _page(
        self, kind: SourceKind, url: str, *, guessed: bool = False, further: bool = False
    ) -> Page | None:
        """A page, or None.

        Its trouble is told, unless it was `guessed` and is not there, or is a `further` page and the server
        says that there is none (WordPress answers 400).
        """
        page = await self._ask(url)
        if isinstance(page, Page):
            return page
        is_absent = guessed and not isinstance(page, Refused)
        is_past_end = further and isinstance(page, Refused) and page.reason is Refusal.HTTP_ERROR
        if not (is_absent or is_past_end):
            self._tell(Found(self._outlet.slug, kind, url, trouble=page))
        return None

    async def _ask(self, url: str) -> Page | Outcome:
        capture = self._archive.captures.newest(url)
        known = self._archive.captures.read(capture) if capture is not None else None
        return await ask(self._guest, url, self._outlet, self._keep, known=known)

    async def _keep(self, page: Page) -> None:
        store = self._archive.captures.store
        await self._archive.together(lambda: store(page, outlet=self._outlet.slug))

    def _add(self, kind: SourceKind, url: str, leads: list[Lead], *, guessed: bool = False) -> None:
        self._archive.leads.add(leads, run=self._run)
        if leads:
            self._told.add(kind)
        if kind in _SURE:
            self._shapes.learn(lead.url for lead in leads)
        if leads or not guessed:
            self._tell(Found(self._outlet.slug, kind, url, len(leads)))

    def _new(self, urls: Iterable[str]) -> Iterable[str]:
        """Those not asked for before in this run, in canonical form."""
        for url in urls:
            target = canonical(url, self._outlet.home)
            if target and target not in self._asked:
                self._asked.add(target)
                yield target


def _back(last: date, first: date) -> Iterator[date]:
    """The days from the last back to the first."""
    return map(date.fromordinal, range(last.toordinal(), first.toordinal() - 1, -1))


def _ways_in(home: Page | None) -> links.WaysIn:
    return links.ways_in(_html(home), home.url) if home else links.WaysIn()


def _html(page: Page) -> str:
    return decode(page.content, page.header("content-type"))


def _newest_first(parts: list[Part]) -> list[Part]:
    """By day of change; parts that tell none come last, in their own order."""
    return sorted(parts, key=lambda part: sitemaps.day(part.modified or date.min), reverse=True)
