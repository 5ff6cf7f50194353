"""WARC files: records are appended to an outlet's newest file, and read at their location in it.

An archive has a folder of its own for them. Files are only changed inside a write transaction of the
archive's database: SQLite's lock keeps several processes apart.
"""

from __future__ import annotations

import errno
import os
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from scraper.archive.store.locks import file_name
from scraper.archive.warc import records
from scraper.archive.warc.file_names import SUFFIX, FileName, warc_folder
from scraper.archive.warc.rewriting import DRAFT_SUFFIX, Rewrite, has_pages, members, sync_folder
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from scraper.archive.warc.record_index import RecordIndex

MAX_BYTES = 1_000_000_000
"""A file that has grown so large is followed by another."""

_CHUNK = 1 << 18
_FULL = frozenset((errno.ENOSPC, errno.EFBIG, errno.EDQUOT))


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record is: the file's name, the first byte of the record, and its length in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Repair:
    """A file of that outlet ended in a record that a crash broke off; so many bytes of it were cut."""

    outlet: str
    file: str
    cut: int

    def __str__(self) -> str:
        return (
            f"{self.file} ended in a broken record; {self.cut:,} bytes were cut, back to the last whole one"
        )


class WarcFiles:
    """The WARC files of an archive.

    Bytes are with the operating system when `add` returns: a kill loses none of them.
    """

    def __init__(self, archive: Path, index: RecordIndex) -> None:
        """For the archive at that path; `index` knows which records its rows point to."""
        self._archive = archive
        self._folder = warc_folder(archive)
        self._index = index
        self._ends: dict[str, tuple[FileName, int]] = {}
        self._rewriting: set[str] = set()
        self.repairs: list[Repair] = []

    def add(self, outlet: str, first: bytes, *others: bytes, sync: bool = False) -> Location:
        """Append records (gzip members), in one write; returns the location of the first.

        With `sync`, they are on the disk when it returns. The caller is in a write transaction.

        Raises ArchiveError; the file is then as long as it was.
        """
        file_name(outlet)
        with self._faults():
            self._folder.mkdir(exist_ok=True)
            file, end = self._file(outlet)
            begin = records.warcinfo(str(file), datetime.now(UTC)) if not end else b""
            size = self._append(file, b"".join((begin, first, *others)), end, sync=sync)
            self._ends[outlet] = (file, size)
        return Location(str(file), end + len(begin), len(first))

    def read(self, location: Location, max_bytes: int) -> records.Record:
        """The record there, of which the payload has at most so many bytes. Raises ArchiveError."""
        try:
            with (self._folder / file_name(location.file)).open("rb") as file:
                file.seek(location.offset)
                return records.parse(file.read(location.length), max_bytes + location.length)
        except (OSError, records.BadRecordError) as fault:
            raise self.damaged(location, fault) from fault

    @contextmanager
    def rewriting(
        self, outlet: str, is_unwanted: Callable[[dict[str, str]], bool], lost: Iterable[Location]
    ) -> Iterator[list[Rewrite]]:
        """Drafts of those of an outlet's files that have unwanted records; they are removed at the end.

        Unwanted is what has such headers, what is at the `lost` locations, and a record that breaks off at
        the end of a file. Inside, the caller publishes the drafts. Raises ArchiveError, also for any OSError
        inside.
        """
        rewrites: list[Rewrite] = []
        self._rewriting.add(outlet)
        try:
            with self._faults():
                for file in self._names(outlet):
                    dropped = {(one.offset, one.length) for one in lost if one.file == str(file)}
                    dropped |= self._unwanted(file, is_unwanted)
                    if dropped:
                        rewrites.append(Rewrite(self._folder, file, sorted(dropped)))
                for rewrite in rewrites:
                    rewrite.copy()
                yield rewrites
        finally:
            for rewrite in rewrites:
                with suppress(OSError):  # a draft that stays is removed later
                    rewrite.discard()
            self._rewriting.discard(outlet)
            self._ends.pop(outlet, None)

    def remove_leftovers(self, outlet: str) -> None:
        """Remove what a rewriting of an outlet's files has left over, as `warc.rewriting` tells.

        The caller is in a write transaction. Raises ArchiveError.
        """
        with self._faults():
            for draft in self._drafts() if outlet not in self._rewriting else ():
                if draft.outlet == outlet:
                    (self._folder / f"{draft}{DRAFT_SUFFIX}").unlink(missing_ok=True)
            for generations in self._generations(outlet):
                used = [file for file in generations if self._index.is_used(file)]
                newest = self._folder / str(generations[-1])
                if not used and (not generations[-1].generation or has_pages(newest)):
                    used = generations[-1:]
                for file in generations:
                    if file not in used:
                        (self._folder / str(file)).unlink()
            if self._folder.exists():
                sync_folder(self._folder)

    def outlets_with_leftovers(self) -> set[str]:
        """The outlets (slugs) for which `remove_leftovers` has something to do."""
        superseded = {files[0].outlet for files in self._generations() if len(files) > 1}
        return superseded | {draft.outlet for draft in self._drafts()}

    def damaged(self, location: Location, why: object) -> ArchiveError:
        """The fault of a record that cannot be read."""
        why = why.strerror or why if isinstance(why, OSError) else why
        return ArchiveError(
            f"archive {self._archive}: the page in {self._folder / location.file} at byte {location.offset} "
            f"is missing or damaged ({why}); restore a copy of that file"
        )

    def _names(self, outlet: str | None = None) -> list[FileName]:
        """The files of an outlet, or of all, in the order in which they were begun."""
        names = (FileName.parse(path.name) for path in self._folder.glob(f"*{SUFFIX}"))
        return sorted(name for name in names if name and outlet in (None, name.outlet))

    def _drafts(self) -> list[FileName]:
        names = (FileName.parse(path.stem) for path in self._folder.glob(f"*{SUFFIX}{DRAFT_SUFFIX}"))
        return [name for name in names if name]

    def _generations(self, outlet: str | None = None) -> list[list[FileName]]:
        """The files of `_names`, those that are generations of one file together."""
        groups = groupby(self._names(outlet), key=lambda name: (name.outlet, name.month, name.number))
        return [list(files) for _, files in groups]

    def _unwanted(
        self, file: FileName, is_unwanted: Callable[[dict[str, str]], bool]
    ) -> set[tuple[int, int]]:
        found = members(self._folder / str(file), partial(self._index.next_offset, file))
        end = self._index.end(file)
        return {
            (member.offset, member.length)
            for member in found
            if is_unwanted(member.headers) or (member.breaks_off and member.offset >= end)
        }

    def _file(self, outlet: str) -> tuple[FileName, int]:
        """The file to append to, and where it ends: the outlet's newest of this month, or the next one."""
        month = f"{datetime.now(UTC):%Y%m}"
        if (cached := self._ends.get(outlet)) and self._is_current(*cached, month):
            return cached
        self.remove_leftovers(outlet)
        newest = max((name for name in self._names(outlet) if name.month == month), default=None)
        if newest:
            end = self._whole_end(newest)
            if end is not None and end < MAX_BYTES:
                return newest, end
        number = max(newest.number if newest else 0, self._index.last_number(outlet, month)) + 1
        return FileName(outlet, month, number), 0

    def _is_current(self, file: FileName, end: int, month: str) -> bool:
        """Whether a file is still to be appended to at `end`, where this process appended to it last."""
        path = self._folder / str(file)
        is_superseded = (self._folder / str(file.next_generation)).exists()
        return (
            file.month == month
            and end < MAX_BYTES
            and not is_superseded
            and path.exists()
            and path.stat().st_size == end
        )

    def _whole_end(self, file: FileName) -> int | None:
        """Where a file ends, after what follows its last whole record is cut.

        None if nothing may be appended: it lacks bytes that a row points to.
        """
        path = self._folder / str(file)
        size, since = path.stat().st_size, self._index.end(file)
        if size <= since:
            return size if size == since else None
        end = _last_whole(path, since)
        if end < size:
            os.truncate(path, end)
            self.repairs.append(Repair(file.outlet, str(file), size - end))
        return end

    def _append(self, file: FileName, data: bytes, end: int, *, sync: bool) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(self._folder / str(file), flags, 0o644)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if sync:
                os.fsync(handle)
                sync_folder(self._folder)
        except OSError:
            os.ftruncate(handle, end)
            raise
        finally:
            os.close(handle)
        return end + len(data)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Raise ArchiveError for any OSError inside."""
        try:
            yield
        except OSError as fault:
            advice = (
                "the disk is full; free some space and try again: what was stored before is safe"
                if fault.errno in _FULL
                else "pages cannot be stored there; check the permissions of the folder, and the disk"
            )
            raise ArchiveError(f"{self._folder}: {advice} ({fault.strerror or fault})") from fault


def _last_whole(path: Path, since: int) -> int:
    """Where the last whole gzip member ends, of those that follow each other from `since` on."""
    end = since
    unpacker = zlib.decompressobj(records.GZIP)
    with path.open("rb") as file:
        file.seek(since)
        while chunk := file.read(_CHUNK):
            while chunk:
                try:
                    unpacker.decompress(chunk, _CHUNK)  # what it holds is not looked at
                except zlib.error:
                    return end
                chunk = unpacker.unused_data or unpacker.unconsumed_tail
                if unpacker.eof:
                    end = file.tell() - len(chunk)
                    unpacker = zlib.decompressobj(records.GZIP)
    return end
