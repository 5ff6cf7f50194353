"""What the table `captures` says of the places of records in WARC files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.archive.warc.file_names import FileName

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

IS_FORGOTTEN = "(requested IN (SELECT url FROM tombstones) OR url IN (SELECT url FROM tombstones))"
"""An SQL condition on `captures`: the row stays only until its records are erased."""

_END = "SELECT max(offset + length) FROM captures WHERE file = ?"
_NEXT = "SELECT min(offset) FROM captures WHERE file = ? AND offset > ?"
_IS_USED = f"SELECT 1 FROM captures WHERE file = ? AND NOT {IS_FORGOTTEN} LIMIT 1"  # noqa: S608
_LAST = "SELECT max(file) FROM captures WHERE file > ? AND file < ?"


class RecordIndex:
    """Lookups by file name. All of them raise ArchiveError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def end(self, file: FileName) -> int:
        """Where the last record of a file ends that a row points to; 0 if none does."""
        row = self._database.row(_END, (str(file),))
        return int(row[0] or 0) if row else 0

    def next_offset(self, file: FileName, offset: int) -> int | None:
        """Where the first record behind an offset begins that a row points to."""
        row = self._database.row(_NEXT, (str(file), offset))
        return row[0] if row else None

    def is_used(self, file: FileName) -> bool:
        """Whether a capture that is kept points into a file."""
        return self._database.row(_IS_USED, (str(file),)) is not None

    def last_number(self, outlet: str, month: str) -> int:
        """The highest number of a file of that outlet and month that a row names, 0 if there is none."""
        stem = f"{outlet}-{month}-"
        row = self._database.row(_LAST, (stem, f"{stem}:"))  # ":" is the character after "9"
        name = FileName.parse(row[0]) if row and row[0] else None
        return name.number if name else 0
