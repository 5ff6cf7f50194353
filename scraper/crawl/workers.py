"""Who does the work: one worker an outlet, all at the same time, each at its outlet's pace."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.archive import Archive
from scraper.crawl.discovery import Discovery
from scraper.crawl.pipeline import Pipeline, Taken
from scraper.crawl.report import Event, Found, OutletReport, Summary, Visited
from scraper.crawl.targets import Target, plan
from scraper.errors import FetchError
from scraper.fetch import Client, Guest
from scraper.model import Failed, Lead, NotAnArticle, Outcome, PageKind, Refusal, Refused
from scraper.outlets import load_outlets
from scraper.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from scraper.model import Outlet

PATIENCE = 10
"""After so many leads in a row that find the site out of reach, or closed, the rest is left for later."""

_LISTS = frozenset((PageKind.SECTION, PageKind.SEARCH, PageKind.GALLERY, PageKind.EMPTY))


def crawl(
    targets: Sequence[str],
    settings: Settings | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    outlets: Mapping[str, Outlet] | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Summary:
    """Crawl targets into the archive `settings.archive`, and tell what happened.

    A target is an outlet's slug or name, a domain, or the URL of a site, a section page or an article.
    Articles published outside [since, until] (days, inclusive, in the article's own offset) are not kept;
    `limit` is the most leads visited at each outlet. What an earlier crawl finished is not done again.
    `outlets` are the profiles (those of `load_outlets` if None); `resolve` maps host names to (IP, port).
    SIGINT and SIGTERM stop the crawl between two leads; its Summary then says `interrupted`.

    Raises UsageError for a target that is none, ArchiveError when the archive cannot be used. That a site
    cannot be reached is no exception: its report says so.
    """
    planned = plan(targets, load_outlets() if outlets is None else outlets)
    summary = Summary({slug: OutletReport() for slug in planned})
    chosen = settings or Settings()
    stop = _Stop()

    async def session(archive: Archive) -> None:
        async with Client(chosen, resolve=resolve) as client:
            job = _Job(archive, Guest(client, chosen), chosen, since, until, limit, on_event or _ignore, stop)
            await _together(
                _Worker(job, some, summary.outlets[slug]).work() for slug, some in planned.items()
            )

    with Archive(chosen.archive) as archive, _recorded(archive, targets, summary):
        asyncio.run(_until_stopped(session(archive), stop))
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
    guest: Guest
    settings: Settings
    since: date | None
    until: date | None
    limit: int | None
    tell: Callable[[Event], None]
    stop: _Stop


class _Worker:
    """Crawls the targets of one outlet, one request after the other."""

    def __init__(self, job: _Job, targets: Sequence[Target], report: OutletReport) -> None:
        self._job = job
        self._targets = targets
        self._report = report
        self._outlet = targets[0].outlet
        self._whole = any(target.page is None for target in targets)
        self._pipeline = Pipeline(self._outlet, job.archive, job.guest, since=job.since, until=job.until)
        self._discovery = Discovery(
            self._outlet,
            job.archive,
            job.guest,
            max_pages=job.settings.max_index_pages,
            since=job.since,
            enough=self._enough,
            tell=self._found,
        )
        self._visited: set[str] = set()
        self._misses = 0

    async def work(self) -> None:
        """Discover, then visit. Raises ArchiveError."""
        self._job.archive.outlets.register(self._outlet)
        try:
            for target in self._targets:
                await (self._page(target.page) if target.page else self._discovery.site())
            await self._visit_all()
        except FetchError as fault:
            self._report.fault = str(fault)
        finally:
            self._conclude()

    async def _page(self, url: str) -> None:
        """An address given by the user: an article, or a section whose articles are wanted."""
        archive = self._job.archive
        self._discovery.seen.add(url)
        if (archive.leads.outcome(url) or ("", ""))[0] in {"stored", "revised", "unchanged"}:
            return
        lead = Lead(url, self._outlet.slug, "seed")
        archive.leads.add([lead])
        # A section lists other articles today than when it was last stored; an article is read on from there.
        is_unread = any(unread.url == url for unread in archive.leads.unread(self._outlet.slug))
        taken = await self._pipeline.take(lead, fresh=not is_unread)
        self._report.fetched += taken.fetched
        if isinstance(taken.outcome, NotAnArticle) and taken.outcome.kind in _LISTS and taken.page:
            self._discovery.seen.discard(url)
            await self._discovery.section(taken.page)
        else:
            self._count(taken, left=0)

    async def _visit_all(self) -> None:
        todo = self._todo()[: self._remaining()]
        for number, lead in enumerate(todo, start=1):
            await asyncio.sleep(0)  # a lead whose page is stored waits for nothing: let others have a turn
            if self._job.stop.asked:
                return
            taken = await self._pipeline.take(lead)
            self._report.fetched += taken.fetched
            self._count(taken, left=len(todo) - number)
            if self._misses >= PATIENCE:
                self._report.fault = (
                    f"stopped after {PATIENCE} leads in a row could not be had; try again later"
                )
                return

    def _todo(self) -> list[Lead]:
        """Leads to visit, those first whose bytes are stored; of a section, only those it led to."""
        leads = self._job.archive.leads
        slug = self._outlet.slug
        todo = leads.unread(slug) + leads.pending(slug, since=self._job.since, until=self._job.until)
        seen = self._discovery.seen
        return [lead for lead in todo if lead.url not in self._visited and (self._whole or lead.url in seen)]

    def _remaining(self) -> int | None:
        return None if self._job.limit is None else max(self._job.limit - len(self._visited), 0)

    def _enough(self) -> bool:
        remaining = self._remaining()
        if remaining is None:
            return False
        return sum(1 for lead in self._todo() if lead.url in self._discovery.seen) >= remaining

    def _found(self, found: Found) -> None:
        self._report.sources.append(found)
        self._job.tell(found)

    def _count(self, taken: Taken, *, left: int) -> None:
        assert taken.outcome is not None
        self._visited.add(taken.lead.url)
        self._report.count(taken.outcome)
        self._misses = self._misses + 1 if _is_miss(taken.outcome) else 0
        self._job.tell(Visited(taken.lead, taken.outcome, taken.article, left))

    def _conclude(self) -> None:
        outcome = self._job.archive.leads.outcome
        met = self._discovery.seen - self._visited
        self._report.discovered = len(self._discovery.seen)
        waiting = {lead.url for lead in self._todo()}
        self._report.left = len(waiting)
        self._report.known = sum(1 for url in met - waiting if outcome(url) is not None)


def _is_miss(outcome: Outcome) -> bool:
    match outcome:
        case Failed(reason):
            return reason in {"unreachable", "unknown-host", "http-429"}
        case Refused(reason):
            return reason in {Refusal.BLOCKED, Refusal.CHALLENGE}
        case _:
            return False


def _ignore(_: Event) -> None:
    """Nobody listens."""


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
def _recorded(archive: Archive, targets: Sequence[str], summary: Summary) -> Iterator[None]:
    """Keep the run in the archive, however it ends."""
    run = archive.runs.start("crawl", targets)
    begun = time.monotonic()
    status = "failed"
    try:
        yield
        reports = summary.outlets.values()
        status = "interrupted" if summary.interrupted else "failed" if all(r.fault for r in reports) else "ok"
    except (KeyboardInterrupt, asyncio.CancelledError):
        status = "interrupted"
        raise
    finally:
        summary.duration = time.monotonic() - begun
        archive.runs.finish(run, status, summary.to_dict())
