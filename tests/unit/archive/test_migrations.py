"""An archive of any age becomes one of today, and every table is fit for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlite_utils

from scraper.archive import migrations

if TYPE_CHECKING:
    from scraper.archive import Archive


def test_steps_are_taken_once(archive: Archive) -> None:
    names = [row["name"] for row in archive.query("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert names == [step.__name__ for step in migrations.STEPS]
    assert len(set(names)) == migrations.VERSION


def test_our_tables_are_strict(archive: Archive) -> None:
    loose = archive.query(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
        "AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlite%'"
    )
    assert list(loose) == []


def test_every_foreign_key_is_indexed(archive: Archive) -> None:
    """Or deleting one article would read whole tables."""
    database = sqlite_utils.Database(archive.path)
    bare = []
    for table in database.tables:
        starts = {index.columns[0] for index in table.indexes} | {table.pks[0]}
        bare += [(table.name, key.column) for key in table.foreign_keys if key.column not in starts]
    database.close()
    assert bare == [("captures", "outlet")]
