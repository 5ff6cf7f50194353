"""SQLite's errors as ArchiveErrors: what happened, to what, and what to do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ADVICE = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; wait until that has finished, and try again",
    sqlite3.SQLITE_LOCKED: "another part of this program is using it; try again",
    sqlite3.SQLITE_FULL: "the disk is full; free some space and try again: what was stored before is safe",
    sqlite3.SQLITE_READONLY: "it is open for reading only, or you may not write to it or its folder; "
    "open it for writing, and check the permissions",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the permissions of the file and of its folder",
    sqlite3.SQLITE_PERM: "permission is denied; check who owns the file and its folder",
    sqlite3.SQLITE_NOTADB: "it is no SQLite database; name another file, or move this one away",
    sqlite3.SQLITE_CORRUPT: "it is damaged; restore a copy, or save what can be read: sqlite3 FILE .recover",
    sqlite3.SQLITE_IOERR: "the disk reports an error; check its free space and its health",
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "what this belongs to is not in the archive; register an outlet "
    "before its leads, captures and articles",
}
"""By result code, https://www.sqlite.org/rescode.html."""


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Raise ArchiveError for any sqlite3.Error inside, naming the archive at `path`."""
    try:
        yield
    except sqlite3.Error as fault:
        raise archive_error(path, fault) from fault


def archive_error(path: Path, fault: sqlite3.Error) -> ArchiveError:
    """The ArchiveError for this error of SQLite in the archive at `path`."""
    code = getattr(fault, "sqlite_errorcode", 0)
    advice = _ADVICE.get(code) or _ADVICE.get(primary(fault))
    return ArchiveError(f"archive {path}: {advice} ({fault})" if advice else f"archive {path}: {fault}")


def primary(fault: BaseException | None) -> int:
    """The primary result code of an SQLite error, without the extension in its higher bits; 0 if unknown."""
    return int(getattr(fault, "sqlite_errorcode", 0)) & 0xFF
