"""Erasing the raw pages of forgotten addresses: the rows of their captures, and their WARC records.

A tombstone for an address makes its captures pending: they are kept until `RawPages.erase`, for they tell
which records are to be erased. `warc.rewriting` has the design of that, and what a kill leaves.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scraper.archive.warc import records
from scraper.archive.warc.record_index import IS_FORGOTTEN
from scraper.archive.warc.warc_files import Location
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scraper.archive.articles.tombstones import Tombstones
    from scraper.archive.store.database import Database
    from scraper.archive.warc.captures import Captures
    from scraper.archive.warc.rewriting import Rewrite

_PENDING_OUTLETS = f"SELECT DISTINCT outlet FROM captures WHERE {IS_FORGOTTEN}"  # noqa: S608
_RECORD_IDS = f"SELECT locator FROM captures WHERE outlet = ? AND {IS_FORGOTTEN}"  # noqa: S608
_DELETE = f"DELETE FROM captures WHERE outlet = ? AND {IS_FORGOTTEN}"  # noqa: S608

_LOST = f"""
    SELECT file, offset, length FROM captures WHERE {IS_FORGOTTEN}
    EXCEPT SELECT file, offset, length FROM captures WHERE NOT {IS_FORGOTTEN}
"""  # noqa: S608

_SHARING = f"""
    SELECT json_group_array(id), json_group_array(requested) FROM captures
    WHERE file = ? AND offset = ? AND NOT {IS_FORGOTTEN} HAVING count(*)
"""  # noqa: S608

_MOVE = "UPDATE captures SET file = ?, offset = offset - ? WHERE file = ? AND offset >= ? AND offset < ?"


@dataclass(slots=True)
class Erased:
    """How many captures and WARC records were erased; `shared` are other addresses of the same bytes."""

    captures: int = 0
    records: int = 0
    shared: list[str] = field(default_factory=list)


class RawPages:
    """The captures of an archive that is open for writing, and their records."""

    def __init__(self, database: Database, captures: Captures, tombstones: Tombstones) -> None:
        self._database = database
        self._captures = captures
        self._tombstones = tombstones

    def pending(self) -> list[str]:
        """The outlets (slugs) for which `erase` has something to do. Raises ArchiveError."""
        outlets = {outlet for (outlet,) in self._database.rows(_PENDING_OUTLETS)}
        return sorted(outlets | self._captures.files.outlets_with_leftovers())

    def erase(self, outlet: str) -> Erased:
        """Erase an outlet's captures and records of forgotten addresses, with requests and redirects.

        The caller holds the lock on the outlet. Bytes that a capture of another address points to as well
        get a record of their own. Raises ArchiveError; then nothing was erased, or only an old file is left
        over, which the next call removes.
        """
        files = self._captures.files
        erased = Erased()
        self._remove_leftovers(outlet)
        lost = [Location(*row) for row in self._database.rows(_LOST)]
        try:
            with self._durable(), files.rewriting(outlet, self._filter(outlet), lost) as rewrites:
                with self._database.atomic():
                    for rewrite in rewrites:
                        erased.shared += self._keep_shared(rewrite)
                    for rewrite in rewrites:
                        rewrite.publish()
                        self._move(rewrite)
                        erased.records += len(rewrite.dropped)
                    erased.captures = self._database.execute(_DELETE, (outlet,)).rowcount
                self._remove_leftovers(outlet)
        except ArchiveError:
            with suppress(ArchiveError):  # files that were published in vain fill the disk
                self._remove_leftovers(outlet)
            raise
        return erased

    def _remove_leftovers(self, outlet: str) -> None:
        with self._database.atomic():
            self._captures.files.remove_leftovers(outlet)

    def _filter(self, outlet: str) -> Callable[[dict[str, str]], bool]:
        """Whether the record with these headers is to be erased, whether or not a row points to it."""
        urls = {records.target(stone.url) for stone in self._tombstones.all()}
        ids = {locator for (locator,) in self._database.rows(_RECORD_IDS, (outlet,))}
        return lambda headers: records.answer_id(headers) in ids or headers.get("warc-target-uri") in urls

    def _keep_shared(self, rewrite: Rewrite) -> list[str]:
        """Give captures of other addresses a record of their own, where theirs is dropped; the addresses."""
        shared: set[str] = set()
        for offset, _ in rewrite.dropped:
            for ids, requested in self._database.rows(_SHARING, (str(rewrite.old), offset)):
                self._captures.copy_record(json.loads(ids))
                shared.update(json.loads(requested))
        return sorted(shared)

    def _move(self, rewrite: Rewrite) -> None:
        """Have the rows of the records that were kept point into the new file."""
        old, new = str(rewrite.old), str(rewrite.new)
        moves = [(new, span.shift, old, span.start, span.end) for span in rewrite.spans()]
        self._database.execute_many(_MOVE, moves)

    @contextmanager
    def _durable(self) -> Iterator[None]:
        """Have each commit inside on the disk when it returns: the old file is removed only after that."""
        self._database.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            self._database.execute("PRAGMA synchronous = NORMAL")
