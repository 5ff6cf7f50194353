"""How an archive comes to the tables and views of today, from those of any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlite_utils
from sqlite_utils.migrations import Migrations

from scraper.archive.store import views
from scraper.archive.store.steps import STEPS

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x6B6C6970
"""`klip` in ASCII, in the file's header: https://www.sqlite.org/pragma.html#pragma_application_id."""

VERSION = len(STEPS)
"""The schema that this program writes: `PRAGMA user_version`."""


def bring_up_to_date(connection: sqlite3.Connection, version: int) -> None:
    """Take the steps that an archive of this version (0: a blank file) lacks, and renew its views.

    All is one transaction, the version in the file's header included: a killed process leaves what was.
    Raises sqlite3.Error.
    """
    if version == VERSION and views.are_current(connection):
        return
    database = sqlite_utils.Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have brought it up to date meanwhile: what is there now counts.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version:
            views.drop(connection)
        _take_steps(database)
        views.create(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _take_steps(database: sqlite_utils.Database) -> None:
    migrations = Migrations("kliping")
    for step in STEPS:
        migrations(name=step.__name__)(step)
    migrations.apply(database)
