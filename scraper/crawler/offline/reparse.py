"""Reading stored pages again with today's reader, without the network."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.archive.articles import revisions
from scraper.crawler.lifecycle.concurrency import outlet_lock
from scraper.crawler.lifecycle.recorded_run import recorded_run
from scraper.crawler.lifecycle.shutdown import StopRequest, run_until_stopped
from scraper.crawler.offline.reparse_report import Listener, Reparsed, ReparseReport
from scraper.crawler.reporting.events import Waiting
from scraper.crawler.visit.assembly import Assembly, memory_of
from scraper.crawler.visit.reader_pool import ReaderPool
from scraper.errors import ArchiveError
from scraper.extraction.version import EXTRACTOR_VERSION
from scraper.model import Article, Failed, NotAnArticle, Outcome, Outlet, Page, PageKind
from scraper.outlets import load_outlets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scraper.settings import Settings
    from scraper.text.similarity.fingerprint import OutletMemory
    from scraper.text.similarity.sketches import Sketch

BATCH = 32
"""So many articles are written together."""

MAX_IN_MEMORY = 2
"""So many articles a reading process have their pages in memory at the same time."""


@dataclass(frozen=True, slots=True)
class ReparseFilter:
    """Which articles are read again: of an outlet (slug), published within [since, until] (days).

    Those that this version of the reader has read are left out, unless `everything` is wanted.
    """

    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    everything: bool = False


def reparse(
    settings: Settings,
    wanted: ReparseFilter | None = None,
    *,
    dry_run: bool = False,
    outlets: Mapping[str, Outlet] | None = None,
    on_event: Listener = lambda _: None,
) -> ReparseReport:
    """Read articles of the archive `settings.archive` again, from their newest pages there.

    What a reader would see changed becomes a revision of kind `reparse`; a `dry_run` writes nothing.
    `outlets` are the profiles (those of `load_outlets` if None). SIGINT and SIGTERM stop it; what was written
    until then is not read again. While a crawl works at an outlet, its articles have to wait. Raises
    ArchiveError when the archive cannot be used, and whatever `on_event` raises.
    """
    report, stop, chosen = ReparseReport(), StopRequest(), wanted or ReparseFilter()
    profiles = load_outlets() if outlets is None else outlets

    def count(event: Reparsed | Waiting) -> None:
        if isinstance(event, Reparsed):
            report.count(event)
        on_event(event)

    async def session(archive: Archive) -> None:
        async with ReaderPool(settings.processes) as readers:
            reparser = _Reparser(archive, readers, settings.processes, profiles, count, dry_run=dry_run)
            await reparser.run(chosen)

    is_there = settings.archive.expanduser().exists()  # if not, none is to be made
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(settings.archive, read_only=dry_run or not is_there))
        if not dry_run:
            targets = [chosen.outlet] if chosen.outlet else []
            stack.enter_context(recorded_run(archive, "reparse", targets, report))
        asyncio.run(run_until_stopped(session(archive), stop))
        report.interrupted = stop.requested
    return report


@dataclass(frozen=True, slots=True)
class _Read:
    """What today's reader made of the pages that an article had at that time, and the captures it used."""

    stored: Article
    pages: dict[str, int]
    result: Article | Outcome
    used: tuple[int, ...] = ()
    cut: tuple[str, ...] = ()
    sketch: Sketch | None = None


