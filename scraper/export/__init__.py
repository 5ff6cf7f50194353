"""Export: articles, or the rows of a query, as a file for other tools; rows are streamed.

A file appears complete or not at all. `export` also writes two sidecar files: how to cite the export, and a
dictionary of its columns.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scraper.atomic_write import atomic_write
from scraper.errors import ExportError
from scraper.export.formats import FORMATS, Format
from scraper.export.sidecar import write_sidecars
from scraper.export.tables import Table, of_articles, of_query

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

__all__ = ["FORMATS", "Format", "Table", "export", "of_articles", "of_query", "write"]

PROGRESS = 1000
"""Rows between two reports of progress."""


def export(
    table: Table,
    path: str | Path,
    form: Format,
    *,
    overwrite: bool = False,
    on_rows: Callable[[int], None] | None = None,
) -> int:
    """Write a table to a file, with its citation and data dictionary; returns the number of rows.

    `on_rows` is called every `PROGRESS` rows with the number written so far. Raises ExportError when the file
    is there already (and not `overwrite`), cannot be written, or the format does not fit; ArchiveError as
    `Archive.query` does. The file then is as it was before.
    """
    target = Path(path).expanduser()
    exists = f"{target}: it exists already; name another file, or allow it with --overwrite"
    if target.exists() and not overwrite:
        raise ExportError(exists)
    try:
        with atomic_write(target, overwrite=overwrite) as file:
            rows = write(table, file, form, on_rows=on_rows)
        write_sidecars(table, target, rows)
    except FileExistsError as fault:
        raise ExportError(exists) from fault
    except OSError as fault:
        raise ExportError(f"{target}: it cannot be written ({fault.strerror or fault})") from fault
    return rows


def write(table: Table, file: BinaryIO, form: Format, *, on_rows: Callable[[int], None] | None = None) -> int:
    """Write a table to an open file; returns how many rows. Raises ExportError if the format does not fit."""
    if form.needs_articles and not table.is_articles:
        raise ExportError(f"{form.name} is for articles; export a query as csv, jsonl, parquet or xlsx")
    try:
        writer = form.open(table, file)
    except ImportError as fault:
        raise ExportError(
            f"{form.name} needs a library that is not installed: pip install 'kliping[{form.extra}]'"
        ) from fault
    count = 0
    with writer:
        for row in table.rows():
            writer.add(row)
            count += 1
            if on_rows and count % PROGRESS == 0:
                on_rows(count)
    return count
