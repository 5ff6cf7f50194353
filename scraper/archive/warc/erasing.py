"""Overwriting records of WARC files in place: what follows stays where it was, for rows point to it.

What is to be overwritten is written down before the first byte is, in a journal beside the lock of the
outlet's files. Whoever takes that lock finishes what the journal says: so no kill leaves half a record for a
crawl to take for a broken end.
"""

from __future__ import annotations

import json
import os
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from scraper.archive.warc import records
from scraper.archive.warc.records import BadRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PIECE = 1 << 16
_STORED = 0xFFFF
"""Bytes that a stored block of deflate can hold (RFC 1951, 3.2.4)."""

_FRAME = 18
"""Bytes of a gzip member before and after its deflate stream (RFC 1952)."""

_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_END = b"\r\n\r\n"
_RECORD = (
    "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <{id}>\r\nWARC-Date: {date:%Y-%m-%dT%H:%M:%SZ}\r\n"
    "Content-Type: text/plain\r\nContent-Length: {size:>10}\r\n\r\n"
)


def blank(length: int) -> bytes:
    """A gzip member of exactly so many bytes, with a WARC record that says nothing.

    Its padding is content in stored blocks: not all tools read a long field in the gzip header. Raises
    ValueError where so few bytes cannot hold a record; no request or answer is so short.
    """
    inner = length - _FRAME
    blocks = -(-inner // (_STORED + 5))
    size = inner - 5 * blocks
    head = _RECORD.format(id=records.new_id(), date=datetime.now(UTC), size=0).encode()
    padding = size - len(head) - len(_END)
    if padding < 0:
        raise ValueError(f"{length} bytes cannot hold a WARC record")
    data = head.replace(b"%10d" % 0, b"%10d" % padding, 1) + b" " * padding + _END
    trailer = zlib.crc32(data).to_bytes(4, "little") + size.to_bytes(4, "little")
    return _HEADER + b"".join(_stored(data, blocks)) + trailer


def members(path: Path, resume: Callable[[int], int | None]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Offset, length and headers of each record in a file. Raises OSError.

    Where one is damaged, it goes on at the offset that `resume` tells to follow it, if it tells one.
    """
    with path.open("rb") as file:
        offset: int | None = 0
        while offset is not None:
            file.seek(offset)
            try:
                length, head = _member(file)
                headers = records.headers(head)
            except BadRecordError:
                offset = resume(offset)
                continue
            yield offset, length, headers
            offset += length


def erase(folder: Path, outlet: str, places: list[tuple[str, int, int]]) -> None:
    """Overwrite these places (file, offset, length) of an outlet's files, whose lock the caller holds.

    Raises OSError; whoever next takes the lock then goes on. All is on the disk when it returns.
    """
    if not places:
        return
    journal = _journal(folder, outlet)
    draft = journal.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(places, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(journal)
    redo(folder, outlet)


def redo(folder: Path, outlet: str) -> None:
    """Finish what was begun on an outlet's files, whose lock the caller holds. Raises OSError."""
    journal = _journal(folder, outlet)
    if not journal.exists():
        return
    for name, offset, length in json.loads(journal.read_text("utf-8")):
        path = folder / name
        if not path.exists() or path.stat().st_size < offset + length:
            continue  # somebody took the file away, and what was in it
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(blank(length))
            file.flush()
            os.fsync(file.fileno())
    journal.unlink()


def _journal(folder: Path, outlet: str) -> Path:
    return folder / "locks" / f"{outlet}.erase"


def _stored(data: bytes, blocks: int) -> Iterator[bytes]:
    for number in range(blocks):
        piece = data[number * _STORED : (number + 1) * _STORED]
        size = len(piece)
        yield (
            bytes([number == blocks - 1])
            + size.to_bytes(2, "little")
            + (size ^ _STORED).to_bytes(2, "little")
        )
        yield piece


def _member(file: BinaryIO) -> tuple[int, bytes]:
    """The length of the gzip member that begins here, and what it begins with. Raises BadRecordError."""
    unpacker = zlib.decompressobj(records.GZIP)
    length, head = 0, b""
    while piece := file.read(_PIECE):
        length += len(piece)
        while piece and not unpacker.eof:
            try:
                data = unpacker.decompress(piece, _PIECE)
            except zlib.error as fault:
                raise BadRecordError(str(fault)) from fault
            if _END not in head:
                head += data
            piece = unpacker.unconsumed_tail
        if unpacker.eof:
            return length - len(unpacker.unused_data), head
    raise BadRecordError("it breaks off")
