"""What a crawl would do at an outlet: which leads it would fetch, and why not the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.errors import FetchError
from scraper.model.article import iso
from scraper.text.urls import host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import date

    from scraper.archive import Archive
    from scraper.archive.frontier.leads import Settled
    from scraper.fetch import PoliteClient
    from scraper.model import Lead, Outlet

BATCH = 1000
"""Leads picked at a time."""


class DryRun:
    """Goes through the leads of one outlet in a scratch archive, as a crawl would, and visits none.

    `period` is the first and the last day wanted; with `seen_in`, only leads that run found would be visited.
    """

    def __init__(
        self,
        outlet: Outlet,
        archive: Archive,
        client: PoliteClient,
        *,
        run: int,
        seen_in: int,
        period: tuple[date | None, date | None],
        limit: int | None,
    ) -> None:
        self._outlet = outlet
        self._archive = archive
        self._client = client
        self._run = run
        self._seen_in = seen_in
        self._since, self._until = period
        self._limit = limit
        self._closed: dict[str, str] = {}

    async def decisions(self) -> AsyncIterator[tuple[Lead, str]]:
        """Each lead, and why it would not be fetched; an empty reason says that it would.

        First those due, in the order of their visits, then the others that this run met.
        """
        wanted = 0
        while leads := self._due():
            for lead in leads:
                why = await self._why_not(lead)
                if not why and self._limit is not None and wanted >= self._limit:
                    why = f"over the limit of {self._limit}"
                wanted += not why
                self._archive.leads.skip(lead.url, self._run)
                yield lead, why
        for lead, why in self._others():
            yield lead, why

    def _due(self) -> list[Lead]:
        return self._archive.leads.pick(
            self._outlet.slug,
            run=self._run,
            seen_in=self._seen_in,
            since=self._since,
            until=self._until,
            most=BATCH,
        )

    async def _why_not(self, lead: Lead) -> str:
        if self._archive.leads.is_unread(lead.url):
            return "its page is in the archive already, and would be read"
        name = host(lead.url)
        if name in self._closed:
            return self._closed[name]
        try:
            return await self._client.objection(lead.url, self._outlet) or ""
        except FetchError as fault:
            self._closed[name] = str(fault)
            return str(fault)

    def _others(self) -> Iterator[tuple[Lead, str]]:
        for settled in self._archive.leads.settled(self._outlet.slug, self._run):
            yield settled.lead, self._reason(settled)

    def _reason(self, settled: Settled) -> str:
        day = (iso(settled.lead.published_at) or "")[:10]
        if day and self._since and day < self._since.isoformat():
            return f"published {day}, before what is wanted"
        if day and self._until and day > self._until.isoformat():
            return f"published {day}, after what is wanted"
        if settled.outcome == "failed":
            return f"given up after {settled.failures} failures ({settled.reason}); --fill tries again"
        word = f"{settled.outcome}: {settled.reason}" if settled.reason else settled.outcome
        return f"finished before ({word})"
