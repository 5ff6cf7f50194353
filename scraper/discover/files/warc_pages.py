"""Pages in WARC files (ISO 28500), one after the other: gzip a record, one gzip for all, or none.

Nothing of such a file is believed. What cannot be read is counted, and the reading goes on behind it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from scraper.model import Page
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MAX_BYTES = 10_000_000
"""Of a record, and of the page in it when it is unpacked: a larger one is left out."""

MAX_FAULTS = 1000
"""After so many damaged places the rest of a file is left."""

_PIECE = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_STARTS = {
    True: re.compile(re.escape(_GZIP)),
    False: re.compile(rb"(?<=\n)WARC/1\.[01]\r\n(?=WARC-|Content-)", re.IGNORECASE),
}
"""What a record begins with, in a file that is gzip and in one that is not."""

_WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""zlib's parameter for each content coding."""

_SNIFFED = 1024
"""Bytes at the start of a body, in which markup shows."""

_OVERLAP = 32
"""Bytes; longer than any match of `_STARTS`."""


Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Contents:
    """What a WARC was found to hold: `records` in all, `skipped` by why, `damage` by what was met."""

    records: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    damage: Counter[str] = field(default_factory=Counter)


class _Skipped(Exception):  # noqa: N818 - nothing is wrong with it
    """A record is whole, and no page that is wanted; in words."""


class _Damaged(Exception):  # noqa: N818 - named after what happened
    """A record is not what it should be, in words."""


class _Cut(_Damaged):
    """A record ends before its time: either the file does, or its length is wrong and hides what follows."""


def pages(file: BinaryIO, contents: Contents) -> Iterator[Page]:
    """The HTML pages of a WARC that were answered with 200 to 299, counting all into `contents`.

    A page's `requested` and `url` are the canonical form of the record's target, `fetched_at` is its
    WARC-Date; the body is unpacked. One record at a time is held in memory. Behind a damaged place the next
    record is sought. Raises OSError if the file cannot be read.
    """
    is_gzip = file.read(len(_GZIP)) == _GZIP
    start = 0
    for _ in range(MAX_FAULTS):
        walk = _Walk(file, start, contents)
        yield from walk.pages()
        if walk.fault is None:
            if is_gzip and _is_cut(file, walk.position, start):
                contents.damage["the file is cut off"] += 1
            return
        contents.damage[walk.fault] += 1
        following = _next(file, walk.position + 1, is_gzip=is_gzip)
        if following is None:
            return
        start = following
    contents.damage["too many damaged places: the rest was left"] += 1


class _Walk:
    """Records in a row. `position` is where the last began; `fault` says why no more could be had."""

    def __init__(self, file: BinaryIO, start: int, contents: Contents) -> None:
        self._contents = contents
        self.position = start
        self.fault: str | None = None
        file.seek(start)
        self._records = iter(ArchiveIterator(file, parse_http=False))

    def pages(self) -> Iterator[Page]:
        while self.fault is None:
            try:
                record = next(self._records, None)
                if record is None:
                    return
                self.position = record.stream_pos
                self._contents.records += 1
                yield _page(record)
            except _Skipped as why:
                self._contents.skipped[str(why)] += 1
            except _Cut as fault:
                self.fault = str(fault)
            except _Damaged as fault:
                self._contents.damage[str(fault)] += 1
            except OSError as fault:  # whatever the library cannot read
                self.fault = str(fault).partition(":")[0].strip(" .").lower() or "it cannot be read"


def _page(record: WarcRecord) -> Page:
    """The page in a record. Raises _Skipped, _Damaged, and OSError."""
    if record.record_type != WarcRecordType.response:
        raise _Skipped("no response")
    block = _block(record)
    if record.headers.get("WARC-Truncated"):
        raise _Skipped("cut short by the crawler that wrote it")
    url = canonical((record.headers.get("WARC-Target-URI") or "").strip("<> "))
    if url is None:
        raise _Skipped("no web address")
    status, headers, content = _answer(block)
    if not 200 <= status < 300:
        raise _Skipped("another status than 200")
    if not _is_html(_header(headers, "content-type"), content):
        raise _Skipped("no HTML")
    moment = _moment(record.headers.get("WARC-Date") or "")
    return Page(url, url, status, headers, _unpacked(content, _header(headers, "content-encoding")), moment)


