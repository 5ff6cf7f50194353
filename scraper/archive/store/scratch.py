"""A temporary archive that knows the leads of another: what a crawl would do can be tried out on it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scraper.archive.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARTICLES = "UPDATE leads SET article_id = NULL"

_OF_OUTLET = {"outlets": "slug", "leads": "outlet", "indexed_days": "outlet"}
"""Tables of which an outlet's rows are copied, and the column that names the outlet."""

_COMPLETE = ("hosts", "robots", "runs", "tombstones")


@contextmanager
def scratch(original: Path, outlets: Iterable[str]) -> Iterator[Path]:
    """A path of an archive that knows the leads of these outlets (slugs), and the hosts, as `original` does.

    It has no articles and no pages. The original is only read, and need not exist. Raises ArchiveError.
    """
    with TemporaryDirectory(prefix="kliping-") as folder:
        path = Path(folder) / "scratch.db"
        if original.expanduser().exists():
            _fill(path, original.expanduser().absolute(), list(outlets))
        yield path


def _fill(path: Path, original: Path, outlets: list[str]) -> None:
    Database(original, read_only=True).close()  # is it an archive, and one of today's schema?
    database = Database(path)
    try:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("ATTACH ? AS original", (f"{original.as_uri()}?mode=ro",))
        marks = ", ".join("?" * len(outlets))
        for table, column in _OF_OUTLET.items():
            copied = f"INSERT INTO {table} SELECT * FROM original.{table} WHERE {column} IN ({marks})"  # noqa: S608
            database.execute(copied, outlets)
        for table in _COMPLETE:
            database.execute(f"INSERT INTO {table} SELECT * FROM original.{table}")  # noqa: S608
        database.execute(_ARTICLES)
    finally:
        database.close()
