"""The formats, by name: how a table is written in each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from typing import BinaryIO

    from scraper.export.tables import Row, Table


class Writer(Protocol):
    """Writes rows to an open file; what is left is written at the end of the `with` block."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End; after an exception, whatever is written is thrown away."""

    def add(self, row: Row) -> None:
        """Write a row."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format; `extra` names the optional dependencies that it needs, if any."""

    name: str
    place: str
    extra: str = ""
    needs_articles: bool = False
    is_text: bool = True

    def open(self, table: Table, file: BinaryIO) -> Writer:
        """A writer of this format. Raises ImportError when its library is not installed."""
        module, _, name = self.place.partition(":")
        writer: Writer = getattr(import_module(f"scraper.export.{module}"), name)(table, file)
        return writer


FORMATS = {
    form.name: form
    for form in (
        Format("csv", "flat:Csv"),
        Format("jsonl", "flat:JsonLines"),
        Format("parquet", "parquet:Parquet", extra="parquet", is_text=False),
        Format("xlsx", "spreadsheet:Spreadsheet", extra="xlsx", is_text=False),
        Format("md", "documents:Markdown", needs_articles=True),
        Format("txt", "documents:Plain", needs_articles=True),
    )
}
