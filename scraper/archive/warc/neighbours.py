"""Other archives in the folder of one: they have its WARC files in common."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from scraper.archive.store.migrations import APPLICATION_ID
from scraper.archive.store.opening import MAGIC, connect_for_reading
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scraper.archive.warc.warc_files import Place

_SUFFIXES = ("-wal", "-shm", "-journal", ".lock")


@contextmanager
def of(archive: Path) -> Iterator[list[sqlite3.Connection]]:
    """The other archives beside one, of any schema, open for reading.

    Raises ArchiveError where a file may be one and cannot be read: what it needs is then not known.
    """
    with ExitStack() as stack:
        found = []
        for path in sorted(archive.parent.iterdir()):
            if path == archive or path.name.endswith(_SUFFIXES) or not _is_database(path):
                continue
            try:
                connection = connect_for_reading(path)
                stack.callback(connection.close)
                (application,) = connection.execute("PRAGMA application_id").fetchone()
            except sqlite3.Error as fault:
                raise ArchiveError(
                    f"{path}: this may be an archive that needs some of the same raw pages, and it cannot be "
                    f"read ({fault}); repair it, or move it to another folder"
                ) from fault
            if application == APPLICATION_ID:
                found.append(connection)
        yield found


def need(others: list[sqlite3.Connection], record_id: str) -> bool:
    """Whether one of them has a capture of that record."""
    return _any(others, "SELECT 1 FROM captures WHERE locator = ?", record_id)


def need_what_is_at(others: list[sqlite3.Connection], place: Place) -> bool:
    """Whether one of them has a capture whose content stands in that place."""
    sql = "SELECT 1 FROM captures WHERE file = ? AND offset = ?"
    return _any(others, sql, place.file, place.offset)


def _any(others: list[sqlite3.Connection], sql: str, *values: object) -> bool:
    return any(other.execute(sql, values).fetchone() for other in others)


def _is_database(path: Path) -> bool:
    """Whether a file says so of itself, and not that it is another program's."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    marks = (0, APPLICATION_ID)  # a new archive's own may still stand in its log
    return head.startswith(MAGIC) and int.from_bytes(head[68:72], "big") in marks
