"""Taking in pages that others fetched, from WARC files or folders: on the same path as a crawl's own.

    report = import_pages([Path("CC-NEWS-….warc.gz")], settings, languages=["id"])

Each page is read alone: further pages of a long article are not asked for, and the lead's reason (`cut`)
says that they are lacking.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.archive.queries.import_lookup import PageStatus
from scraper.archive.store.locks import IMPORT
from scraper.crawler.lifecycle.recorded_run import recorded_run
from scraper.crawler.lifecycle.shutdown import StopRequest, run_until_stopped
from scraper.crawler.offline.import_report import ImportReport, SourceReport
from scraper.crawler.reporting.events import Visited
from scraper.crawler.targets import parse_targets
from scraper.crawler.visit.pipeline import Pipeline
from scraper.crawler.visit.reader_pool import ReaderPool
from scraper.discover.files import saved_pages, warc_pages
from scraper.errors import ArchiveError, UsageError
from scraper.extraction.fields.language import primary
from scraper.model import Article, Failed, Lead, Refusal, Refused
from scraper.outlets import find, load_outlets, unknown
from scraper.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scraper.fetch.freshness import Validators
    from scraper.model import Outlet, Page

MAX_TASKS = 3
"""So many pages a reading process are on their way at the same time."""

_SKIPPED = {
    PageStatus.SAME: "known already",
    PageStatus.OLDER: "older than what is known",
    PageStatus.FORGOTTEN: "forgotten",
}


def import_pages(
    sources: Sequence[Path],
    settings: Settings | None = None,
    *,
    outlets: Sequence[str] = (),
    languages: Sequence[str] = (),
    limit: int | None = None,
    profiles: Mapping[str, Outlet] | None = None,
    on_event: Callable[[Visited], None] = lambda _: None,
) -> ImportReport:
    """Put the articles of WARC files and of folders of saved pages into the archive `settings.archive`.

    Wanted are the pages of `outlets` (names or domains), or, if none is given, of all that have a profile;
    with `languages` (BCP 47, of which the primary subtag counts), only articles whose text is in one of
    these, and then of any site if no outlet is given. At most `limit` pages are taken. What the archive has
    is not taken again, so an import that was stopped goes on when it is run again. A page is not taken that
    is older than what is known of its address. SIGINT and SIGTERM end it between two pages.

    Raises UsageError for a source that is not there, an outlet that is none or a language that is no tag, and
    ArchiveError.
    """
    for source in sources:
        if not source.exists():
            raise UsageError(f"{source}: there is no such file or folder; check the path")
    wanted_languages = frozenset(map(_language, languages))
    known = load_outlets() if profiles is None else profiles
    wanted = {slug: targets[0].outlet for slug, targets in parse_targets(outlets, known).items()}
    chosen = settings or Settings()
    report, stop = ImportReport(), StopRequest()
    with Archive(chosen.archive) as archive, _import_lock(archive):
        resolver = _OutletResolver(wanted or known, archive if languages and not wanted else None)
        with recorded_run(archive, "import", [str(source) for source in sources], report) as run:
            importer = _Importer(archive, chosen, resolver, wanted_languages, limit, run, on_event)
            asyncio.run(run_until_stopped(importer.run(sources, report, stop), stop))
            report.interrupted = stop.requested
            archive.forgetting.tidy()
    return report


def _language(tag: str) -> str:
    language = primary(tag)
    if not language:
        raise UsageError(f"language {tag!r}: not a BCP 47 tag; give one such as id or en")
    return language


@contextmanager
def _import_lock(archive: Archive) -> Iterator[None]:
    lock = archive.lock(IMPORT)
    if not lock.acquire():
        raise ArchiveError(f"archive {archive.path}: another import is running; wait until that has finished")
    try:
        yield
    finally:
        lock.release()


class _OutletResolver:
    """Whose page it is: one of the wanted outlets, or with `archive`, any site at all."""

    def __init__(self, wanted: Mapping[str, Outlet], archive: Archive | None) -> None:
        self._wanted = wanted
        self._is_open = archive is not None
        self._archived = archive.outlets.all() if archive else {}

    def outlet(self, url: str) -> Outlet | None:
        outlet = find(url, self._wanted) or find(url, self._archived)
        if outlet is None and self._is_open:
            outlet = unknown(url)
            self._archived[outlet.slug] = outlet
        return outlet


class _OfflineClient:
    """Requests nothing: an import has only the pages it was given."""

    async def visit(self, url: str, outlet: Outlet, unless: Validators | None = None) -> Refused:  # noqa: ARG002
        return Refused(Refusal.OFFLINE, f"{url} is not asked for by an import")


class _Importer:
    """One import under way."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        resolver: _OutletResolver,
        languages: frozenset[str],
        limit: int | None,
        run: int,
        on_event: Callable[[Visited], None],
    ) -> None:
        self._archive = archive
        self._resolver = resolver
        self._languages = languages
        self._left = limit
        self._run = run
        self._on_event = on_event
        self._processes = settings.processes
        self._readers = ReaderPool(settings.processes)
        self._pipelines: dict[str, Pipeline] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self, sources: Sequence[Path], report: ImportReport, stop: StopRequest) -> None:
        async with self._readers:
            try:
                for source in sources:
                    file = SourceReport(str(source))
                    report.files.append(file)
                    self._pipelines.clear()  # what they store is noted to come from the file before
                    await self._read(source, file, stop)
            finally:
                for task in self._tasks.values():
                    task.cancel()
                await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _read(self, source: Path, report: SourceReport, stop: StopRequest) -> None:
        try:
            for page in _pages(source, report):
                await asyncio.sleep(0)  # where nothing is imported, a signal must be handled all the same
                outlet = self._resolver.outlet(page.url)
                if outlet is None:
                    report.skipped["of another site"] += 1
                elif self._left == 0 or stop.requested:
                    break
                else:
                    await self._begin(page, outlet, source.name, report)
        except OSError as fault:
            report.fault = f"it cannot be read: {fault.strerror or fault}"
        await self._wait_for(0)

    async def _begin(self, page: Page, outlet: Outlet, name: str, report: SourceReport) -> None:
        """Start taking in a page once there is room for it, and no other of its address is under way."""
        while page.url in self._tasks:
            await asyncio.wait([self._tasks[page.url]])
            await self._wait_for(len(self._tasks))
        await self._wait_for(MAX_TASKS * max(self._processes, 1) - 1)
        if self._left == 0:
            return
        status = self._archive.import_lookup.status(page)
        if status in _SKIPPED:
            report.skipped[_SKIPPED[status]] += 1
            return
        if not self._languages and self._left is not None:
            self._left -= 1
        is_new = status is PageStatus.NEW
        self._tasks[page.url] = asyncio.create_task(self._import(page, outlet, name, report, is_new=is_new))

    async def _wait_for(self, most: int) -> None:
        """Wait until no more than so many pages are under way. Raises what a page raised."""
        while self._tasks:
            for url, task in [(url, task) for url, task in self._tasks.items() if task.done()]:
                del self._tasks[url]
                task.result()
            if len(self._tasks) <= most:
                return
            await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _import(
        self, page: Page, outlet: Outlet, name: str, report: SourceReport, *, is_new: bool
    ) -> None:
        if self._languages:
            reading = await self._readers.read(page, outlet)
            if isinstance(reading, Failed):
                report.pages.count(reading)
                return
            if not isinstance(reading.result, Article) or reading.result.language not in self._languages:
                report.skipped["no article in these languages"] += 1
                return
            if self._left is not None:
                if self._left == 0:
                    return
                self._left -= 1
        lead = Lead(page.url, outlet.slug, "import")
        if is_new:
            await self._archive.group_commit(lambda: self._store(page, outlet, lead))
        if outlet.slug not in self._pipelines:
            self._pipelines[outlet.slug] = Pipeline(
                outlet,
                self._archive,
                _OfflineClient(),
                self._readers,
                run=self._run,
                origin=f"import: {name}",
            )
        visit = await self._pipelines[outlet.slug].visit(lead)
        assert visit.outcome is not None
        report.pages.count(visit.outcome)
        self._on_event(Visited(lead, visit.outcome, visit.article))

    def _store(self, page: Page, outlet: Outlet, lead: Lead) -> None:
        """The bytes go into the archive before anyone reads them."""
        self._archive.outlets.register(outlet)
        self._archive.leads.add([lead], run=self._run, as_given=True)
        self._archive.captures.store(page, outlet=outlet.slug, lead=lead.url)
        self._archive.leads.fetched(lead.url)


def _pages(source: Path, report: SourceReport) -> Iterator[Page]:
    """The pages of a file or folder. Raises OSError where it cannot be read."""
    if source.is_dir():
        for page in saved_pages.pages(source, report.skipped):
            report.records += 1
            yield page
        return
    contents = warc_pages.Contents(skipped=report.skipped, damage=report.damage)
    with source.open("rb") as file:
        for page in warc_pages.pages(file, contents):
            report.records = contents.records
            yield page
    report.records = contents.records
