"""A crawl, from targets to a summary: all outlets at the same time."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.archive.store.scratch import scratch
from scraper.crawler.health.baseline import Watch
from scraper.crawler.report import Event, OutletReport, Started, Summary, Waiting
from scraper.crawler.runs.concurrency import alone, side_by_side
from scraper.crawler.runs.shutdown import Stop, until_stopped
from scraper.crawler.runs.targets import plan
from scraper.crawler.runs.worker import Job, ListenerError, Wish, Worker
from scraper.crawler.visit.reader_pool import Readers
from scraper.errors import UsageError
from scraper.fetch import Client, PoliteClient
from scraper.outlets import load_outlets
from scraper.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, timedelta

    from scraper.crawler.runs.targets import Target
    from scraper.model import Outlet


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be done at one outlet."""

    targets: tuple[Target, ...]
    wish: Wish


def crawl(  # noqa: PLR0913 - what a user may wish for
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
    """Crawl targets into the archive `settings.archive`, and tell what happened.

    A target is an outlet's slug or name, a domain, or the URL of a site, a section page or an article.
    Articles published outside [since, until] (days, inclusive, in the article's own offset) are not kept;
    `limit` is the most leads visited at each outlet. With a `keyword`, only what the outlet's own
    search finds is visited. What an earlier crawl finished is not done again. With `fill`, only what the
    archive lacks is looked for: days that no walk has covered, leads not yet fetched, and those given up.
    A `dry_run` reads feeds, sitemaps and indexes, tells for each lead whether it would be fetched, and leaves
    the archive as it is.
    `outlets` are the profiles (those of `load_outlets` if None); `resolve` maps host names to (IP, port).
    SIGINT and SIGTERM stop the crawl between two leads; its Summary then says `interrupted`.

    Raises UsageError for a target that is none, or a page with a keyword, ArchiveError when the archive
    cannot be used, and whatever `on_event` raises. That a site cannot be reached is no exception: its report
    says so.
    """
    planned = plan(targets, load_outlets() if outlets is None else outlets)
    if keyword is not None and any(target.page for some in planned.values() for target in some):
        raise UsageError("a keyword is searched for in a whole outlet; name the outlet, not a page of it")
    wish = Wish(since, until, limit, keyword, fill, dry_run)
    errands = {slug: Errand(tuple(some), wish) for slug, some in planned.items()}
    chosen = settings or Settings()
    with ExitStack() as stack:
        path = stack.enter_context(scratch(chosen.archive, planned)) if dry_run else chosen.archive
        archive = stack.enter_context(Archive(path))
        return carry_out(archive, errands, chosen, targets=targets, resolve=resolve, on_event=on_event)


def carry_out(
    archive: Archive,
    errands: Mapping[str, Errand],
    settings: Settings,
    *,
    targets: Sequence[str],
    command: str = "crawl",
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Event], None] | None = None,
    max_time: timedelta | None = None,
) -> Summary:
    """Do what is wished at each outlet (by slug), all at the same time, and keep the run in the archive.

    After `max_time` no other request begins. Raises as `crawl`.
    """
    summary = Summary({slug: OutletReport() for slug in errands})
    stop, tell = Stop(), _telling(on_event)

    async def session(run: int) -> None:
        async with Client(settings, resolve=resolve) as client, Readers(settings.processes) as readers:
            polite_client = PoliteClient(client, settings, archive.hosts)

            async def do(slug: str, errand: Errand) -> None:
                job = Job(archive, run, polite_client, readers, settings, errand.wish, tell, stop)
                worker = Worker(job, errand.targets, summary.outlets[slug])
                async with alone(archive, slug, lambda: tell(Waiting(slug))):
                    await worker.work()

            try:
                await side_by_side(do(slug, errand) for slug, errand in errands.items())
            finally:
                polite_client.remember()

    with _recorded(archive, command, targets, summary) as run:
        summary.run, watch = run, Watch(archive)
        try:
            tell(Started(run))
            asyncio.run(until_stopped(session(run), stop, max_time))
        except ListenerError as fault:
            raise fault.fault from None
        summary.spent = stop.spent
        summary.interrupted = stop.asked and not stop.spent
        watch.measure(summary.outlets)
        watch.judge(summary.outlets, [] if stop.asked else _whole(errands))
    return summary


def _whole(errands: Mapping[str, Errand]) -> list[str]:
    """The outlets that are crawled as a whole, as on any day: only these can be held against their past."""
    return [
        slug
        for slug, errand in errands.items()
        if errand.wish.is_whole and errand.wish.poll and not errand.wish.dry_run
        if any(target.page is None for target in errand.targets)
    ]


def _telling(on_event: Callable[[Event], None] | None) -> Callable[[Event], None]:
    """Tells the listener, if there is one; what goes wrong there is no fault of an outlet."""

    def tell(event: Event) -> None:
        if on_event is None:
            return
        try:
            on_event(event)
        except Exception as fault:
            raise ListenerError(fault) from fault

    return tell


@contextmanager
def _recorded(archive: Archive, command: str, targets: Sequence[str], summary: Summary) -> Iterator[int]:
    """Keep the run in the archive, however it ends; gives its number."""
    run = archive.runs.start(command, targets)
    begun = time.monotonic()
    status = "failed"
    try:
        yield run
        reports = summary.outlets.values()
        status = "interrupted" if summary.interrupted else "failed" if all(r.fault for r in reports) else "ok"
    except (KeyboardInterrupt, asyncio.CancelledError):
        status = "interrupted"
        raise
    finally:
        summary.duration = time.monotonic() - begun
        archive.runs.finish(run, status, summary.to_dict())
