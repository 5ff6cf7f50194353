"""XLSX, row by row."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from scraper.export.flat import cell

if TYPE_CHECKING:
    from typing import BinaryIO

    from scraper.export.tables import Column, Row, Table

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
"""Excel's own bounds on a sheet's rows and a cell's characters."""

_FIRST_DAY = "1900-03-01"
"""Before that, Excel's calendar is wrong by a day, or ends."""

CUT = " … [cut]"


class Spreadsheet:
    """A workbook with a sheet, and further sheets where one is full. What is too long for a cell is cut.

    Texts are written as texts: none is a formula or a link.
    """

    def __init__(self, table: Table, file: BinaryIO) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
            "default_date_format": "yyyy-mm-dd hh:mm:ss",
            "remove_timezone": True,
        }
        self._columns = table.columns
        self._book = xlsxwriter.Workbook(file, options)
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._head = self._book.add_format({"bold": True})
        self._row = MAX_ROWS

    def __enter__(self) -> Self:
        self._turn()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._book.close()
        except FileCreateError as fault:  # what the operating system said, in the library's wrapping
            raise OSError(str(fault)) from fault

    def add(self, row: Row) -> None:
        """Write a row."""
        if self._row >= MAX_ROWS:
            self._turn()
        for number, column in enumerate(self._columns):
            self._write(number, column, row[column.name])
        self._row += 1

    def _turn(self) -> None:
        """Begin a sheet, with the names of the columns."""
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for number, column in enumerate(self._columns):
            self._sheet.write_string(0, number, column.name[:MAX_TEXT], self._head)
        self._row = 1

    def _write(self, number: int, column: Column, value: Any) -> None:
        value = cell(value)
        if value is None or value == "":
            return
        if column.kind in {"time", "day"} and value < _FIRST_DAY:
            self._sheet.write_string(self._row, number, value)
        elif column.kind == "time":
            self._sheet.write_datetime(self._row, number, datetime.fromisoformat(value))
        elif column.kind == "day":
            self._sheet.write_datetime(self._row, number, date.fromisoformat(value), self._day)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._row, number, value)
        else:
            text = value if len(value) <= MAX_TEXT else value[: MAX_TEXT - len(CUT)] + CUT
            self._sheet.write_string(self._row, number, text)
