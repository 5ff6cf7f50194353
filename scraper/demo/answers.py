"""An answer of the toy server, and the ways in which its text becomes bytes."""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from base64 import b64decode
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Charset = Literal["utf-8", "windows-1252", "windows-1252-undeclared", "mojibake"]
"""How pages are written. "windows-1252" is declared in header and page, the "undeclared" form nowhere;
"mojibake" is UTF-8 whose text was damaged before (UTF-8 read as windows-1252: `seizinÂ redaksi`)."""

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
_META = '<meta charset="utf-8">'


@dataclass(frozen=True)
class Answer:
    """A response before the wire: `charset` is that of `body`; `modified` goes into Last-Modified."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    charset: str = "utf-8"
    modified: datetime | None = None
    location: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @cached_property
    def etag(self) -> str:
        """A strong entity tag, made of the body."""
        return f'"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'

    @cached_property
    def gzipped(self) -> bytes:
        """The body, compressed."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)


def encoded(html: str, charset: str, *, status: int = 200, modified: datetime | None = None) -> Answer:
    """An HTML page in one of the `Charset` ways."""
    if charset.startswith("windows-1252"):
        declared = charset == "windows-1252"
        html = html.replace(_META, '<meta charset="windows-1252">' if declared else "")
        content_type = "text/html; charset=windows-1252" if declared else "text/html"
        body = html.encode("windows-1252", "xmlcharrefreplace")
        return Answer(body, content_type, status, "windows-1252", modified)
    if charset == "mojibake":
        html = damaged(html.replace("&nbsp;", "\u00a0").replace("&copy;", "©"))
    return Answer(html.encode(), HTML, status, "utf-8", modified)


def damaged(text: str) -> str:
    """Text as it looks after its UTF-8 bytes were read as windows-1252, the way browsers read it."""
    return "".join(_AS_WINDOWS[byte] for byte in text.encode())


def _windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("windows-1252")
    except UnicodeDecodeError:  # five bytes have no meaning there; browsers pass them through
        return chr(byte)


_AS_WINDOWS = tuple(map(_windows, range(256)))

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI//////////////////////////////////////////"
    "//////////wAALCAAJABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AKAP/9k="
)
"""The photo of everything: a JPEG of 16 by 9 grey dots."""


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG of one colour (W3C PNG specification, colour type 2)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
