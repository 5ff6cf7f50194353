"""Making an archive's file as small and as quick as it can be."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.archive.articles import duplicates
from scraper.archive.store.locks import busy
from scraper.archive.store.opening import BUSY_SECONDS, PAGE_SIZE
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.archive.store.database import Database

_UNUSED = "DELETE FROM capture_bodies WHERE digest NOT IN (SELECT digest FROM captures WHERE file IS NULL)"

_STEPS = (
    "INSERT INTO articles_fts (articles_fts) VALUES ('optimize')",
    "VACUUM",
    "PRAGMA optimize",
    "PRAGMA wal_checkpoint (TRUNCATE)",
)


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """The file's size in bytes, before and after, and what was put in order.

    So many `bodies` of pages belonged to no capture; so many articles were `sketched`, to find their copies.
    """

    before: int
    after: int
    bodies: int
    sketched: int


def vacuum(database: Database) -> Vacuumed:
    """Remove what belongs to nothing, add what an older kliping did not keep, and write the file anew.

    Raises ArchiveError while a crawl runs.
    """
    if held := busy(database.path):
        names = ", ".join(name.lstrip("_") for name in held)
        raise ArchiveError(
            f"archive {database.path}: a crawl is at work on it ({names}); wait until that has finished"
        )
    database.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    before = database.path.stat().st_size
    bodies = database.execute(_UNUSED).rowcount
    sketched = duplicates.complete(database)
    with _resized(database):
        for step in _STEPS:
            database.rows(step)
    return Vacuumed(before, database.path.stat().st_size, bodies, sketched)


@contextmanager
def _resized(database: Database) -> Iterator[None]:
    """Have a VACUUM inside give the file pages of `PAGE_SIZE`, if nobody else has the archive open.

    SQLite does that in no file with a write-ahead log: https://www.sqlite.org/pragma.html#pragma_page_size.
    """
    if database.row("PRAGMA page_size") == (PAGE_SIZE,):
        yield
        return
    with suppress(ArchiveError):  # somebody reads it
        database.rows("PRAGMA busy_timeout = 0")
        database.rows("PRAGMA journal_mode = DELETE")
    database.rows(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    database.rows(f"PRAGMA page_size = {PAGE_SIZE}")
    try:
        yield
    finally:
        database.rows("PRAGMA journal_mode = WAL")
