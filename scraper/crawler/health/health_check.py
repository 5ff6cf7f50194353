"""A check: outlets' entry points and newest articles, tried live and compared with the archive."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scraper.archive import Archive, FillRates
from scraper.archive.store.scratch import scratch
from scraper.archive.store.timestamps import now
from scraper.crawler.health.assessment import CheckReport, OutletHealth, PreviousCheck, previous_check
from scraper.crawler.health.probe import OutletProbe
from scraper.crawler.lifecycle.concurrency import outlet_lock, run_concurrently
from scraper.crawler.lifecycle.recorded_run import recorded_run
from scraper.crawler.lifecycle.shutdown import StopRequest, run_until_stopped
from scraper.crawler.reporting.events import Waiting
from scraper.crawler.reporting.wording import unexpected_error
from scraper.crawler.targets import parse_targets
from scraper.crawler.visit.assembly import memory_of
from scraper.crawler.visit.reader_pool import ReaderPool
from scraper.errors import ArchiveError, UsageError
from scraper.fetch import Client, PoliteClient
from scraper.outlets import load_outlets
from scraper.settings import Settings
from scraper.text.similarity.fingerprint import OutletMemory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scraper.model import Outlet


@dataclass(frozen=True, slots=True)
class Checked:
    """An outlet was checked."""

    outlet: str
    health: OutletHealth


@dataclass(frozen=True, slots=True)
class _Baseline:
    """What the archive has of an outlet before it is visited."""

    usual: FillRates = field(default_factory=FillRates)
    previous: PreviousCheck = field(default_factory=PreviousCheck)
    recurring: OutletMemory = field(default_factory=OutletMemory)


def check(
    names: Sequence[str],
    settings: Settings | None = None,
    *,
    articles: int = 3,
    outlets: Mapping[str, Outlet] | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Checked | Waiting], None] = lambda _: None,
) -> CheckReport:
    """Try all entry points of outlets, and some of their newest articles, and compare with what was before.

    `names` are slugs, names or domains; outlets that only the archive knows count too. What is usual, and
    what worked in an earlier check, is read from the archive `settings.archive`; the result is kept there, in
    `runs`, and nothing else is written. Without an archive nothing is compared or kept. `outlets` and
    `resolve` are those of `crawl`. SIGINT and SIGTERM stop it; outlets not yet checked are then left out.

    Raises UsageError for a name that is no outlet's, ArchiveError, and whatever `on_event` raises.
    """
    chosen = settings or Settings()
    stop = StopRequest()
    with ExitStack() as stack:
        has_archive = chosen.archive.expanduser().exists()
        archive = stack.enter_context(Archive(chosen.archive)) if has_archive else None
        targets = _outlets(names, load_outlets() if outlets is None else outlets, archive)
        temporary = stack.enter_context(Archive(stack.enter_context(scratch(chosen.archive, ()))))
        report = CheckReport(now(), archive is not None)
        if archive is not None:
            stack.enter_context(recorded_run(archive, "check", names, report))
        run = _Check(archive, temporary, chosen, articles, report, on_event)
        asyncio.run(run_until_stopped(_session(run, targets, resolve), stop))
        report.interrupted = stop.requested
        done = report.outlets
        report.outlets = {outlet.slug: done[outlet.slug] for outlet in targets if outlet.slug in done}
    return report


@dataclass(frozen=True, slots=True)
class _Check:
    """What all outlets of a check have in common."""

    archive: Archive | None
    scratch: Archive
    settings: Settings
    articles: int
    report: CheckReport
    on_event: Callable[[Checked | Waiting], None]

    async def outlet(self, outlet: Outlet, client: PoliteClient, readers: ReaderPool) -> None:
        """Check one outlet, while no other process is at it."""
        slug = outlet.slug
        async with outlet_lock(self.archive or self.scratch, slug, lambda: self.on_event(Waiting(slug))):
            baseline = _baseline(self.archive, slug)
            health = OutletHealth(outlet.name, baseline.usual, baseline.previous.has_worked)
            await self._probe(OutletProbe(outlet, self.scratch, client, readers), health, baseline)
        self.report.outlets[slug] = health
        self.on_event(Checked(slug, health))

    async def _probe(self, probe: OutletProbe, health: OutletHealth, baseline: _Baseline) -> None:
        try:
            points = await probe.try_entry_points()
            health.entry_points = [baseline.previous.date(point, self.report.begun_at) for point in points]
            health.samples = await probe.samples(self.articles, baseline.recurring)
        except (ArchiveError, OSError):  # the same for every outlet
            raise
        except Exception as fault:  # whatever it is, the other outlets go on
            health.fault = unexpected_error(fault)


async def _session(
    check: _Check, targets: list[Outlet], resolve: Mapping[str, tuple[str, int]] | None
) -> None:
    """All outlets at the same time; the first exception stops the others and is raised."""
    settings = check.settings
    async with Client(settings, resolve=resolve) as client, ReaderPool(settings.processes) as readers:
        polite_client = PoliteClient(client, settings, check.scratch.hosts)
        await run_concurrently(check.outlet(outlet, polite_client, readers) for outlet in targets)


def _outlets(names: Sequence[str], profiles: Mapping[str, Outlet], archive: Archive | None) -> list[Outlet]:
    """The outlets of these names, those of the archive included. Raises UsageError."""
    by_outlet = parse_targets(names, {**(archive.outlets.all() if archive else {}), **profiles})
    for targets in by_outlet.values():
        if page := next((target.page for target in targets if target.page), None):
            raise UsageError(f"{page}: a check is of a whole outlet; give its name or domain")
    return [targets[0].outlet for targets in by_outlet.values()]


def _baseline(archive: Archive | None, slug: str) -> _Baseline:
    if archive is None:
        return _Baseline()
    previous = previous_check(archive.runs.last("check", slug))
    return _Baseline(archive.fill_rates(slug), previous, memory_of(archive, slug))
