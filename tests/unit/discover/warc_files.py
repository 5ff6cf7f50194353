"""WARC files, written byte by byte as the standard has it, so that they can be spoilt in any place."""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HTML = b"<html><body><p>Petani garam menyiapkan lahan.</p></body></html>"


def answer(
    body: bytes = HTML, *, status: bytes = b"200 OK", kind: bytes = b"text/html", more: bytes = b""
) -> bytes:
    """An HTTP answer as a record holds it; `more` are header lines, each with its end."""
    return b"HTTP/1.1 %b\r\nContent-Type: %b\r\n%b\r\n%b" % (status, kind, more, body)


def record(
    url: str = "https://suara.test/berita/1",
    block: bytes | None = None,
    *,
    version: bytes = b"1.1",
    kind: str = "response",
    date: str = "2024-05-02T01:02:03Z",
    length: str | None = None,
    digest: str | None = None,
    more: str = "",
) -> bytes:
    """One record. Its length and digest are the block's, unless others are given."""
    block = answer() if block is None else block
    real = base64.b32encode(hashlib.sha1(block).digest()).decode()
    fields = (
        f"WARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"WARC-Block-Digest: {digest or f'sha1:{real}'}\r\n{more}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return b"WARC/%b\r\n%b%b\r\n\r\n" % (version, fields.encode(), block)


def numbered(first: int, last: int) -> list[bytes]:
    """Records of the pages with these numbers."""
    return [record(f"https://suara.test/berita/{number}") for number in range(first, last + 1)]


def packed(records: Iterable[bytes]) -> bytes:
    """A gzip member a record."""
    return b"".join(map(gzip.compress, records))