def _block(record: WarcRecord) -> bytes:
    """What the record holds; its length may lie, so nothing is allocated by it."""
    size = record.content_length
    if size > MAX_BYTES:
        while size > 0 and (piece := record.reader.read(min(_PIECE, size))):
            size -= len(piece)
        raise _Cut("a record is cut off") if size else _Skipped("too large")
    block = record.reader.read(MAX_BYTES)
    if len(block) < size:
        raise _Cut("a record is cut off")
    if not _matches(block, record.headers.get("WARC-Block-Digest") or ""):
        raise _Damaged("a digest does not match")
    return block


def _matches(block: bytes, digest: str) -> bool:
    """Whether a labelled digest (`sha1:` and Base32 or hexadecimal) is the block's, or one unknown here."""
    name, _, value = digest.partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in {"sha1", "sha256", "md5"}:
        return True
    real = hashlib.new(name, block, usedforsecurity=False)
    if value.strip().lower() == real.hexdigest():
        return True
    try:
        return base64.b32decode(value.strip().upper()) == real.digest()
    except ValueError:
        return False


def _answer(block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body of an HTTP answer, the body without chunks.

    Many a crawler keeps bodies as they were unpacked, under headers that still name an encoding: what is no
    chunks is taken as it stands.
    """
    try:
        return _parsed(block, "transfer")
    except OSError:
        pass
    try:
        return _parsed(block, "none")
    except OSError as fault:
        raise _Damaged("no HTTP answer in it") from fault


def _parsed(block: bytes, decode: Literal["transfer", "none"]) -> tuple[int, Headers, bytes]:
    record = WarcRecord()
    record.set_bytes_content(block)
    record.is_http = True
    record.parse_http(auto_decode=decode)
    content = record.reader.read(MAX_BYTES)
    status = record.http_headers.status_code
    if status is None:
        raise _Damaged("no HTTP answer in it")
    return status, tuple((name.lower(), value) for name, value in record.http_headers.astuples()), content


def _unpacked(content: bytes, codings: str) -> bytes:
    """The body without its content codings, the last first; as it stands where it is not packed so.

    The library would unpack it whole, however much comes out.
    """
    for coding in reversed([name.strip().lower() for name in codings.split(",")]):
        if coding in _WBITS:
            content = _inflated(content, _WBITS[coding])
        elif coding not in {"", "identity"} and b"<" not in content[:_SNIFFED]:
            raise _Skipped("packed in a way that is not known")
    return content


def _inflated(content: bytes, wbits: int) -> bytes:
    try:
        unpacked = zlib.decompressobj(wbits).decompress(content, MAX_BYTES + 1)
    except zlib.error:
        return content
    if len(unpacked) > MAX_BYTES:
        raise _Skipped("too large")
    return unpacked


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key == name), "")


def _is_html(content_type: str, content: bytes) -> bool:
    return "html" in content_type.lower() if content_type else b"<" in content[:_SNIFFED]


def _moment(date: str) -> datetime:
    try:
        moment = datetime.fromisoformat(date.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise _Damaged("no date in it") from fault


def _next(file: BinaryIO, position: int, *, is_gzip: bool) -> int | None:
    """Where, from `position` on, a record may begin; None where none does."""
    start = _STARTS[is_gzip]
    file.seek(position)
    before = b""
    while piece := file.read(_PIECE):
        window = before + piece
        if found := start.search(window):
            return position - len(before) + found.start()
        before = window[-_OVERLAP:]
        position += len(piece)
    return None


def _is_cut(file: BinaryIO, position: int, start: int) -> bool:
    """Whether gzip lacks its end, of which the library says nothing.

    The last member begins at `position`, if there is a gzip a record; else all is unpacked from `start` on.
    """
    file.seek(position)
    file.seek(position if file.read(len(_GZIP)) == _GZIP else start)
    member = zlib.decompressobj(wbits=31)
    packed = file.read(_PIECE)
    while packed or not member.eof:
        if member.eof:
            member = zlib.decompressobj(wbits=31)
        try:
            unpacked = member.decompress(packed, _PIECE)
        except zlib.error:
            return True
        packed = member.unused_data if member.eof else member.unconsumed_tail
        packed = packed or file.read(_PIECE)
        if not (packed or unpacked or member.eof):
            return True
    return False
