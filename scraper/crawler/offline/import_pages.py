"""Taking in pages that others fetched, from WARC files or folders: on the same path as a crawl's own.

    taken = take_in([Path("CC-NEWS-….warc.gz")], settings, languages=["id"])

Each page is read alone: further pages of a long article are not asked for, and the lead's reason (`cut`)
tells that they are lacking.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from scraper.archive import Archive
from scraper.archive.queries.import_lookup import PageStatus
from scraper.archive.store.locks import IMPORT
from scraper.crawler.report import OutletReport, Visited
from scraper.crawler.runs.shutdown import Stop, until_stopped
from scraper.crawler.runs.targets import plan
from scraper.crawler.visit.pipeline import Pipeline
from scraper.crawler.visit.reader_pool import Readers
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

AT_ONCE = 3
"""So many pages a reading process are on their way at the same time."""

_WORDS = {
    PageStatus.SAME: "known already",
    PageStatus.OLDER: "older than what is known",
    PageStatus.FORGOTTEN: "forgotten",
}


@dataclass(slots=True)
class Import:
    """What became of one file or folder.

    `records` were met; `skipped` counts, by why, those that hold no page, or none that is wanted or new;
    `damage` the places that could not be read, by what was met; `pages` what became of the rest. `fault`
    says why the file as a whole could not be read.
    """

    name: str
    records: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    damage: Counter[str] = field(default_factory=Counter)
    pages: OutletReport = field(default_factory=OutletReport)
    fault: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        counts = ("stored", "revised", "unchanged", "gone", "not_articles", "refused", "failed")
        pages = self.pages.to_dict()
        return asdict(self) | {
            "skipped": dict(self.skipped),
            "damage": dict(self.damage),
            "pages": {name: pages[name] for name in counts},
        }


@dataclass(slots=True)
class Taken:
    """What a whole import did, file by file."""

    files: list[Import] = field(default_factory=list)
    interrupted: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {"files": [file.to_dict() for file in self.files], "interrupted": self.interrupted}


def take_in(
    sources: Sequence[Path],
    settings: Settings | None = None,
    *,
    outlets: Sequence[str] = (),
    languages: Sequence[str] = (),
    limit: int | None = None,
    profiles: Mapping[str, Outlet] | None = None,
    on_event: Callable[[Visited], None] = lambda _: None,
) -> Taken:
    """Put the articles of WARC files and of folders of saved pages into the archive `settings.archive`.

    Wanted are the pages of `outlets` (names or domains), or, if none is given, of all that have a profile;
    with `languages` (BCP 47, of which the primary subtag counts), only articles whose text is in one of
    these, and then of any site if no outlet is given. At most `limit` pages are taken. What the archive has
    is not taken again, so an import that was stopped goes on when it is run anew. A page is not taken that is
    older than what is known of its address. SIGINT and SIGTERM end it between two pages.

    Raises UsageError for a source that is not there, an outlet that is none or a language that is no tag, and
    ArchiveError.
    """
    for source in sources:
        if not source.exists():
            raise UsageError(f"{source}: there is no such file or folder; check the path")
    wanted_languages = frozenset(map(_language, languages))
    known = load_outlets() if profiles is None else profiles
    wanted = {slug: targets[0].outlet for slug, targets in plan(outlets, known).items()}
    chosen = settings or Settings()
    taken, stop = Taken(), Stop()
    with Archive(chosen.archive) as archive, _alone(archive):
        run = archive.runs.start("import", [str(source) for source in sources])
        sites = _Sites(wanted or known, archive if languages and not wanted else None)
        try:
            importer = _Importer(archive, chosen, sites, wanted_languages, limit, run, on_event)
            asyncio.run(until_stopped(importer.all(sources, taken, stop), stop))
            taken.interrupted = stop.asked
            archive.forgetting.tidy()
        finally:
            archive.runs.finish(run, "interrupted" if taken.interrupted else "ok", taken.to_dict())
    return taken


def _language(tag: str) -> str:
    language = primary(tag)
    if not language:
        raise UsageError(f"language {tag!r}: not a BCP 47 tag; give one such as id or en")
    return language


@contextmanager
def _alone(archive: Archive) -> Iterator[None]:
    lock = archive.lock(IMPORT)
    if not lock.acquire():
        raise ArchiveError(f"archive {archive.path}: another import is running; wait until that has finished")
    try:
        yield
    finally:
        lock.release()


class _Sites:
    """Whose page it is: one of the wanted outlets, or with `archive`, any site at all."""

    def __init__(self, wanted: Mapping[str, Outlet], archive: Archive | None) -> None:
        self._wanted = wanted
        self._is_open = archive is not None
        self._met = archive.outlets.all() if archive else {}

    def outlet(self, url: str) -> Outlet | None:
        outlet = find(url, self._wanted) or find(url, self._met)
        if outlet is None and self._is_open:
            outlet = unknown(url)
            self._met[outlet.slug] = outlet
        return outlet


class _Homebody:
    """Who asks the web for nothing: an import has what it has."""

    async def visit(self, url: str, outlet: Outlet, unless: Validators | None = None) -> Refused:  # noqa: ARG002
        return Refused(Refusal.OFFLINE, f"{url} is not asked for by an import")


class _Importer:
    """One import under way."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        sites: _Sites,
        languages: frozenset[str],
        limit: int | None,
        run: int,
        tell: Callable[[Visited], None],
    ) -> None:
        self._archive = archive
        self._sites = sites
        self._languages = languages
        self._left = limit
        self._run = run
        self._tell = tell
        self._processes = settings.processes
        self._readers = Readers(settings.processes)
        self._pipelines: dict[str, Pipeline] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def all(self, sources: Sequence[Path], taken: Taken, stop: Stop) -> None:
        async with self._readers:
            try:
                for source in sources:
                    report = Import(str(source))
                    taken.files.append(report)
                    self._pipelines.clear()  # what they store is noted to come from the file before
                    await self._one(source, report, stop)
            finally:
                for task in self._under_way.values():
                    task.cancel()
                await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _one(self, source: Path, report: Import, stop: Stop) -> None:
        try:
            for page in _pages(source, report):
                await asyncio.sleep(0)  # where nothing is taken, a signal must be heard all the same
                outlet = self._sites.outlet(page.url)
                if outlet is None:
                    report.skipped["of another site"] += 1
                elif self._left == 0 or stop.asked:
                    break
                else:
                    await self._begin(page, outlet, source.name, report)
        except OSError as fault:
            report.fault = f"it cannot be read: {fault.strerror or fault}"
        await self._finished(0)

    async def _begin(self, page: Page, outlet: Outlet, name: str, report: Import) -> None:
        """Start taking in a page once there is room for it, and no other of its address is under way."""
        while page.url in self._under_way:
            await asyncio.wait([self._under_way[page.url]])
            await self._finished(len(self._under_way))
        await self._finished(AT_ONCE * max(self._processes, 1) - 1)
        if self._left == 0:
            return
        known = self._archive.import_lookup.status(page)
        if known in _WORDS:
            report.skipped[_WORDS[known]] += 1
            return
        if not self._languages and self._left is not None:
            self._left -= 1
        is_new = known is PageStatus.NEW
        self._under_way[page.url] = asyncio.create_task(self._take(page, outlet, name, report, is_new=is_new))

    async def _finished(self, most: int) -> None:
        """Wait until no more than so many pages are under way. Raises what a page raised."""
        while self._under_way:
            for url, task in [(url, task) for url, task in self._under_way.items() if task.done()]:
                del self._under_way[url]
                task.result()
            if len(self._under_way) <= most:
                return
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _take(self, page: Page, outlet: Outlet, name: str, report: Import, *, is_new: bool) -> None:
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
            await self._archive.group_commit(lambda: self._keep(page, outlet, lead))
        if outlet.slug not in self._pipelines:
            self._pipelines[outlet.slug] = Pipeline(
                outlet, self._archive, _Homebody(), self._readers, run=self._run, origin=f"import: {name}"
            )
        visit = await self._pipelines[outlet.slug].take(lead)
        assert visit.outcome is not None
        report.pages.count(visit.outcome)
        self._tell(Visited(lead, visit.outcome, visit.article))

    def _keep(self, page: Page, outlet: Outlet, lead: Lead) -> None:
        """The bytes go into the archive before anyone reads them."""
        self._archive.outlets.register(outlet)
        self._archive.leads.add([lead], run=self._run, as_given=True)
        self._archive.captures.store(page, outlet=outlet.slug, lead=lead.url)
        self._archive.leads.fetched(lead.url)


def _pages(source: Path, report: Import) -> Iterator[Page]:
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
