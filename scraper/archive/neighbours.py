"""Other archives in the folder of one: they have its WARC files in common."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from scraper.archive.database import Database
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SUFFIXES = ("-wal", "-shm", "-journal", ".lock")


@contextmanager
def of(archive: Path) -> Iterator[list[Database]]:
    """The other archives beside one, open for reading."""
    with ExitStack() as stack:
        found = []
        for path in sorted(archive.parent.iterdir()):
            if path == archive or not path.is_file() or path.name.endswith(_SUFFIXES):
                continue
            try:
                database = Database(path, read_only=True)
            except (ArchiveError, sqlite3.Error):
                continue
            stack.callback(database.close)
            found.append(database)
        yield found


def need(others: list[Database], record_id: str) -> bool:
    """Whether one of them has a capture of that record."""
    return any(other.row("SELECT 1 FROM captures WHERE locator = ?", (record_id,)) for other in others)
