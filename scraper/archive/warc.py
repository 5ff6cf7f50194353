"""Where the bytes of captures are kept: `write` gives a locator, and `read` the bytes it stands for."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from scraper.archive.database import Database
    from scraper.model import Page

_SCHEME = "body:"
_ZLIB_OR_GZIP = 47
"""`wbits` by which zlib reads RFC 1950 and RFC 1952, whichever it finds."""

_LEVEL = 1
"""zlib's fastest: at its default, packing a page would take longer than fetching it."""


class Bodies:
    """The table `capture_bodies`: bodies compressed, identical ones kept once by their SHA-256.

    A body that the server sent as gzip is kept as it came; others are compressed (zlib) here.

    A locator is `body:` and the digest in hexadecimal.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, page: Page, digest: str) -> str:
        """Keep the page's content, of which `digest` is the SHA-256 in hexadecimal; returns its locator."""
        self._database.execute(
            "INSERT INTO capture_bodies (digest, content) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
            (digest, page.packed or zlib.compress(page.content, _LEVEL)),
        )
        return _SCHEME + digest

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
