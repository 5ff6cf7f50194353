"""Parquet, with types: days, instants with their zone, lists."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

import pyarrow
import pyarrow.parquet

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from scraper.export.tables import Kind, Row, Table

GROUP = 2_000
"""Rows that are kept in memory and written together: some megabytes of articles."""

_TYPES: dict[Kind, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "integer": pyarrow.int64(),
    "real": pyarrow.float64(),
    "day": pyarrow.date32(),
    "time": pyarrow.timestamp("s", tz="UTC"),
    "list": pyarrow.list_(pyarrow.string()),
    "bytes": pyarrow.binary(),
    "mixed": pyarrow.string(),
}


class Parquet:
    """One file, zstd-compressed. The meanings of the columns stand in its schema."""

    def __init__(self, table: Table, file: BinaryIO) -> None:
        self._columns = table.columns
        self._schema = pyarrow.schema(
            pyarrow.field(column.name, _TYPES[column.kind], metadata={"meaning": column.meaning})
            for column in table.columns
        )
        self._file = file
        self._rows: list[Row] = []

    def __enter__(self) -> Self:
        self._writer = pyarrow.parquet.ParquetWriter(self._file, self._schema, compression="zstd")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def add(self, row: Row) -> None:
        """Keep a row until a group is full."""
        self._rows.append(row)
        if len(self._rows) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        arrays = []
        for column in self._columns:
            typed = _VALUES.get(column.kind)
            values = [row[column.name] for row in self._rows]
            if typed:
                values = [None if value is None else typed(value) for value in values]
            arrays.append(_array(values, _TYPES[column.kind]))
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


def _array(values: list[Any], kind: pyarrow.DataType) -> pyarrow.Array:
    try:
        return pyarrow.array(values, kind)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, OverflowError, UnicodeEncodeError):
        return pyarrow.array([_fitting(value, kind) for value in values], kind)


def _fitting(value: Any, kind: pyarrow.DataType) -> Any:
    """The value, or null where it is not of the kind that the first rows of a query had."""
    try:
        pyarrow.array([value], kind)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, OverflowError, UnicodeEncodeError):
        return str(value) if kind == pyarrow.string() else None
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=repr)


_VALUES: dict[Kind, Callable[[Any], Any]] = {
    "day": date.fromisoformat,
    "time": datetime.fromisoformat,
    "text": _text,
    "mixed": _text,
    "real": float,
}
