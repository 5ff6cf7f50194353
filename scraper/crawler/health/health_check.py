"""A check: outlets' ways in and newest articles, tried live, beside what the archive knows of them."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scraper.archive import Archive, FillRates
from scraper.archive.store.scratch import scratch
from scraper.archive.store.timestamps import now
from scraper.crawler.health.comparison import Checkup, Memory, OutletHealth, remembered
from scraper.crawler.health.entry_points import WaysIn
from scraper.crawler.report import Waiting, unexpected
from scraper.crawler.runs.concurrency import alone, side_by_side
from scraper.crawler.runs.shutdown import Stop, until_stopped
from scraper.crawler.runs.targets import plan
from scraper.crawler.visit.assembly import memory_of
from scraper.crawler.visit.reader_pool import Readers
from scraper.errors import ArchiveError, UsageError
from scraper.fetch import Client, PoliteClient
from scraper.outlets import load_outlets
from scraper.settings import Settings
from scraper.text.similarity.fingerprint import OutletMemory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scraper.model import Outlet


@dataclass(frozen=True, slots=True)
class Checked:
    """An outlet was checked."""

    outlet: str
    health: OutletHealth


@dataclass(frozen=True, slots=True)
class _Known:
    """What the archive tells of an outlet before it is visited."""

    usual: FillRates = field(default_factory=FillRates)
    memory: Memory = field(default_factory=Memory)
    recurring: OutletMemory = field(default_factory=OutletMemory)


def check(
    names: Sequence[str],
    settings: Settings | None = None,
    *,
    articles: int = 3,
    outlets: Mapping[str, Outlet] | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Checked | Waiting], None] = lambda _: None,
) -> Checkup:
    """Try all ways in of outlets, and some of their newest articles, and compare with what was before.

    `names` are slugs, names or domains; outlets that only the archive knows count too. What is usual, and
    what worked in an earlier check, is asked of the archive `settings.archive`; the result is kept there, in
    `runs`, and nothing else is written. Without an archive nothing is compared or kept. `outlets` and
    `resolve` are those of `crawl`. SIGINT and SIGTERM stop it; outlets not yet checked are then left out.

    Raises UsageError for a name that is no outlet's, ArchiveError, and whatever `on_event` raises.
    """
    chosen = settings or Settings()
    stop = Stop()
    with ExitStack() as stack:
        has_archive = chosen.archive.expanduser().exists()
        archive = stack.enter_context(Archive(chosen.archive)) if has_archive else None
        targets = _outlets(names, load_outlets() if outlets is None else outlets, archive)
        spare = stack.enter_context(Archive(stack.enter_context(scratch(chosen.archive, ()))))
        checkup = Checkup(now(), archive is not None)
        stack.enter_context(_recorded(archive, names, checkup))
        job = _Check(archive, spare, chosen, articles, checkup, on_event)
        asyncio.run(until_stopped(_session(job, targets, resolve), stop))
        checkup.interrupted = stop.asked
        done = checkup.outlets
        checkup.outlets = {outlet.slug: done[outlet.slug] for outlet in targets if outlet.slug in done}
    return checkup


@dataclass(frozen=True, slots=True)
class _Check:
    """What all outlets of a check have in common."""

    archive: Archive | None
    scratch: Archive
    settings: Settings
    articles: int
    checkup: Checkup
    tell: Callable[[Checked | Waiting], None]

    async def outlet(self, outlet: Outlet, polite_client: PoliteClient, readers: Readers) -> None:
        """Check one outlet, while no other process is at it."""
        slug = outlet.slug
        async with alone(self.archive or self.scratch, slug, lambda: self.tell(Waiting(slug))):
            known = _known(self.archive, slug)
            health = OutletHealth(outlet.name, known.usual, known.memory.has_worked)
            await self._look(WaysIn(outlet, self.scratch, polite_client, readers), health, known)
        self.checkup.outlets[slug] = health
        self.tell(Checked(slug, health))

    async def _look(self, visit: WaysIn, health: OutletHealth, known: _Known) -> None:
        try:
            ways = await visit.ways()
            health.ways = [known.memory.of(way, self.checkup.begun_at) for way in ways]
            health.samples = await visit.samples(self.articles, known.recurring)
        except (ArchiveError, OSError):  # the same for every outlet
            raise
        except Exception as fault:  # whatever it is, the other outlets go on
            health.fault = unexpected(fault)


async def _session(job: _Check, targets: list[Outlet], resolve: Mapping[str, tuple[str, int]] | None) -> None:
    """All outlets at the same time; the first exception stops the others and is raised."""
    async with Client(job.settings, resolve=resolve) as client, Readers(job.settings.processes) as readers:
        polite_client = PoliteClient(client, job.settings, job.scratch.hosts)
        await side_by_side(job.outlet(outlet, polite_client, readers) for outlet in targets)


def _outlets(names: Sequence[str], known: Mapping[str, Outlet], archive: Archive | None) -> list[Outlet]:
    """The outlets of these names, those of the archive included. Raises UsageError."""
    planned = plan(names, {**(archive.outlets.all() if archive else {}), **known})
    for targets in planned.values():
        if page := next((target.page for target in targets if target.page), None):
            raise UsageError(f"{page}: a check is of a whole outlet; give its name or domain")
    return [targets[0].outlet for targets in planned.values()]


def _known(archive: Archive | None, slug: str) -> _Known:
    if archive is None:
        return _Known()
    memory = remembered(archive.runs.last("check", slug))
    return _Known(archive.fill_rates(slug), memory, memory_of(archive, slug))


@contextmanager
def _recorded(archive: Archive | None, names: Sequence[str], checkup: Checkup) -> Iterator[None]:
    """Keep what was seen in the archive, if there is one, however the check ends."""
    if archive is None:
        yield
        return
    run = archive.runs.start("check", names)
    status = "failed"
    try:
        yield
        status = "interrupted" if checkup.interrupted else "ok"
    except (KeyboardInterrupt, asyncio.CancelledError):
        status = "interrupted"
        raise
    finally:
        archive.runs.finish(run, status, checkup.to_dict())
