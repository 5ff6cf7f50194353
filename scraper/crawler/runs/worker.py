"""Who does the work: one worker an outlet, at its outlet's pace."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.archive import Forgotten
from scraper.crawler.discovery.context import Desk
from scraper.crawler.discovery.discovery import Discovery
from scraper.crawler.report import (
    Event,
    Found,
    OutletReport,
    Planned,
    Surveyed,
    Visited,
    poll_result,
    survey,
    unexpected,
)
from scraper.crawler.runs.dry_run import Rehearsal
from scraper.crawler.visit.pipeline import Pipeline, Taken
from scraper.errors import ArchiveError, FetchError, HostClosed
from scraper.model import Failed, Lead, NotAnArticle, Outcome, PageKind, Refusal, Refused
from scraper.outlets import is_unknown
from scraper.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from scraper.archive import Archive
    from scraper.archive.articles.tombstones import Tombstone
    from scraper.crawler.runs.shutdown import Stop
    from scraper.crawler.runs.targets import Target
    from scraper.crawler.visit.reader_pool import Readers
    from scraper.fetch import PoliteClient
    from scraper.settings import Settings

BATCH = 100
"""So many leads are picked at a time: few enough that newer ones, found meanwhile, soon have their turn."""

PATIENCE = 10
"""After so many leads in a row that find the site out of reach, or closed, the rest is left for later."""

_LISTS = frozenset((PageKind.SECTION, PageKind.SEARCH, PageKind.GALLERY, PageKind.EMPTY))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wishes of an outlet: see `crawl`, and what follows `revisit`, `update`.

    Articles to `revisit` are read again; without `poll` the outlet is not asked what is new, else as far
    `back_to` as that day. What came to nothing is tried again only if that was before `tried_before`.
    """

    since: date | None = None
    until: date | None = None
    limit: int | None = None
    keyword: str | None = None
    fill: bool = False
    dry_run: bool = False
    revisit: tuple[Lead, ...] = ()
    poll: bool = True
    back_to: date | None = None
    tried_before: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all that is new is wished for."""
        return not (self.since or self.until or self.limit or self.keyword or self.fill)


@dataclass(frozen=True, slots=True)
class Job:
    """What all workers of a crawl have in common."""

    archive: Archive
    run: int
    polite_client: PoliteClient
    readers: Readers
    settings: Settings
    wish: Wish
    tell: Callable[[Event], None]
    stop: Stop


class ListenerError(Exception):
    """Whoever listens to the events raised `fault`."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Worker:
    """Crawls the targets of one outlet, one request after the other."""

    def __init__(self, job: Job, targets: Sequence[Target], report: OutletReport) -> None:
        self._job = job
        self._wish = wish = job.wish
        self._targets = targets
        self._report = report
        self._outlet = targets[0].outlet
        self._whole = wish.keyword is None and any(target.page is None for target in targets)
        self._pipeline = Pipeline(
            self._outlet,
            job.archive,
            job.polite_client,
            job.readers,
            run=job.run,
            since=wish.since,
            until=wish.until,
        )
        most = job.settings.max_index_pages
        desk = Desk(
            self._outlet,
            job.archive,
            job.polite_client,
            wish.since or wish.back_to,
            wish.until,
            most,
            self._found,
        )
        self._discovery = Discovery(desk, run=job.run, enough=self._enough)
        self._wanted: dict[str, Any] = {
            "outlet": self._outlet.slug,
            "run": job.run,
            "seen_in": 0 if self._whole else job.run,
            "since": wish.since,
            "until": wish.until,
            "tried_before": wish.tried_before,
        }
        self._visits = 0
        self._left = 0
        self._misses = 0
        self._closed: set[str] = set()

    async def work(self) -> None:
        """Discover, then visit. Raises ArchiveError and ListenerError; any other is told in the report."""
        archive, wish = self._job.archive, self._wish
        archive.outlets.register(self._outlet)
        if wish.fill:
            archive.leads.revive(self._outlet.slug, wish.since, wish.until)
        try:
            for target in self._targets:
                if target.page:
                    await self._page(target.page)
                elif wish.poll:
                    await self._discover()
            if wish.revisit:  # behind what is new, but not behind what earlier crawls left
                await self._visit_all(seen_in=self._job.run)
                await self._visit_each(wish.revisit, again=True)
            await (self._rehearse() if wish.dry_run else self._visit_all())
        except FetchError as fault:
            self._report.fault = str(fault)
        except (ArchiveError, ListenerError, OSError):  # the same for every outlet
            raise
        except Exception as fault:  # whatever it is, the other outlets go on
            self._report.fault = unexpected(fault)
        finally:
            self._conclude()

    async def _discover(self) -> None:
        keyword, outlet = self._wish.keyword, self._outlet
        if keyword is None:
            await (self._discovery.missing() if self._wish.fill else self._discovery.site())
            if self._wish.is_whole and not self._job.stop.asked:
                self._report.polled = poll_result(self._report.sources)
            if is_unknown(outlet):
                self._report.survey = survey(self._report.sources)
                self._job.tell(Surveyed(outlet.slug, self._report.survey))
        elif not await self._discovery.search(keyword):
            self._report.fault = (
                f"no search of {outlet.name} is known; name one in its profile (discover.search), or crawl"
                " without a keyword"
            )

    async def _page(self, url: str) -> None:
        """An address given by the user: an article, or a section whose articles are wanted."""
        archive = self._job.archive
        lead = Lead(url, self._outlet.slug, "seed")
        if stone := archive.tombstones.of(url):
            self._refuse(lead, stone)
            return
        archive.leads.add([lead], run=self._job.run, as_given=True)
        if self._wish.dry_run:
            return
        # Whoever names a page wants it as it is today; one stored and not yet read is read on from there.
        taken = await self._pipeline.take(lead, fresh=not archive.leads.is_unread(url))
        self._report.fetched += taken.fetched
        if isinstance(taken.outcome, NotAnArticle) and taken.outcome.kind in _LISTS and taken.page:
            archive.leads.mark_unseen(url)
            await self._discovery.section(taken.page)
        else:
            self._count(taken)

    def _refuse(self, lead: Lead, stone: Tombstone) -> None:
        """An address that was forgotten is not asked for."""
        if self._wish.dry_run:
            self._report.spared += 1
            self._job.tell(Planned(lead, stone.words))
        else:
            self._count(Taken(lead, outcome=Refused(Refusal.FORGOTTEN, stone.words)))

    async def _rehearse(self) -> None:
        """Tell of each lead whether a crawl would fetch it; what a page target lists is not known before."""
        rehearsal = Rehearsal(
            self._outlet,
            self._job.archive,
            self._job.polite_client,
            run=self._job.run,
            seen_in=self._wanted["seen_in"],
            period=(self._wish.since, self._wish.until),
            limit=self._wish.limit,
        )
        async for lead, why_not in rehearsal.verdicts():
            self._report.planned += not why_not
            self._report.spared += bool(why_not)
            self._job.tell(Planned(lead, why_not))

    async def _visit_all(self, **narrower: int) -> None:
        while todo := self._due(min(BATCH, self._remaining()), **narrower):
            self._left = self._job.archive.leads.left(**self._wanted)
            if not await self._visit_each(todo):
                return

    async def _visit_each(self, todo: Sequence[Lead], *, again: bool = False) -> bool:
        """Visit these, `again` to see whether they have changed; False if the worker has to end."""
        for lead in todo:
            self._left -= not again
            await asyncio.sleep(0)  # a lead whose page is stored waits for nothing: let others have a turn
            if self._job.stop.asked or self._misses >= PATIENCE:
                return False
            if again and not self._job.archive.leads.has_article(lead.url):
                continue  # forgotten since
            await self._visit(lead, again=again)
            if self._misses >= PATIENCE:
                self._report.fault = (
                    f"stopped after {PATIENCE} leads in a row could not be had; try again later"
                )
                return False
        return True

    async def _visit(self, lead: Lead, *, again: bool) -> None:
        if host(lead.url) in self._closed:
            self._job.archive.leads.skip(lead.url, self._job.run)
            return
        try:
            taken = await self._pipeline.take(lead, fresh=again)
        except HostClosed as fault:
            self._closed.add(host(lead.url))
            self._report.fault = str(fault)
            self._job.archive.leads.skip(lead.url, self._job.run)
            return
        self._report.fetched += taken.fetched
        self._count(taken)

    def _due(self, most: int, **narrower: int) -> list[Lead]:
        """Leads to visit next, those first whose bytes are stored; of a section, only those it led to."""
        return self._job.archive.leads.pick(**self._wanted | narrower, most=most)

    def _remaining(self) -> int:
        return max(self._wish.limit - self._visits, 0) if self._wish.limit is not None else BATCH

    def _enough(self) -> bool:
        if self._wish.limit is None:
            return False
        wanted = self._wanted | {"seen_in": self._job.run}
        return len(self._job.archive.leads.pick(**wanted, most=self._remaining())) >= self._remaining()

    def _found(self, found: Found) -> None:
        self._report.sources.append(found)
        self._job.tell(found)

    def _count(self, taken: Taken) -> None:
        assert taken.outcome is not None
        self._visits += 1
        self._report.count(taken.outcome)
        self._misses = self._misses + 1 if _is_miss(taken.outcome) else 0
        self._job.tell(Visited(taken.lead, taken.outcome, taken.article, max(self._left, 0)))

    def _conclude(self) -> None:
        report, forgetting = self._report, self._job.archive.forgetting
        # A new address of a forgotten article is known for one only once its page was stored and read.
        if report.refused[Refusal.FORGOTTEN] and self._outlet.slug in forgetting.pending():
            forgetting.finish(self._outlet.slug, Forgotten())
        report.empty_days = self._discovery.empty_days
        report.discovered, report.known = self._job.archive.leads.count_seen(self._outlet.slug, self._job.run)
        report.notices = self._job.archive.usage_policies.of(self._outlet.slug)
        report.left = self._job.archive.leads.left(**self._wanted)
        repairs = self._job.archive.captures.repairs
        report.repairs = [str(repair) for repair in repairs if repair.outlet == self._outlet.slug]


def _is_miss(outcome: Outcome) -> bool:
    match outcome:
        case Failed(reason):
            return reason in {"unreachable", "unknown-host", "certificate", "http-429"}
        case Refused(reason):
            return reason in {Refusal.BLOCKED, Refusal.CHALLENGE}
        case _:
            return False
