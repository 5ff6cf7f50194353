"""CSV (RFC 4180) and JSON lines, both in UTF-8."""

from __future__ import annotations

import base64
import csv
import io
import json
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from typing import BinaryIO

    from scraper.export.tables import Row, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection)."""

SEPARATOR = "; "


class Csv:
    """A header, then a line a row. Lists stand in one cell, parted by a semicolon.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """

    def __init__(self, table: Table, file: BinaryIO) -> None:
        self._names = [column.name for column in table.columns]
        self._file = io.TextIOWrapper(file, "utf-8", errors="replace", newline="")
        self._csv = csv.writer(self._file)

    def __enter__(self) -> Self:
        if self._names:
            self._csv.writerow(map(harmless, self._names))
        return self

    def __exit__(self, *_: object) -> None:
        self._file.flush()
        self._file.detach()  # the file is its owner's to close

    def add(self, row: Row) -> None:
        """Write a line."""
        self._csv.writerow([harmless(cell(row[name])) for name in self._names])


class JsonLines:
    """An object a line; lists are arrays, missing values null."""

    def __init__(self, table: Table, file: BinaryIO) -> None:
        self._names = [column.name for column in table.columns]
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left."""

    def add(self, row: Row) -> None:
        """Write a line."""
        data = {name: _jsonable(row[name]) for name in self._names}
        self._file.write(json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


def cell(value: Any) -> Any:
    """A value as one cell has it: lists joined, bytes in base64."""
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return _jsonable(value)


def harmless(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _jsonable(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
