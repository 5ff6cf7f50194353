"""Making an archive's file as small and as quick as it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.archive.store.locks import busy
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

_STEPS = (
    "INSERT INTO articles_fts (articles_fts) VALUES ('optimize')",
    "VACUUM",
    "PRAGMA optimize",
    "PRAGMA wal_checkpoint (TRUNCATE)",
)


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """The file's size in bytes, before and after."""

    before: int
    after: int


def vacuum(database: Database) -> Vacuumed:
    """Write the file anew, without unused pages, and the search index in one piece.

    Raises ArchiveError while a crawl runs.
    """
    if held := busy(database.path):
        names = ", ".join(name.lstrip("_") for name in held)
        raise ArchiveError(
            f"archive {database.path}: a crawl is at work on it ({names}); wait until that has finished"
        )
    database.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    before = database.path.stat().st_size
    for step in _STEPS:
        database.rows(step)
    return Vacuumed(before, database.path.stat().st_size)
