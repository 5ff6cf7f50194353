"""The indexes of days of an outlet, from the last day wanted back to the first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from scraper.crawler.discovery.context import Batch
from scraper.crawler.discovery.entry_points import page_html
from scraper.crawler.reporting.events import Found
from scraper.discover.lists import url_templates
from scraper.model import Gone, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.crawler.discovery.context import DiscoveryContext, Leads

MAX_MISSING_DAYS = 7
"""After so many days in a row of which no index can be had, no earlier one is asked for."""


async def of_days(context: DiscoveryContext, first: date) -> Leads:
    """What the indexes of the days back to `first` name.

    Days that were read to their end in an earlier run are left out; days that named nothing new are noted in
    `context.empty_days`.
    """
    slug = context.outlet.slug
    last = context.last_day()
    indexed = context.archive.indexed_days.days(slug, first, last)
    previous: set[str] = set()
    missing = 0
    for day in _back(last, first):
        if day in indexed:
            continue
        index = _DayIndex(context, day, previous)
        async for batch in index.leads():
            yield batch
        new = index.urls - previous
        if not new:
            context.empty_days.append(day)
        # An index that shows the same on every day proves nothing; and it may lag behind midnight.
        is_answer = new or not index.urls
        if index.is_complete and is_answer and day < context.today() - timedelta(days=1):
            context.archive.indexed_days.record(slug, day, len(new))
        previous = index.urls or previous
        missing = 0 if index.urls or index.is_complete else missing + 1
        if missing >= MAX_MISSING_DAYS:
            return


class _DayIndex:
    """The index of one day: the articles that it named, and whether it was read to its end.

    `previous` are the articles of the day read before it.
    """

    def __init__(self, context: DiscoveryContext, day: date, previous: set[str]) -> None:
        self._context = context
        self._day = day
        self._previous = previous
        self.urls: set[str] = set()
        self.is_complete = False

    async def leads(self) -> Leads:
        """What its pages name, while new ones come that the day before did not have."""
        context = self._context
        for number in range(1, context.max_lists + 1):
            url = url_templates.of_day(context.outlet, self._day, number)
            page = await context.fetch(url) if url else None
            if page is None or url is None:
                return
            if not isinstance(page, Page):
                self.is_complete = number > 1 and isinstance(page, Gone)
                if not self.is_complete:
                    context.on_event(Found(context.outlet.slug, "index", url, trouble=page))
                return
            found = url_templates.leads(page_html(page), page.url, context.outlet, self._day)
            new = [lead for lead in found if lead.url not in self._previous | self.urls]
            self.urls |= {lead.url for lead in found}
            self.is_complete = not new or not url_templates.is_paged(context.outlet.discover.index)
            yield Batch("index", url, new)
            if self.is_complete:
                return


def _back(last: date, first: date) -> Iterator[date]:
    """The days from the last back to the first."""
    return map(date.fromordinal, range(last.toordinal(), first.toordinal() - 1, -1))