class _Reparser:
    """A reparse under way."""

    def __init__(
        self,
        archive: Archive,
        readers: ReaderPool,
        processes: int,
        profiles: Mapping[str, Outlet],
        on_event: Listener,
        *,
        dry_run: bool,
    ) -> None:
        self._archive = archive
        self._readers = readers
        self._slots = asyncio.Semaphore(MAX_IN_MEMORY * max(processes, 1))
        self._outlets = archive.outlets.all() | dict(profiles)
        self._on_event = on_event
        self._dry_run = dry_run
        self._left = 0

    async def run(self, wanted: ReparseFilter) -> None:
        """Read outlet by outlet, each while no crawl can store newer pages of it."""
        extractor = None if wanted.everything else EXTRACTOR_VERSION
        due = self._archive.reparse_queries.outdated(
            extractor, outlet=wanted.outlet, since=wanted.since, until=wanted.until
        )
        self._left = sum(map(len, due.values()))
        for slug, ids in due.items():
            if self._dry_run:
                await self._outlet(slug, ids)
                continue
            async with outlet_lock(self._archive, slug, lambda slug=slug: self._on_event(Waiting(slug))):  # type: ignore[misc]
                await self._outlet(slug, ids)

    async def _outlet(self, slug: str, ids: Iterable[int]) -> None:
        """Read batch by batch; each is written before it is reported."""
        memory = memory_of(self._archive, slug).recurring()
        todo = deque(ids)
        while todo:
            batch = [todo.popleft() for _ in range(min(BATCH, len(todo)))]
            read = await asyncio.gather(*(self._read(article, slug, memory) for article in batch))
            for event in self._store(dict(zip(batch, read, strict=True)), todo):
                self._on_event(event)

    async def _read(self, article_id: int, slug: str, memory: OutletMemory) -> _Read | None:
        """What today's reader makes of an article's pages; None if it is not there any more."""
        async with self._slots:
            await asyncio.sleep(
                0
            )  # where this process reads by itself, a signal must be handled all the same
            stored = self._archive.articles.get(article_id)
            if stored is None:
                return None
            pages = self._archive.reparse_queries.pages(article_id)
            if not pages:
                return _Read(stored, pages, Failed("pageless", "no page of it is in the archive"))
            outlet, used = self._outlets[slug], []

            async def page(url: str) -> Page | Outcome:
                if url not in pages:
                    return NotAnArticle(PageKind.EMPTY, "that page is not in the archive")
                used.append(pages[url])
                return self._page(pages[url])

            # What only its lead told is not on its pages.
            listed = stored.published_at if stored.provenance.get("published_at") == "lead" else None
            assembly = Assembly(page, lambda page: self._readers.read(page, outlet, memory, listed))
            result = await assembly.article(next(iter(pages)))
        if isinstance(result, Article):  # the one that it was, whatever address is found on its page today
            result = replace(result, url=stored.url, outlet=stored.outlet)
        return _Read(stored, pages, result, tuple(used), tuple(assembly.cut), assembly.sketch)

    def _page(self, capture: int) -> Page | Failed:
        try:
            return self._archive.captures.read(capture)
        except ArchiveError as fault:  # one page's; were it the database, the next query would fail too
            return Failed("damaged", str(fault))

    def _store(self, batch: Mapping[int, _Read | None], todo: deque[int]) -> list[Reparsed]:
        """Write a batch; what another program has stored anew meanwhile is put off, to be read from that."""
        there = {article_id: read for article_id, read in batch.items() if read is not None}
        self._left -= len(batch) - len(there)
        if self._dry_run:
            return [self._event(read) for read in there.values()]
        kept = []
        with self._archive.atomic():
            for article_id, read in there.items():
                now = self._archive.articles.get(article_id), self._archive.reparse_queries.pages(article_id)
                if now != (read.stored, read.pages):
                    todo.append(article_id)
                    continue
                kept.append(read)
                if isinstance(read.result, Article):
                    self._archive.articles.store(
                        read.result,
                        captures=read.used,
                        sketch=read.sketch,
                        kind="reparse",
                        extractor=EXTRACTOR_VERSION,
                    )
        return [self._event(read) for read in kept]

    def _event(self, read: _Read) -> Reparsed:
        self._left -= 1
        stored, new = read.stored, read.result
        if not isinstance(new, Article):
            return Reparsed(stored.url, stored.title, trouble=new, left=self._left)
        seen = revisions.differences(stored, new)
        unseen = revisions.unseen_differences(stored, new)
        return Reparsed(stored.url, new.title, seen, unseen, read.cut, left=self._left)
