"""Who does the work: one worker an outlet, all at the same time, each at its outlet's pace."""

from __future__ import annotations

import asyncio
import signal
import time
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.archive import Archive
from scraper.crawl.discovery import Discovery
from scraper.crawl.pipeline import Pipeline, Taken
from scraper.crawl.readers import Readers
from scraper.crawl.report import Event, Found, OutletReport, Summary, Surveyed, Visited, Waiting, survey
from scraper.crawl.targets import Target, plan
from scraper.errors import ArchiveError, FetchError, HostClosed, UsageError
from scraper.fetch import Client, Guest
from scraper.model import Failed, Lead, NotAnArticle, Outcome, PageKind, Refusal, Refused
from scraper.outlets import is_unknown, load_outlets
from scraper.settings import Settings
from scraper.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from scraper.model import Outlet

LOCK_PAUSE = 0.5
"""Seconds between two looks at whether another process has done with an outlet."""

BATCH = 100
"""So many leads are picked at a time: few enough that newer ones, found meanwhile, soon have their turn."""

PATIENCE = 10
"""After so many leads in a row that find the site out of reach, or closed, the rest is left for later."""

_LISTS = frozenset((PageKind.SECTION, PageKind.SEARCH, PageKind.GALLERY, PageKind.EMPTY))


