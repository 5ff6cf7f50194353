"""The views that kliping makes in every archive, as `views.sql` has them.

The table `managed_views` names those that are there, each with the digest of its SQL: where that differs from
`views.sql`, they are made anew. A view or table of the user's own is never touched, whatever its name.
"""

from __future__ import annotations

import re
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_STATEMENT = re.compile(r"^CREATE VIEW (\w+) AS$.*?(?=;$)", re.MULTILINE | re.DOTALL)


def statements() -> dict[str, str]:
    """The CREATE VIEW statement of each view, by name."""
    sql = files("scraper.archive.store").joinpath("views.sql").read_text(encoding="utf-8")
    return {match[1]: match[0] for match in _STATEMENT.finditer(sql)}


def are_current(connection: sqlite3.Connection) -> bool:
    """Whether the archive has the views of today. Raises sqlite3.Error."""
    return _managed(connection) == {name: _digest(sql) for name, sql in statements().items()}


def drop(connection: sqlite3.Connection) -> None:
    """Take out all views that kliping made, inside a transaction. Raises sqlite3.Error.

    This comes before a step of the migrations too: SQLite would rewrite views, or refuse the step because of
    them, where a table or column that they name is renamed.
    """
    existing = _existing(connection)
    for name, digest in _managed(connection).items():
        if _digest(existing.get(name, "")) == digest:  # otherwise the user has put another in its place
            connection.execute(f"DROP VIEW {name}")
    connection.execute("DELETE FROM managed_views")


def create(connection: sqlite3.Connection) -> None:
    """Make the views of today, after `drop`, in the same transaction. Raises sqlite3.Error."""
    existing = _existing(connection)
    for name, sql in statements().items():
        if name not in existing:
            connection.execute(sql)
        connection.execute("INSERT INTO managed_views VALUES (?, ?)", (name, _digest(sql)))


def _managed(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, digest FROM managed_views"))


def _existing(connection: sqlite3.Connection) -> dict[str, str]:
    """The SQL of all tables and views, by name."""
    return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')"))


def _digest(sql: str) -> str:
    return sha256(sql.encode()).hexdigest()
