"""The reference of the archive's tables and views, out of a new archive and the comments in its SQL.

A comment behind a column describes the column (`slug TEXT PRIMARY KEY, -- short name`); lines of comment that
follow `CREATE TABLE … (` or `CREATE VIEW … AS` describe the table or the view.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from scraper.archive import Archive
from scripts.reference.markdown import table

_INTERNAL = re.compile(r"(?:_|sqlite_|articles_fts_)")
"""Names of tables that are SQLite's, the full-text index's or the migrations' own."""


def markdown() -> str:
    """A section for each table, then for each view, of a new archive."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        Archive(path).close()
        with closing(sqlite3.connect(path)) as connection:
            return "\n\n".join(
                [
                    "## Tables",
                    *(_table(connection, name, sql) for name, sql in _objects(connection, "table")),
                    "## Views",
                    *(_view(connection, name, sql) for name, sql in _objects(connection, "view")),
                ]
            )


def _objects(connection: sqlite3.Connection, kind: str) -> list[tuple[str, str]]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = ? ORDER BY rowid", (kind,))
    return [(name, sql) for name, sql in rows if not _INTERNAL.match(name)]


def _table(connection: sqlite3.Connection, name: str, sql: str) -> str:
    references = {
        column: f"`{target}.{key or column}`"
        for _, _, target, column, key, *_ in connection.execute(f"PRAGMA foreign_key_list({name})")
    }
    comments = column_comments(sql)
    rows = [
        (f"`{column}`", kind, _key(primary, references.get(column, "")), comments.get(column, ""))
        for _, column, kind, _, _, primary, hidden in connection.execute(f"PRAGMA table_xinfo({name})")
        if hidden != 1
    ]
    parts = [f"### `{name}`", description(sql), table(("column", "type", "key", "what it holds"), rows)]
    return "\n\n".join(part for part in parts if part)


def _view(connection: sqlite3.Connection, name: str, sql: str) -> str:
    columns = ", ".join(f"`{column[1]}`" for column in connection.execute(f"PRAGMA table_info({name})"))
    return "\n\n".join(part for part in (f"### `{name}`", description(sql), f"Columns: {columns}.") if part)


def _key(primary: int, reference: str) -> str:
    return ", ".join(part for part in ("primary" if primary else "", reference) if part)


def column_comments(sql: str) -> dict[str, str]:
    """The comment behind each column of a CREATE TABLE, by the column's name."""
    found = re.findall(r"^\s*[\"\[`]?(\w+)[\"\]`]?\s.*?--\s*(.*?)\s*$", sql, re.MULTILINE)
    return {name: comment for name, comment in found if name.upper() != "CREATE"}


def description(sql: str) -> str:
    """The lines of comment right behind the first line of a CREATE statement, as one paragraph."""
    lines = sql.splitlines()[1:]
    comments = []
    for line in lines:
        if not line.strip().startswith("--"):
            break
        comments.append(line.strip().removeprefix("--").strip())
    return " ".join(comments)