def crawl(  # noqa: PLR0913 - what a user may wish for
    targets: Sequence[str],
    settings: Settings | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    keyword: str | None = None,
    outlets: Mapping[str, Outlet] | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Summary:
    """Crawl targets into the archive `settings.archive`, and tell what happened.

    A target is an outlet's slug or name, a domain, or the URL of a site, a section page or an article.
    Articles published outside [since, until] (days, inclusive, in the article's own offset) are not kept;
    `limit` is the most leads visited at each outlet. With a `keyword`, only what the outlet's own
    search finds is visited. What an earlier crawl finished is not done again.
    `outlets` are the profiles (those of `load_outlets` if None); `resolve` maps host names to (IP, port).
    SIGINT and SIGTERM stop the crawl between two leads; its Summary then says `interrupted`.

    Raises UsageError for a target that is none, or a page with a keyword, ArchiveError when the archive
    cannot be used. That a site cannot be reached is no exception: its report says so.
    """
    planned = plan(targets, load_outlets() if outlets is None else outlets)
    if keyword is not None and any(target.page for some in planned.values() for target in some):
        raise UsageError("a keyword is searched for in a whole outlet; name the outlet, not a page of it")
    summary = Summary({slug: OutletReport() for slug in planned})
    chosen = settings or Settings()
    stop = _Stop()

    async def session(archive: Archive, run: int) -> None:
        async with Client(chosen, resolve=resolve) as client, Readers(chosen.processes) as readers:
            guest = Guest(client, chosen, archive.hosts)
            job = _Job(
                archive, run, guest, readers, chosen, since, until, limit, keyword, on_event or _ignore, stop
            )
            try:
                await _together(
                    _alone(job, slug, _Worker(job, some, summary.outlets[slug]))
                    for slug, some in planned.items()
                )
            finally:
                guest.remember()

    with Archive(chosen.archive) as archive, _recorded(archive, targets, summary) as run:
        asyncio.run(_until_stopped(session(archive, run), stop))
        summary.interrupted = stop.asked
    return summary


@dataclass(slots=True)
class _Stop:
    """Whether a signal asked the crawl to end. The request under way is cancelled; no other must begin."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """What all workers of a crawl have in common."""

    archive: Archive
    run: int
    guest: Guest
    readers: Readers
    settings: Settings
    since: date | None
    until: date | None
    limit: int | None
    keyword: str | None
    tell: Callable[[Event], None]
    stop: _Stop


class _Worker:
    """Crawls the targets of one outlet, one request after the other."""

    def __init__(self, job: _Job, targets: Sequence[Target], report: OutletReport) -> None:
        self._job = job
        self._targets = targets
        self._report = report
        self._outlet = targets[0].outlet
        self._whole = job.keyword is None and any(target.page is None for target in targets)
        self._pipeline = Pipeline(
            self._outlet,
            job.archive,
            job.guest,
            job.readers,
            run=job.run,
            since=job.since,
            until=job.until,
        )
        self._discovery = Discovery(
            self._outlet,
            job.archive,
            job.guest,
            run=job.run,
            max_pages=job.settings.max_index_pages,
            period=(job.since, job.until),
            enough=self._enough,
            tell=self._found,
        )
        self._wanted: dict[str, Any] = {
            "outlet": self._outlet.slug,
            "run": job.run,
            "met": 0 if self._whole else job.run,
            "since": job.since,
            "until": job.until,
        }
        self._visits = 0
        self._left = 0
        self._misses = 0
        self._closed: set[str] = set()

    async def work(self) -> None:
        """Discover, then visit. Raises ArchiveError; any other fault is told in the report."""
        self._job.archive.outlets.register(self._outlet)
        try:
            for target in self._targets:
                await (self._page(target.page) if target.page else self._discover())
            await self._visit_all()
        except FetchError as fault:
            self._report.fault = str(fault)
        except (ArchiveError, OSError):  # the archive, or whoever listens: the same for every outlet
            raise
        except Exception as fault:  # whatever it is, the other outlets go on
            place = traceback.extract_tb(fault.__traceback__)[-1]
            told = f"{type(fault).__name__}: {fault} ({place.filename}, line {place.lineno})"
            self._report.fault = f"an unexpected fault, please report it: {told}"
        finally:
            self._conclude()

    async def _discover(self) -> None:
        keyword, outlet = self._job.keyword, self._outlet
        if keyword is None:
            await self._discovery.site()
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
        archive.leads.add([lead], run=self._job.run)
        if archive.leads.is_stored(url):
            return
        # A section lists other articles today than when it was last stored; an article is read on from there.
        taken = await self._pipeline.take(lead, fresh=not archive.leads.is_unread(url))
        self._report.fetched += taken.fetched
        if isinstance(taken.outcome, NotAnArticle) and taken.outcome.kind in _LISTS and taken.page:
            archive.leads.unmeet(url)
            await self._discovery.section(taken.page)
        else:
            self._count(taken)

    async def _visit_all(self) -> None:
        while todo := self._due(min(BATCH, self._remaining())):
            self._left = self._job.archive.leads.left(**self._wanted)
            for lead in todo:
                self._left -= 1
                await asyncio.sleep(
                    0
                )  # a lead whose page is stored waits for nothing: let others have a turn
                if self._job.stop.asked:
                    return
                await self._visit(lead)
                if self._misses >= PATIENCE:
                    self._report.fault = (
                        f"stopped after {PATIENCE} leads in a row could not be had; try again later"
                    )
                    return

    async def _visit(self, lead: Lead) -> None:
        if host(lead.url) in self._closed:
            self._job.archive.leads.skip(lead.url, self._job.run)
            return
        try:
            taken = await self._pipeline.take(lead)
        except HostClosed as fault:
            self._closed.add(host(lead.url))
            self._report.fault = str(fault)
            self._job.archive.leads.skip(lead.url, self._job.run)
            return
        self._report.fetched += taken.fetched
        self._count(taken)

    def _due(self, most: int) -> list[Lead]:
        """Leads to visit next, those first whose bytes are stored; of a section, only those it led to."""
        return self._job.archive.leads.pick(**self._wanted, most=most)

    def _remaining(self) -> int:
        return max(self._job.limit - self._visits, 0) if self._job.limit is not None else BATCH

    def _enough(self) -> bool:
        if self._job.limit is None:
            return False
        wanted = self._wanted | {"met": self._job.run}
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
        report = self._report
        report.empty_days = self._discovery.empty_days
        report.discovered, report.known = self._job.archive.leads.met(self._outlet.slug, self._job.run)
        report.left = self._job.archive.leads.left(**self._wanted)


def _is_miss(outcome: Outcome) -> bool:
    match outcome:
        case Failed(reason):
            return reason in {"unreachable", "unknown-host", "certificate", "http-429"}
        case Refused(reason):
            return reason in {Refusal.BLOCKED, Refusal.CHALLENGE}
        case _:
            return False


def _ignore(_: Event) -> None:
    """Nobody listens."""


async def _alone(job: _Job, slug: str, worker: _Worker) -> None:
    """Do an outlet's work while no other process does; wait for one that does to end."""
    lock = job.archive.lock(slug)
    told = False
    while not lock.acquire():
        if not told:
            job.tell(Waiting(slug))
            told = True
        await asyncio.sleep(LOCK_PAUSE)
    try:
        await worker.work()
    finally:
        lock.release()


async def _together(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run all at once; the first exception stops the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from faults


async def _until_stopped(work: Coroutine[Any, Any, None], stop: _Stop) -> None:
    """Run until it ends, or SIGINT or SIGTERM stop it. A second signal ends the program at once."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def on_signal(*_: object) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        loop.call_soon_threadsafe(task.cancel)

    with _handling((signal.SIGINT, signal.SIGTERM), on_signal):
        try:
            await task
        except asyncio.CancelledError:
            if not stop.asked:
                raise


@contextmanager
def _handling(signals: Iterable[signal.Signals], handler: Callable[..., None]) -> Iterator[None]:
    before = {}
    with suppress(ValueError):  # only the main thread hears signals
        before = {number: signal.signal(number, handler) for number in signals}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


@contextmanager
def _recorded(archive: Archive, targets: Sequence[str], summary: Summary) -> Iterator[int]:
    """Keep the run in the archive, however it ends; gives its number."""
    run = archive.runs.start("crawl", targets)
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
