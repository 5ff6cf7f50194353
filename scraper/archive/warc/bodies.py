"""The bytes of captures that were stored before there were WARC files."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

_SCHEME = "body:"
_ZLIB_OR_GZIP = 47
"""`wbits` by which zlib reads RFC 1950 and RFC 1952, whichever it finds."""


class Bodies:
    """The table `capture_bodies`: identical bodies once, compressed here (zlib) or by the server (gzip).

    A locator is `body:` and the body's SHA-256 in hexadecimal. Nothing is added any more.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, locator: str) -> bytes:
        """The bytes as they were written. Raises ArchiveError when they are missing or damaged."""
        digest = locator.removeprefix(_SCHEME)
        row = self._database.row("SELECT content FROM capture_bodies WHERE digest = ?", (digest,))
        if row is None:
            raise ArchiveError(f"archive {self._database.path}: it does not hold the bytes {locator}")
        try:
            content = zlib.decompress(row[0], _ZLIB_OR_GZIP)
        except zlib.error as fault:
            raise self._damaged(locator) from fault
        if hashlib.sha256(content).hexdigest() != digest:
            raise self._damaged(locator)
        return content

    def _damaged(self, locator: str) -> ArchiveError:
        return ArchiveError(f"archive {self._database.path}: the bytes {locator} are damaged; restore a copy")
