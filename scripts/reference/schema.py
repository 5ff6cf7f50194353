"""The reference of the archive's tables and views, out of a new archive and the comments in its SQL.

A comment behind a column describes the column (`slug TEXT PRIMARY KEY, -- short name`); lines of comment
right above `CREATE TABLE` or `CREATE VIEW` describe the table or the view.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import scraper.archive.store
from scraper.archive import Archive
from scripts.reference.markdown import table

SQL = Path(scraper.archive.store.__path__[0])
"""The folder of the files of SQL that make an archive."""

_INTERNAL = re.compile(r"(?:_|sqlite_|articles_fts_)")
"""Names of tables that are SQLite's, the full-text index's or the migrations' own."""


def markdown() -> str:
    """A section for each table, then for each view, of a new archive."""
    described = descriptions("\n".join(file.read_text("utf-8") for file in sorted(SQL.glob("*.sql"))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        Archive(path).close()
        with closing(sqlite3.connect(path)) as connection:
            parts = []
            for title, kind, columns in (("Tables", "table", _table), ("Views", "view", _view)):
                parts.append(f"## {title}")
                for name, sql in _objects(connection, kind):
                    parts += [f"### `{name}`", described.get(name, ""), columns(connection, name, sql)]
    return "\n\n".join(part for part in parts if part)


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
    return table(("column", "type", "key", "what it holds"), rows)


def _view(connection: sqlite3.Connection, name: str, _: str) -> str:
    columns = ", ".join(f"`{column[1]}`" for column in connection.execute(f"PRAGMA table_info({name})"))
    return f"Columns: {columns}."


def _key(primary: int, reference: str) -> str:
    return ", ".join(part for part in ("primary" if primary else "", reference) if part)


def column_comments(sql: str) -> dict[str, str]:
    """The comment behind each column of a CREATE TABLE, by the column's name."""
    found = re.findall(r"^\s*[\"\[`]?(\w+)[\"\]`]?\s.*?--\s*(.*?)\s*$", sql, re.MULTILINE)
    return {name: comment for name, comment in found if name.upper() != "CREATE"}


def descriptions(sql: str) -> dict[str, str]:
    """The comment right above each CREATE statement, as one paragraph, by the name of what it creates."""
    found = re.findall(r"((?:^--.*\n)+)CREATE (?:VIRTUAL )?(?:TABLE|VIEW) (\w+)", sql, re.MULTILINE)
    return {name: " ".join(re.sub(r"^--", "", lines, flags=re.MULTILINE).split()) for lines, name in found}
