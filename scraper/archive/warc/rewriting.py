"""Rewriting a WARC file without some of its records, so that they are erased for good.

A file is never changed in place. How `erasure.raw_pages` uses this module, under the outlet's lock:

1. `Rewrite.copy` writes a draft, `NAME-r1.warc.gz.new`: the members that are kept, byte for byte. This may
   take long, and nobody waits for it.
2. One SQLite transaction begins, so that no row can be added meanwhile, and the lock on the outlet's files is
   taken. `Rewrite.publish` copies what was appended since, has the draft on the disk, and names it
   `NAME-r1.warc.gz`. The rows of kept captures are moved to that name and to their new offsets, the rows of
   forgotten captures are deleted. The transaction is committed, and is on the disk (`synchronous = FULL`).
3. The old file is removed. So is a new one that has nothing but its warcinfo record.

Killed before the commit, all rows point into the old file, and the new one is left over; after it, all point
into the new file, and the old one is left over. `WarcFiles.remove_leftovers` tells them apart by the rows:
of the generations of a file, one is kept that a kept capture points into, or else the newest, for a published
file lacks only what is forgotten. Drafts are removed always. This is done before an outlet's files are next
added to or rewritten.

A reader that looked up a row before the commit finds no file after it: `Captures.read` then looks again.
What has the old file open (on POSIX systems) reads it to its end.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from scraper.archive.warc import records
from scraper.archive.warc.records import BadRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scraper.archive.warc.file_names import FileName

DRAFT_SUFFIX = ".new"

_CHUNK = 1 << 20
_INPUT = 1 << 16
_END_OF_HEADERS = b"\r\n\r\n"
_UNBOUNDED = 1 << 62


class Member(NamedTuple):
    """Bytes of a file: a record with its headers, or, without headers, a region that cannot be read.

    `breaks_off` tells that the file ends in the middle of a record.
    """

    offset: int
    length: int
    headers: dict[str, str]
    breaks_off: bool = False


class Span(NamedTuple):
    """Bytes that are kept, from `start` to `end`; in the new file, they are `shift` bytes further ahead."""

    start: int
    end: int
    shift: int


class _BreaksOffError(BadRecordError):
    """The file ends before the gzip member does."""


@dataclass(slots=True)
class Rewrite:
    """A file, and what is left out of its next generation: `dropped` has offsets and lengths, in order.

    All methods raise OSError.
    """

    folder: Path
    old: FileName
    dropped: list[tuple[int, int]]
    _copied: int = 0

    @property
    def new(self) -> FileName:
        """The name of the file that is written."""
        return self.old.next_generation

    def spans(self) -> list[Span]:
        """What is kept; the last span has no end, for records may still be appended."""
        spans, start, shift = [], 0, 0
        for offset, length in self.dropped:
            if offset > start:
                spans.append(Span(start, offset, shift))
            end = max(start, offset + length)
            shift += end - max(start, offset)
            start = end
        return [*spans, Span(start, _UNBOUNDED, shift)]

    def copy(self) -> None:
        """Add to the draft what it lacks, and have it on the disk."""
        with (
            (self.folder / str(self.old)).open("rb") as source,
            self._draft.open("ab" if self._copied else "wb") as target,
        ):
            size = os.fstat(source.fileno()).st_size
            for span in self.spans():
                source.seek(max(span.start, self._copied))
                while chunk := source.read(max(0, min(_CHUNK, min(span.end, size) - source.tell()))):
                    target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
            self._copied = size

    def publish(self) -> None:
        """Complete the draft, and give it its name. The caller holds the lock on the outlet's files."""
        self.copy()
        self._draft.replace(self.folder / str(self.new))
        sync_folder(self.folder)

    def discard(self) -> None:
        """Remove the draft, if there is one."""
        self._draft.unlink(missing_ok=True)

    @property
    def _draft(self) -> Path:
        return self.folder / f"{self.new}{DRAFT_SUFFIX}"


def members(path: Path, next_offset: Callable[[int], int | None]) -> Iterator[Member]:
    """All members of a file, one behind the other. Raises OSError.

    Where one cannot be read, the next is looked for at the offset that `next_offset` names, if it names one.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        offset = 0
        while offset < size:
            file.seek(offset)
            try:
                length, head = _member(file)
                member = Member(offset, length, records.headers(head))
            except BadRecordError as fault:
                end = next_offset(offset)
                breaks_off = end is None and isinstance(fault, _BreaksOffError)
                member = Member(offset, (end or size) - offset, {}, breaks_off)
            yield member
            offset += member.length


def has_pages(path: Path) -> bool:
    """Whether a file has anything besides a warcinfo record. Raises OSError."""
    return any(member.headers.get("warc-type") != "warcinfo" for member in members(path, lambda _: None))


def sync_folder(folder: Path) -> None:
    """Have the names of a folder's files on the disk, where the system allows it. Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _member(file: BinaryIO) -> tuple[int, bytes]:
    """The length of the gzip member that begins here, and what it begins with. Raises BadRecordError."""
    unpacker = zlib.decompressobj(records.GZIP)
    length, head = 0, b""
    while chunk := file.read(_INPUT):
        length += len(chunk)
        while chunk and not unpacker.eof:
            try:
                data = unpacker.decompress(chunk, _INPUT)
            except zlib.error as fault:
                raise BadRecordError(str(fault)) from fault
            if _END_OF_HEADERS not in head:
                head += data
            chunk = unpacker.unconsumed_tail
        if unpacker.eof:
            return length - len(unpacker.unused_data), head
    raise _BreaksOffError("it breaks off")
