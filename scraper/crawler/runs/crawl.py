"""A crawl, from targets to a summary: all outlets at the same time."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.archive.store.scratch import scratch
from scraper.crawler.health.baseline import Baseline
from scraper.crawler.lifecycle.concurrency import outlet_lock, run_concurrently
from scraper.crawler.lifecycle.recorded_run import recorded_run
from scraper.crawler.lifecycle.shutdown import StopRequest, run_until_stopped
from scraper.crawler.reporting.events import Event, Started, Waiting
from scraper.crawler.reporting.summary import OutletReport, Summary
from scraper.crawler.runs.crawl_plan import CrawlContext, CrawlOptions, ListenerError, OutletPlan
from scraper.crawler.runs.worker import Worker
from scraper.crawler.targets import parse_targets
from scraper.crawler.visit.reader_pool import ReaderPool
from scraper.errors import UsageError
from scraper.fetch import Client, PoliteClient
from scraper.outlets import load_outlets
from scraper.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, timedelta

    from scraper.model import Outlet


def crawl(  # noqa: PLR0913 - what a user may ask for
    targets: Sequence[str],
    settings: Settings | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    keyword: str | None = None,
    fill: bool = False,
    dry_run: bool = False,
    outlets: Mapping[str, Outlet] | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Summary:
    """Crawl targets into the archive `settings.archive`, and report what happened.

    A target is an outlet's slug or name, a domain, or the URL of a site, a section page or an article.
    Articles published outside [since, until] (days, inclusive, in the article's own offset) are not kept;
    `limit` is the most leads visited at each outlet. With a `keyword`, only what the outlet's own
    search finds is visited. What an earlier crawl finished is not done again. With `fill`, only what the
    archive lacks is looked for: days whose index was not read, leads not yet fetched, and those given up.
    A `dry_run` reads feeds, sitemaps and indexes, reports for each lead whether it would be fetched, and
    leaves the archive as it is.
    `outlets` are the profiles (those of `load_outlets` if None); `resolve` maps host names to (IP, port).
    SIGINT and SIGTERM stop the crawl between two leads; its Summary then says `interrupted`.

    Raises UsageError for a target that is none, or a page with a keyword, ArchiveError when the archive
    cannot be used, and whatever `on_event` raises. That a site cannot be reached is no exception: its report
    says so.
    """
    by_outlet = parse_targets(targets, load_outlets() if outlets is None else outlets)
    if keyword is not None and any(target.page for some in by_outlet.values() for target in some):
        raise UsageError("a keyword is searched for in a whole outlet; name the outlet, not a page of it")
    options = CrawlOptions(since, until, limit, keyword, fill, dry_run)
    plans = {slug: OutletPlan(tuple(some), options) for slug, some in by_outlet.items()}
    chosen = settings or Settings()
    with ExitStack() as stack:
        path = stack.enter_context(scratch(chosen.archive, by_outlet)) if dry_run else chosen.archive
        archive = stack.enter_context(Archive(path))
        return run_plans(archive, plans, chosen, targets=targets, resolve=resolve, on_event=on_event)


def run_plans(
    archive: Archive,
    plans: Mapping[str, OutletPlan],
    settings: Settings,
    *,
    targets: Sequence[str],
    command: str = "crawl",
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Event], None] | None = None,
    max_time: timedelta | None = None,
) -> Summary:
    """Carry out the plan of each outlet (by slug), all at the same time, and record the run in the archive.

    After `max_time` no other request begins. Raises as `crawl`.
    """
    summary = Summary({slug: OutletReport() for slug in plans})
    stop, notify = StopRequest(), _notifier(on_event)

    async def session(run: int) -> None:
        async with Client(settings, resolve=resolve) as client, ReaderPool(settings.processes) as readers:
            polite_client = PoliteClient(client, settings, archive.hosts)
            context = CrawlContext(archive, run, polite_client, readers, settings, notify, stop)
            try:
                await run_concurrently(
                    _work(context, plan, summary.outlets[slug]) for slug, plan in plans.items()
                )
            finally:
                polite_client.remember()

    def has_failed() -> bool:
        return all(report.fault for report in summary.outlets.values())

    began = time.monotonic()
    with recorded_run(archive, command, targets, summary, has_failed=has_failed) as run:
        summary.run, baseline = run, Baseline(archive)
        try:
            notify(Started(run))
            asyncio.run(run_until_stopped(session(run), stop, max_time))
        except ListenerError as fault:
            raise fault.fault from None
        finally:
            summary.duration = time.monotonic() - began
        summary.timed_out = stop.timed_out
        summary.interrupted = stop.requested and not stop.timed_out
        baseline.measure(summary.outlets)
        baseline.compare(summary.outlets, [] if stop.requested else _comparable(plans))
    return summary


async def _work(context: CrawlContext, plan: OutletPlan, report: OutletReport) -> None:
    slug = plan.targets[0].outlet.slug
    worker = Worker(context, plan, report)
    async with outlet_lock(context.archive, slug, lambda: context.on_event(Waiting(slug))):
        await worker.work()


def _comparable(plans: Mapping[str, OutletPlan]) -> list[str]:
    """The outlets that are crawled whole, as on any day: only these can be compared with their past."""
    return [
        slug
        for slug, plan in plans.items()
        if plan.options.is_unrestricted and plan.options.poll and not plan.options.dry_run
        if plan.has_whole_outlet
    ]


def _notifier(on_event: Callable[[Event], None] | None) -> Callable[[Event], None]:
    """Calls the listener, if there is one; an error there is no fault of an outlet."""

    def notify(event: Event) -> None:
        if on_event is None:
            return
        try:
            on_event(event)
        except Exception as fault:
            raise ListenerError(fault) from fault

    return notify
