"""WARC records (ISO 28500, WARC/1.1) as bytes: made from a page, and read back.

A record is one gzip member (RFC 1952), so that a file of them can be entered at any record.
"""

from __future__ import annotations

import hashlib
import http
import re
import uuid
import zlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from scraper.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.model import Page

Pairs = list[tuple[str, str]]

TEXT_LEVEL = 3
"""zlib's level for what came as text. `make bench-warc` compares levels and libraries."""

PACKED_LEVEL = 0
"""For what the server packed: packing it again would save nothing."""

GZIP = 31
"""`wbits` by which zlib writes and reads gzip members."""

_SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_ASIDE = "X-Archive-Orig-"
"""What comes before the name of a header that describes the bytes on the wire, not those that are kept."""

_BLANK = b"\r\n\r\n"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_BREAKS = re.compile(r"[\x00-\x1f\x7f]+")
_MAX_HEAD = 1 << 20
"""Bytes of the headers of a record, HTTP's included; clients refuse a tenth of that."""


class BadRecordError(Exception):
    """These bytes are no whole record; the text says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was read: its headers by lower-case name, and its block, HTTP headers included."""

    headers: dict[str, str]
    block: bytes

    @property
    def payload(self) -> bytes:
        """What follows the HTTP headers, as it is kept."""
        return self.block.partition(_BLANK)[2]

    @property
    def is_packed(self) -> bool:
        """Whether the payload is gzip that the server made."""
        head = self.block.partition(_BLANK)[0].lower()
        return re.search(rb"^content-encoding:\s*(x-)?gzip\s*$", head, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Original:
    """The record that a revisit refers to: the URL and date in it, and the digest of its payload."""

    url: str
    date: str
    payload_digest: str | None = None


def new_id() -> str:
    """An identifier that no other record has."""
    return f"urn:uuid:{uuid.uuid4()}"


def date(moment: datetime) -> str:
    """A moment as WARC-Date writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_digest(page: Page) -> str:
    """The digest of the page's bytes as a record keeps them: packed, if they came so."""
    return _digest(_payload(page))


def warcinfo(name: str, moment: datetime) -> bytes:
    """The first record of a file of that name: who wrote it."""
    fields = f"software: kliping/{__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    head = [("WARC-Filename", name), ("Content-Type", "application/warc-fields")]
    return _member("warcinfo", new_id(), date(moment), head, (fields,))


def response(page: Page, record_id: str, *, before: str | None = None) -> bytes:
    """What the server answered; `before` is the record of the answer to which this one, a redirect, led."""
    payload = _payload(page)
    concurrent = [("WARC-Concurrent-To", f"<{before}>")] if before else []
    head = [
        ("WARC-Target-URI", target(page.url)),
        *concurrent,
        ("WARC-Payload-Digest", _digest(payload)),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    if _is_unread(page):
        head.append(("WARC-Truncated", "unspecified"))
    level = TEXT_LEVEL if page.packed is None else PACKED_LEVEL
    return _member(
        "response", record_id, date(page.fetched_at), head, (_http_head(page), payload), level=level
    )


def revisit(page: Page, record_id: str, original: Original) -> bytes:
    """What the server answered, of which the bytes are those of another record.

    Without a digest in `original`, the server said that they have not changed (304), and sent none.
    """
    head = [
        ("WARC-Target-URI", target(page.url)),
        ("WARC-Profile", _SAME_BYTES if original.payload_digest else _NOT_MODIFIED),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    if original.payload_digest:
        head.append(("WARC-Payload-Digest", original.payload_digest))
    return _member("revisit", record_id, date(page.fetched_at), head, (_http_head(page),))


def request(page: Page, answer_id: str) -> bytes:
    """What was asked of the server; `answer_id` is that of the record with the answer."""
    parts = urlsplit(target(page.url))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {path} HTTP/1.1", *_lines(page.request_headers)]
    head = [
        ("WARC-Target-URI", target(page.url)),
        ("WARC-Concurrent-To", f"<{answer_id}>"),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return _member("request", new_id(), date(page.fetched_at), head, (_block(lines),))


def parse(member: bytes, max_bytes: int) -> Record:
    """The record in a gzip member whose payload has at most so many bytes. Raises BadRecordError."""
    try:
        unpacker = zlib.decompressobj(GZIP)
        data = unpacker.decompress(member, max_bytes + _MAX_HEAD)
    except zlib.error as fault:
        raise BadRecordError(str(fault)) from fault
    if not unpacker.eof:
        raise BadRecordError("it breaks off, or is longer than it should be")
    head, blank, rest = data.partition(_BLANK)
    fields = headers(head)
    length = fields.get("content-length", "")
    if not blank or not length.isdecimal():
        raise BadRecordError("it is no WARC record")
    block, end = rest[: int(length)], rest[int(length) :]
    if end != _BLANK:
        raise BadRecordError("it is not as long as it says")
    return Record(fields, block)


def headers(data: bytes) -> dict[str, str]:
    """The headers, by lower-case name, of the record that begins so. Raises BadRecordError if none does."""
    version, *lines = data.partition(_BLANK)[0].decode("utf-8", "replace").split("\r\n")
    if not version.startswith("WARC/"):
        raise BadRecordError("it is no WARC record")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def answer_id(headers: dict[str, str]) -> str:
    """The identifier of the answer in a record, or of the answer to the request in it."""
    return (headers.get("warc-concurrent-to") or headers.get("warc-record-id", "")).strip("<>")


def unpacked(packed: bytes, max_bytes: int) -> bytes:
    """The content of a gzip member of at most so many bytes. Raises BadRecordError."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        content = unpacker.decompress(packed, max_bytes + 1)
    except zlib.error as fault:
        raise BadRecordError(str(fault)) from fault
    if not unpacker.eof:
        raise BadRecordError("its payload breaks off, or is longer than it should be")
    return content


def target(url: str) -> str:
    """The URL without a user's name and password, and with nothing in it but ASCII (RFC 3986)."""
    scheme, _, rest = quote(url, safe="%/:?#[]@!$&'()*+,;=").partition("://")
    place = re.match("[^/?#]*", rest)
    assert place is not None
    return f"{scheme}://{place[0].rpartition('@')[2]}{rest[place.end() :]}" if rest else scheme


def _payload(page: Page) -> bytes:
    return page.content if page.packed is None else page.packed


def _is_unread(page: Page) -> bool:
    """Whether the server sent a body that the client left: a picture, say."""
    length = (page.header("content-length") or "").strip()
    return not _payload(page) and page.status not in {204, 304} and length.isdecimal() and int(length) > 0


def _http_head(page: Page) -> bytes:
    """Status line and headers, in the server's order, as they fit the bytes that are kept.

    A header that tells of the wire only (chunks, a packing undone since) is put aside under another name.
    """
    kept = str(len(_payload(page)))
    pairs: Pairs = []
    for name, value in page.headers:
        is_aside = (
            name == "transfer-encoding"
            or (name == "content-encoding" and page.packed is None)
            or (name == "content-length" and value.strip() != kept)
        )
        pairs.append((_ASIDE + name if is_aside else name, value))
    names = {name for name, _ in pairs}
    if page.packed is not None and "content-encoding" not in names:
        pairs.append(("Content-Encoding", "gzip"))
    if "content-length" not in names:
        pairs.append(("Content-Length", kept))
    return _block([f"HTTP/1.1 {page.status} {_phrase(page.status)}", *_lines(pairs)])


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _lines(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Headers, a line each; what HTTP does not allow as a name is left out, and no value breaks a line."""
    return [f"{name}: {_BREAKS.sub(' ', value).strip()}" for name, value in pairs if _TOKEN.fullmatch(name)]


def _block(lines: list[str]) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")


def _digest(*pieces: bytes) -> str:
    """SHA-1 in base 32, which every tool for WARC files knows; against forgery, rows have a SHA-256."""
    sha = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        sha.update(piece)
    return f"sha1:{b32encode(sha.digest()).decode()}"


def _member(
    kind: str, record_id: str, moment: str, head: Pairs, block: tuple[bytes, ...], *, level: int = TEXT_LEVEL
) -> bytes:
    """A record as a gzip member; its block comes in pieces, so that a large one is not copied."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <{record_id}>",
        f"WARC-Date: {moment}",
        *(f"{name}: {value}" for name, value in head),
        f"WARC-Block-Digest: {_digest(*block)}",
        f"Content-Length: {sum(map(len, block))}",
    ]
    packer = zlib.compressobj(level, zlib.DEFLATED, GZIP)
    pieces = (_block(lines), *block, _BLANK)
    return b"".join((*map(packer.compress, pieces), packer.flush()))
