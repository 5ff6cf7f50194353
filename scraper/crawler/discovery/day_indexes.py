"""A walk back in time, through an outlet's indexes of days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from scraper.crawler.discovery.context import Batch
from scraper.crawler.discovery.sources import html_of
from scraper.crawler.report import Found
from scraper.discover.lists import url_templates
from scraper.model import Gone, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.crawler.discovery.context import Desk, Leads

EMPTY_DAYS = 7
"""After so many days in a row of which no index can be had, a walk ends."""


class Days:
    """The days of which an outlet has indexes, from the last wanted back to the first.

    Days that an earlier walk read to their end are left out. `empty` has those that gave nothing.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before: set[str] = set()
        self.empty: list[date] = []

    async def leads(self, first: date) -> Leads:
        """What the indexes name; not beyond days in a row of which none can be had."""
        desk, slug = self._desk, self._desk.outlet.slug
        last = desk.last_day()
        walked = desk.archive.indexed_days.days(slug, first, last)
        lost = 0
        for day in _back(last, first):
            if day in walked:
                continue
            index = _Day(desk, day, self._before)
            async for batch in index.leads():
                yield batch
            new = index.urls - self._before
            if not new:
                self.empty.append(day)
            # An index that shows the same on every day tells nothing; and it may lag behind midnight.
            answered = new or not index.urls
            if index.whole and answered and day < desk.today() - timedelta(days=1):
                desk.archive.indexed_days.record(slug, day, len(new))
            self._before = index.urls or self._before
            lost = 0 if index.urls or index.whole else lost + 1
            if lost >= EMPTY_DAYS:
                return


class _Day:
    """The index of one day: the articles that it named, and whether it was read to its end (`whole`)."""

    def __init__(self, desk: Desk, day: date, before: set[str]) -> None:
        self._desk = desk
        self._day = day
        self._before = before
        self.urls: set[str] = set()
        self.whole = False

    async def leads(self) -> Leads:
        """What its pages name, while new ones come that the day walked before did not have."""
        desk = self._desk
        for number in range(1, desk.most + 1):
            url = url_templates.of_day(desk.outlet, self._day, number)
            page = await desk.ask(url) if url else None
            if page is None or url is None:
                return
            if not isinstance(page, Page):
                self.whole = number > 1 and isinstance(page, Gone)
                if not self.whole:
                    desk.tell(Found(desk.outlet.slug, "index", url, trouble=page))
                return
            found = url_templates.leads(html_of(page), page.url, desk.outlet, self._day)
            new = [lead for lead in found if lead.url not in self._before | self.urls]
            self.urls |= {lead.url for lead in found}
            self.whole = not new or not url_templates.is_paged(desk.outlet.discover.index)
            yield Batch("index", url, new)
            if self.whole:
                return


def _back(last: date, first: date) -> Iterator[date]:
    """The days from the last back to the first."""
    return map(date.fromordinal, range(last.toordinal(), first.toordinal() - 1, -1))
