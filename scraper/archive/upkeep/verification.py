"""Whether an archive is whole: the database, its search index, and the bytes of every capture."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.archive.store.database import Database
    from scraper.archive.warc.captures import Captures

MAX_FAULTS = 100
"""So many faults of a kind are listed; a damaged disk brings forth millions."""

_IN_STEP = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
"""https://www.sqlite.org/fts5.html#the_integrity_check_command: with rank 1, against the articles too."""

_PIECE = 1000


@dataclass(slots=True)
class Verification:
    """What was found wrong: in the database, its foreign keys, its search index, its raw pages.

    `captures` were read, of which `damaged` tells those that could not be.
    """

    integrity: list[str] = field(default_factory=list)
    foreign_keys: list[str] = field(default_factory=list)
    index: list[str] = field(default_factory=list)
    captures: int = 0
    damaged: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """All that is wrong, in words."""
        return self.integrity + self.foreign_keys + self.index + self.damaged

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {"ok": not self.faults} | asdict(self)


def verify(database: Database, captures: Captures, on_progress: Callable[[str], None]) -> Verification:
    """Check all there is; `on_progress` is called with what is being looked at.

    The database must be open for writing, as SQLite's check of a search index demands; nothing is changed.
    """
    found = Verification()
    on_progress("the database")
    found.integrity = _faults(database, f"PRAGMA integrity_check({MAX_FAULTS})", "the database: {0}")
    on_progress("references")
    keys = "SELECT * FROM pragma_foreign_key_check"
    found.foreign_keys = _faults(database, keys, "{0}, row {1}: it refers to a row of {2} that is not there")
    on_progress("the search index")
    try:
        database.execute(_IN_STEP)
    except ArchiveError as fault:
        found.index = [f"the search index is not in step with the articles: {fault}"]
    _read_captures(database, captures, found, on_progress)
    return found


def _faults(database: Database, sql: str, words: str) -> list[str]:
    try:
        rows = database.rows(sql)
    except ArchiveError as fault:
        return [str(fault)]
    return [words.format(*row) for row in rows[:MAX_FAULTS] if row != ("ok",)]


def _read_captures(
    database: Database, captures: Captures, found: Verification, on_progress: Callable[[str], None]
) -> None:
    """Read every capture, in the order in which they lie on the disk."""
    (total,) = database.row("SELECT count(*) FROM captures") or (0,)
    for row in database.query("SELECT id FROM captures ORDER BY file, offset"):
        if found.captures % _PIECE == 0:
            on_progress(f"raw pages: {found.captures:,} of {total:,}")
        found.captures += 1
        try:
            captures.read(row["id"])
        except ArchiveError as fault:
            if len(found.damaged) < MAX_FAULTS:
                found.damaged.append(f"capture {row['id']}: {fault}")
