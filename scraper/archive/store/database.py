"""One connection to an archive, for written SQL; a fault of SQLite comes out as an ArchiveError."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlite_utils
from sqlite_utils.utils import dedupe_keys

from scraper.archive.store import opening
from scraper.archive.store.sqlite_faults import archive_error, faults
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Parameters = Sequence[Any] | Mapping[str, Any]

_SURROGATES = re.compile("[\ud800-\udfff]")


class Database:
    """An open archive. Every method raises ArchiveError when SQLite cannot do its part.

    A lone surrogate in a text, which UTF-8 cannot carry, is written as U+FFFD. Not for use from several
    threads; and no `await` may stand inside `atomic()`, or other tasks would write into its transaction.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """Open the archive at `path`, as `opening.open_archive` does."""
        self.path, self._connection = opening.open_archive(path, read_only=read_only)
        self._utils = sqlite_utils.Database(self._connection, execute_plugins=False)
        self._reader: sqlite3.Connection | None = None

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run one statement, in a transaction of its own unless inside `atomic()`."""
        try:  # not `faults`, which takes as long as a short statement
            return _execute(self._connection, sql, parameters)
        except sqlite3.Error as fault:
            raise archive_error(self.path, fault) from fault

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run one statement for each row, inside `atomic()`; returns how many rows of the table changed."""
        try:
            # executemany would have to look into every text beforehand, for it cannot be taken up midway.
            return sum([_execute(self._connection, sql, row).rowcount for row in rows])
        except sqlite3.Error as fault:
            raise archive_error(self.path, fault) from fault

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT or of a RETURNING clause."""
        try:
            return _execute(self._connection, sql, parameters).fetchall()
        except sqlite3.Error as fault:
            raise archive_error(self.path, fault) from fault

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """The first of `rows`, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it.

        Inside another it is a part of that: the outermost commits, and whoever catches in between what was
        raised inside needs a `savepoint`, or would keep a part.
        """
        with faults(self.path):
            if self._connection.in_transaction:
                yield
                return
            # sqlite-utils would begin deferred: such a transaction fails at once, without waiting, when
            # another program writes between its first read and its first write.
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._utils.commit()
            except BaseException:
                self._utils.rollback()
                raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Inside `atomic()`: what is written inside is undone where that raises, and the rest is kept."""
        with faults(self.path), self._utils.atomic():
            yield

    def query(self, sql: str, parameters: Parameters = ()) -> Iterator[dict[str, Any]]:
        """Run one SELECT on what is committed, and stream its rows; a column's name met again is numbered.

        It runs on a connection of its own that can write nothing, not even another file.
        """
        with faults(self.path):
            if self._reader is None:
                self._reader = opening.connect_for_reading(self.path)
                self._reader.set_authorizer(_no_other_files)
            cursor = _execute(self._reader, sql, parameters)
        if cursor.description is None:
            raise ArchiveError("only a SELECT can be run on the archive; this statement returns no rows")
        return self._stream(cursor)

    def _stream(self, cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
        names = dedupe_keys(column[0] for column in cursor.description)
        with faults(self.path):
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        if self._reader is not None:  # first: the last to leave must be able to fold the log into the file
            self._reader.close()
        self._connection.close()


def _execute(connection: sqlite3.Connection, sql: str, parameters: Parameters) -> sqlite3.Cursor:
    try:
        return connection.execute(sql, parameters)
    except UnicodeEncodeError:
        return connection.execute(sql, _encodable(parameters))


def _encodable(parameters: Parameters) -> Parameters:
    if isinstance(parameters, Mapping):
        return {name: _mended(value) for name, value in parameters.items()}
    return [_mended(value) for value in parameters]


def _mended(value: object) -> object:
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value


def _no_other_files(action: int, *_: str | None) -> int:
    # This stops VACUUM INTO as well: it attaches the file that it writes.
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK
