"""The worker of one outlet: it finds leads and visits them, one request after the other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scraper.archive import Forgotten
from scraper.crawler.discovery.context import DiscoveryContext
from scraper.crawler.discovery.lead_discovery import LeadDiscovery
from scraper.crawler.reporting.events import Found, Planned, Surveyed, Visited
from scraper.crawler.reporting.summary import poll_result
from scraper.crawler.reporting.wording import survey_line, unexpected_error
from scraper.crawler.runs.crawl_plan import ListenerError
from scraper.crawler.runs.dry_run import DryRun
from scraper.crawler.visit.pipeline import LeadVisit, Pipeline
from scraper.errors import ArchiveError, FetchError, HostClosed
from scraper.model import Failed, Lead, NotAnArticle, Outcome, PageKind, Refusal, Refused
from scraper.outlets import is_unknown
from scraper.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.archive.articles.tombstones import Tombstone
    from scraper.crawler.reporting.summary import OutletReport
    from scraper.crawler.runs.crawl_plan import CrawlContext, OutletPlan

BATCH = 100
"""So many leads are picked at a time: few enough that newer ones, found meanwhile, soon have their turn."""

MAX_MISSES = 10
"""After so many leads in a row that find the site out of reach, or closed, the rest is left for later."""

_LISTS = frozenset((PageKind.SECTION, PageKind.SEARCH, PageKind.GALLERY, PageKind.EMPTY))


class Worker:
    """Crawls the targets of one outlet, one request after the other."""

    def __init__(self, crawl: CrawlContext, plan: OutletPlan, report: OutletReport) -> None:
        self._crawl = crawl
        self._options = options = plan.options
        self._targets = plan.targets
        self._report = report
        self._outlet = plan.targets[0].outlet
        self._pipeline = Pipeline(
            self._outlet,
            crawl.archive,
            crawl.client,
            crawl.readers,
            run=crawl.run,
            since=options.since,
            until=options.until,
        )
        self._discovery_context = DiscoveryContext(
            self._outlet,
            crawl.archive,
            crawl.client,
            options.since or options.back_to,
            options.until,
            crawl.settings.max_index_pages,
            self._add_source,
        )
        self._discovery = LeadDiscovery(
            self._discovery_context, run=crawl.run, is_enough=self._has_enough_leads
        )
        takes_old_leads = options.keyword is None and plan.has_whole_outlet
        self._selection: dict[str, Any] = {
            "outlet": self._outlet.slug,
            "run": crawl.run,
            "seen_in": 0 if takes_old_leads else crawl.run,
            "since": options.since,
            "until": options.until,
            "tried_before": options.tried_before,
        }
        self._visits = 0
        self._left = 0
        self._misses = 0
        self._closed: set[str] = set()

    async def work(self) -> None:
        """Discover, then visit. Raises ArchiveError and ListenerError; other errors go into the report."""
        archive, options = self._crawl.archive, self._options
        archive.outlets.register(self._outlet)
        if options.fill:
            archive.leads.revive(self._outlet.slug, options.since, options.until)
        try:
            for target in self._targets:
                if target.page:
                    await self._page(target.page)
                elif options.poll:
                    await self._discover()
            if options.revisit:  # behind what is new, but not behind what earlier crawls left
                await self._visit_all(seen_in=self._crawl.run)
                await self._visit_each(options.revisit, again=True)
            await (self._dry_run() if options.dry_run else self._visit_all())
        except FetchError as fault:
            self._report.fault = str(fault)
        except (ArchiveError, ListenerError, OSError):  # the same for every outlet
            raise
        except Exception as fault:  # whatever it is, the other outlets go on
            self._report.fault = unexpected_error(fault)
        finally:
            self._complete_report()

    async def _discover(self) -> None:
        keyword, outlet = self._options.keyword, self._outlet
        if keyword is None:
            await (
                self._discovery.discover_missing_days()
                if self._options.fill
                else self._discovery.discover_all()
            )
            if self._options.is_unrestricted and not self._crawl.stop.requested:
                self._report.polled = poll_result(self._report.sources)
            if is_unknown(outlet):
                self._report.survey = survey_line(self._report.sources)
                self._crawl.on_event(Surveyed(outlet.slug, self._report.survey))
        elif not await self._discovery.search(keyword):
            self._report.fault = (
                f"no search of {outlet.name} is known; name one in its profile (discover.search), or crawl"
                " without a keyword"
            )

    async def _page(self, url: str) -> None:
        """An address given by the user: an article, or a section whose articles are wanted."""
        archive = self._crawl.archive
        lead = Lead(url, self._outlet.slug, "seed")
        if tombstone := archive.tombstones.of(url):
            self._refuse(lead, tombstone)
            return
        archive.leads.add([lead], run=self._crawl.run, as_given=True)
        if self._options.dry_run:
            return
        # Whoever names a page wants it as it is today; one stored and not yet read is read on from there.
        visit = await self._pipeline.visit(lead, fresh=not archive.leads.is_unread(url))
        self._report.fetched += visit.fetched
        if isinstance(visit.outcome, NotAnArticle) and visit.outcome.kind in _LISTS and visit.page:
            archive.leads.mark_unseen(url)
            await self._discovery.discover_section(visit.page)
        else:
            self._count(visit)

    def _refuse(self, lead: Lead, tombstone: Tombstone) -> None:
        """An address that was forgotten is not asked for."""
        if self._options.dry_run:
            self._report.would_skip += 1
            self._crawl.on_event(Planned(lead, tombstone.words))
        else:
            self._count(LeadVisit(lead, outcome=Refused(Refusal.FORGOTTEN, tombstone.words)))

    async def _dry_run(self) -> None:
        """Report for each lead whether a crawl would fetch it; leads of page targets are not known before."""
        dry_run = DryRun(
            self._outlet,
            self._crawl.archive,
            self._crawl.client,
            run=self._crawl.run,
            seen_in=self._selection["seen_in"],
            period=(self._options.since, self._options.until),
            limit=self._options.limit,
        )
        async for lead, why_not in dry_run.decisions():
            self._report.would_fetch += not why_not
            self._report.would_skip += bool(why_not)
            self._crawl.on_event(Planned(lead, why_not))

    async def _visit_all(self, **overrides: int) -> None:
        while todo := self._due(min(BATCH, self._remaining()), **overrides):
            self._left = self._crawl.archive.leads.left(**self._selection)
            if not await self._visit_each(todo):
                return

    async def _visit_each(self, todo: Sequence[Lead], *, again: bool = False) -> bool:
        """Visit these, `again` to see whether they have changed; False if the worker has to end."""
        for lead in todo:
            self._left -= not again
            await asyncio.sleep(0)  # a lead whose page is stored waits for nothing: let others have a turn
            if self._crawl.stop.requested or self._misses >= MAX_MISSES:
                return False
            if again and not self._crawl.archive.leads.has_article(lead.url):
                continue  # forgotten since
            await self._visit(lead, again=again)
            if self._misses >= MAX_MISSES:
                self._report.fault = (
                    f"stopped after {MAX_MISSES} leads in a row could not be had; try again later"
                )
                return False
        return True

    async def _visit(self, lead: Lead, *, again: bool) -> None:
        if host(lead.url) in self._closed:
            self._crawl.archive.leads.skip(lead.url, self._crawl.run)
            return
        try:
            visit = await self._pipeline.visit(lead, fresh=again)
        except HostClosed as fault:
            self._closed.add(host(lead.url))
            self._report.fault = str(fault)
            self._crawl.archive.leads.skip(lead.url, self._crawl.run)
            return
        self._report.fetched += visit.fetched
        self._count(visit)

    def _due(self, most: int, **overrides: int) -> list[Lead]:
        """Leads to visit next, those first whose bytes are stored; of a section, only those it led to."""
        return self._crawl.archive.leads.pick(**self._selection | overrides, most=most)

    def _remaining(self) -> int:
        return max(self._options.limit - self._visits, 0) if self._options.limit is not None else BATCH

    def _has_enough_leads(self) -> bool:
        if self._options.limit is None:
            return False
        wanted = self._selection | {"seen_in": self._crawl.run}
        return len(self._crawl.archive.leads.pick(**wanted, most=self._remaining())) >= self._remaining()

    def _add_source(self, found: Found) -> None:
        self._report.sources.append(found)
        self._crawl.on_event(found)

    def _count(self, visit: LeadVisit) -> None:
        assert visit.outcome is not None
        self._visits += 1
        self._report.count(visit.outcome)
        self._misses = self._misses + 1 if _is_miss(visit.outcome) else 0
        self._crawl.on_event(Visited(visit.lead, visit.outcome, visit.article, max(self._left, 0)))

    def _complete_report(self) -> None:
        report, forgetting = self._report, self._crawl.archive.forgetting
        # A new address of a forgotten article is recognized only once its page was stored and read.
        if report.refused[Refusal.FORGOTTEN] and self._outlet.slug in forgetting.pending():
            forgetting.finish(self._outlet.slug, Forgotten())
        report.empty_days = self._discovery_context.empty_days
        report.discovered, report.finished_before = self._crawl.archive.leads.count_seen(
            self._outlet.slug, self._crawl.run
        )
        report.notices = self._crawl.archive.usage_policies.of(self._outlet.slug)
        report.left = self._crawl.archive.leads.left(**self._selection)
        repairs = self._crawl.archive.captures.repairs
        report.repairs = [str(repair) for repair in repairs if repair.outlet == self._outlet.slug]


def _is_miss(outcome: Outcome) -> bool:
    match outcome:
        case Failed(reason):
            return reason in {"unreachable", "unknown-host", "certificate", "http-429"}
        case Refused(reason):
            return reason in {Refusal.BLOCKED, Refusal.CHALLENGE}
        case _:
            return False
