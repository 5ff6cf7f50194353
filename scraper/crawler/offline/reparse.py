"""Reading stored pages again with today's reader, without the network."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.archive.articles import revisions
from scraper.crawler.offline.reparse_report import Listener, Reread, Rereading
from scraper.crawler.report import Waiting
from scraper.crawler.runs.concurrency import alone
from scraper.crawler.runs.shutdown import Stop, until_stopped
from scraper.crawler.visit.assembly import Assembly, memory_of
from scraper.crawler.visit.reader_pool import Readers
from scraper.errors import ArchiveError
from scraper.extraction.version import EXTRACTOR_VERSION
from scraper.model import Article, Failed, NotAnArticle, Outcome, Outlet, Page, PageKind
from scraper.outlets import load_outlets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from scraper.settings import Settings
    from scraper.text.similarity.fingerprint import OutletMemory
    from scraper.text.similarity.sketches import Sketch

BATCH = 32
"""So many articles are written together."""

AT_ONCE = 2
"""So many articles a reading process have their pages in memory at the same time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are read again: of an outlet (slug), published within [since, until] (days).

    Those that this version of the reader has read are left out, unless `everything` is wanted.
    """

    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    everything: bool = False


def reparse(
    settings: Settings,
    wanted: Wanted | None = None,
    *,
    dry_run: bool = False,
    outlets: Mapping[str, Outlet] | None = None,
    on_event: Listener = lambda _: None,
) -> Rereading:
    """Read articles of the archive `settings.archive` again, from their newest pages there.

    What a reader would see changed becomes a revision of kind `reparse`; a `dry_run` writes nothing.
    `outlets` are the profiles (those of `load_outlets` if None). SIGINT and SIGTERM stop it; what was written
    until then is not read again. While a crawl works at an outlet, its articles have to wait. Raises
    ArchiveError when the archive cannot be used, and whatever `on_event` raises.
    """
    total, stop, chosen = Rereading(), Stop(), wanted or Wanted()
    profiles = load_outlets() if outlets is None else outlets

    def told(event: Reread | Waiting) -> None:
        if isinstance(event, Reread):
            total.count(event)
        on_event(event)

    async def session(archive: Archive) -> None:
        async with Readers(settings.processes) as readers:
            work = _Work(archive, readers, settings.processes, profiles, told, dry_run=dry_run)
            await work.all(chosen)

    is_there = settings.archive.expanduser().exists()  # if not, none is to be made
    with (
        Archive(settings.archive, read_only=dry_run or not is_there) as archive,
        _recorded(archive, chosen, total, dry_run=dry_run),
    ):
        asyncio.run(until_stopped(session(archive), stop))
        total.interrupted = stop.asked
    return total


@contextmanager
def _recorded(archive: Archive, wanted: Wanted, total: Rereading, *, dry_run: bool) -> Iterator[None]:
    """Keep the run in the archive, however it ends."""
    if dry_run:
        yield
        return
    run = archive.runs.start("reparse", [wanted.outlet] if wanted.outlet else [])
    status = "failed"
    try:
        yield
        status = "interrupted" if total.interrupted else "ok"
    finally:
        archive.runs.finish(run, status, total.to_dict())


@dataclass(frozen=True, slots=True)
class _Read:
    """What today's reader made of the pages that an article had at that time, and the captures it used."""

    known: Article
    pages: dict[str, int]
    result: Article | Outcome
    used: tuple[int, ...] = ()
    cut: tuple[str, ...] = ()
    sketch: Sketch | None = None


class _Work:
    """A reparse under way."""

    def __init__(
        self,
        archive: Archive,
        readers: Readers,
        processes: int,
        profiles: Mapping[str, Outlet],
        tell: Listener,
        *,
        dry_run: bool,
    ) -> None:
        self._archive = archive
        self._readers = readers
        self._room = asyncio.Semaphore(AT_ONCE * max(processes, 1))
        self._outlets = archive.outlets.all() | dict(profiles)
        self._tell = tell
        self._dry_run = dry_run
        self._left = 0

    async def all(self, wanted: Wanted) -> None:
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
            async with alone(self._archive, slug, lambda slug=slug: self._tell(Waiting(slug))):  # type: ignore[misc]
                await self._outlet(slug, ids)

    async def _outlet(self, slug: str, ids: Iterable[int]) -> None:
        """Read batch by batch; each is written before it is told."""
        memory = memory_of(self._archive, slug).recurring()
        todo = deque(ids)
        while todo:
            batch = [todo.popleft() for _ in range(min(BATCH, len(todo)))]
            read = await asyncio.gather(*(self._read(article, slug, memory) for article in batch))
            for event in self._kept(dict(zip(batch, read, strict=True)), todo):
                self._tell(event)

    async def _read(self, article_id: int, slug: str, memory: OutletMemory) -> _Read | None:
        """What today's reader makes of an article's pages; None if it is not there any more."""
        async with self._room:
            await asyncio.sleep(0)  # where this process reads by itself, a signal must be heard all the same
            known = self._archive.articles.get(article_id)
            if known is None:
                return None
            stored = self._archive.reparse_queries.pages(article_id)
            if not stored:
                return _Read(known, stored, Failed("pageless", "no page of it is in the archive"))
            outlet, used = self._outlets[slug], []

            async def page(url: str) -> Page | Outcome:
                if url not in stored:
                    return NotAnArticle(PageKind.EMPTY, "that page is not in the archive")
                used.append(stored[url])
                return self._stored(stored[url])

            assembly = Assembly(page, lambda page: self._readers.read(page, outlet, memory))
            result = await assembly.article(next(iter(stored)))
        if isinstance(result, Article):  # the one that it was, whatever address is found on its page today
            result = replace(result, url=known.url, outlet=known.outlet)
        return _Read(known, stored, result, tuple(used), tuple(assembly.cut), assembly.sketch)

    def _stored(self, capture: int) -> Page | Failed:
        try:
            return self._archive.captures.read(capture)
        except ArchiveError as fault:  # one page's; were it the database, the next question would tell
            return Failed("damaged", str(fault))

    def _kept(self, batch: Mapping[int, _Read | None], todo: deque[int]) -> list[Reread]:
        """Write a batch; what another program has stored anew meanwhile is put off, to be read from that."""
        there = {article_id: read for article_id, read in batch.items() if read is not None}
        self._left -= len(batch) - len(there)
        if self._dry_run:
            return [self._told(read) for read in there.values()]
        kept = []
        with self._archive.atomic():
            for article_id, read in there.items():
                now = self._archive.articles.get(article_id), self._archive.reparse_queries.pages(article_id)
                if now != (read.known, read.pages):
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
        return [self._told(read) for read in kept]

    def _told(self, read: _Read) -> Reread:
        self._left -= 1
        known, new = read.known, read.result
        if not isinstance(new, Article):
            return Reread(known.url, known.title, trouble=new, left=self._left)
        seen = revisions.differences(known, new)
        unseen = revisions.unseen_differences(known, new)
        return Reread(known.url, new.title, seen, unseen, read.cut, left=self._left)
