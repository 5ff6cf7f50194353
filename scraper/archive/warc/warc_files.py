"""WARC files: records are added at the end of an outlet's newest file, and read at their place in it."""

from __future__ import annotations

import errno
import mmap
import os
import re
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from scraper.archive.store.locks import file_name, turn
from scraper.archive.warc import erasing, records
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

FOLDER = "warc"
"""Beside the archive; archives in one folder have their files in common."""

MAX_BYTES = 1_000_000_000
"""A file that has grown so large is followed by another."""

SUFFIX = ".warc.gz"
_PIECE = 1 << 18
_MEMBER, _RECORD = b"\x1f\x8b\x08", b"WARC/"
_FULL = frozenset((errno.ENOSPC, errno.EFBIG, errno.EDQUOT))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: the file's name, and from which byte on how many are its own."""

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

    Whoever adds to an outlet's files holds a lock meanwhile, so that records of several processes follow
    each other. Bytes are with the operating system when `add` returns: a kill loses none of them.
    """

    def __init__(self, archive: Path, known_end: Callable[[str], int]) -> None:
        """For the archive at that path.

        `known_end` tells where the last record of a file ends that a row points to, 0 if none does.
        """
        self._archive = archive
        self._folder = archive.with_name(FOLDER)
        self._known_end = known_end
        self._ends: dict[str, tuple[str, int]] = {}
        self.repairs: list[Repair] = []

    def add(self, outlet: str, first: bytes, *others: bytes, sync: bool = False) -> Place:
        """Add records (gzip members) behind each other, in one write; returns the place of the first.

        With `sync`, they are on the disk when it returns.

        Raises ArchiveError; the file is then as long as it was.
        """
        try:
            with self._locked(outlet):
                file, end = self._file(outlet)
                begin = records.warcinfo(file, datetime.now(UTC)) if not end else b""
                size = self._append(file, b"".join((begin, first, *others)), end, sync=sync)
                self._ends[outlet] = (file, size)
        except OSError as fault:
            raise self._unwritable(fault) from fault
        return Place(file, end + len(begin), len(first))

    def read(self, place: Place, most: int) -> records.Record:
        """The record at that place, of which the payload has at most so many bytes. Raises ArchiveError."""
        try:
            with (self._folder / file_name(place.file)).open("rb") as file:
                file.seek(place.offset)
                return records.parse(file.read(place.length), most + place.length)
        except (OSError, records.BadRecordError) as fault:
            raise self.damaged(place, fault) from fault

    def erase(
        self,
        outlet: str,
        is_unwanted: Callable[[dict[str, str]], bool],
        lost: Iterable[Place],
        after: Callable[[str, int], int | None],
    ) -> int:
        """Overwrite the records of an outlet whose headers are unwanted; all others stay where they are.

        `lost` are places to overwrite whatever is there, and `after` tells where the next record begins that
        is known to follow an offset in a file, where one is damaged. Returns how many records there were.
        Raises ArchiveError; what was begun is then finished by whoever works on these files next.
        """
        files = [
            name
            for name in self.names()
            if re.fullmatch(rf"{re.escape(outlet)}-\d{{6}}-\d+", name[: -len(SUFFIX)])
        ]
        if not files:
            return 0
        places = {(place.file, place.offset, place.length) for place in lost if place.file in files}
        try:
            with self._locked(outlet):
                for name in files:
                    for offset, length, headers in erasing.members(self._folder / name, partial(after, name)):
                        if is_unwanted(headers):
                            places.add((name, offset, length))
                erasing.erase(self._folder, outlet, sorted(places))
        except OSError as fault:
            raise self._unwritable(fault) from fault
        return len(places)

    def damaged(self, place: Place, why: object) -> ArchiveError:
        """The fault of a record that cannot be read."""
        why = why.strerror or why if isinstance(why, OSError) else why
        return ArchiveError(
            f"archive {self._archive}: the page in {self._folder / place.file} at byte {place.offset} "
            f"is missing or damaged ({why}); restore a copy of that file"
        )

    def names(self) -> list[str]:
        """The names of all files, sorted."""
        return sorted(path.name for path in self._folder.glob(f"*{SUFFIX}"))

    @contextmanager
    def _locked(self, outlet: str) -> Iterator[None]:
        locks = self._folder / "locks"
        locks.mkdir(parents=True, exist_ok=True)
        with turn(locks / f"{file_name(outlet)}.lock"):
            erasing.redo(self._folder, outlet)
            yield

    def _file(self, outlet: str) -> tuple[str, int]:
        """The file to add to, and where it ends: the outlet's newest of this month, or the one after it."""
        stem = f"{outlet}-{datetime.now(UTC):%Y%m}-"
        file, end = self._ends.get(outlet, ("", 0))
        if not file.startswith(stem) or end >= MAX_BYTES:
            file = max((name for name in self.names() if _is_of(name, stem)), default="")
            end = self._known_end(file) if file else 0
        if file:
            whole = self._whole(outlet, file, end)
            if whole is not None and whole < MAX_BYTES:
                return file, whole
        number = int(file[len(stem) : -len(SUFFIX)]) + 1 if file else 1
        return f"{stem}{number:04}{SUFFIX}", 0

    def _whole(self, outlet: str, file: str, since: int) -> int | None:
        """Where the file ends, after what follows its last whole record is cut; `since` is a record's end.

        None if nothing is to be added: it lacks bytes that are known to have been in it, whose place
        nothing may take; or whole records, another archive's, follow a damaged one.
        """
        path = self._folder / file
        size = path.stat().st_size
        if size <= since:
            return size if size == since else None
        end = _last_whole(path, since)
        if end < size and _has_record(path, end + 1):
            return None
        if end < size:
            os.truncate(path, end)
            self.repairs.append(Repair(outlet, file, size - end))
        return end

    def _append(self, file: str, data: bytes, end: int, *, sync: bool) -> int:
        handle = os.open(
            self._folder / file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644
        )
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if sync:
                os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise
        finally:
            os.close(handle)
        return end + len(data)

    def _unwritable(self, fault: OSError) -> ArchiveError:
        advice = (
            "the disk is full; free some space and try again: what was stored before is safe"
            if fault.errno in _FULL
            else "pages cannot be stored there; check the permissions of the folder, and the disk"
        )
        return ArchiveError(f"{self._folder}: {advice} ({fault.strerror or fault})")


def _is_of(name: str, stem: str) -> bool:
    return name.startswith(stem) and name[len(stem) : -len(SUFFIX)].isdecimal()


def _has_record(path: Path, since: int) -> bool:
    """Whether a whole record begins somewhere from there on; a page in a broken one may be gzip too."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = data.find(_MEMBER, since)
        while start >= 0:
            if _begins_record(data[start : start + _PIECE]) and _last_whole(path, start) > start:
                return True
            start = data.find(_MEMBER, start + 1)
    return False


def _begins_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(records.GZIP).decompress(data, len(_RECORD)) == _RECORD
    except zlib.error:
        return False


def _last_whole(path: Path, since: int) -> int:
    """Where the last whole gzip member ends, of those that follow each other from `since` on."""
    end = since
    unpacker = zlib.decompressobj(records.GZIP)
    with path.open("rb") as file:
        file.seek(since)
        while piece := file.read(_PIECE):
            while piece:
                try:
                    unpacker.decompress(piece, _PIECE)  # what it holds is not looked at
                except zlib.error:
                    return end
                piece = unpacker.unused_data or unpacker.unconsumed_tail
                if unpacker.eof:
                    end = file.tell() - len(piece)
                    unpacker = zlib.decompressobj(records.GZIP)
    return end
