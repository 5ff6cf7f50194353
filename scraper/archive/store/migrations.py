"""How an archive comes to the tables of today, from those of any day.

A step that has been released is never edited: a change is a new step at the end of `STEPS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from scraper.archive.store.steps.compact import compact
from scraper.archive.store.steps.first import first_archive
from scraper.archive.store.steps.frontier import frontier, ledger
from scraper.archive.store.steps.record import record
from scraper.archive.store.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

STEPS: tuple[Callable[[Database], None], ...] = (first_archive, frontier, ledger, record, compact)

VERSION = len(STEPS)
"""The schema that this program writes, as `PRAGMA user_version` tells it."""


def apply(database: Database) -> None:
    """Take the steps that this archive has not taken yet. Raises sqlite3.Error."""
    migrations = Migrations("kliping")
    for step in STEPS:
        migrations(name=step.__name__)(step)
    migrations.apply(database)
    for name, select in VIEWS.items():
        database.executescript(f"DROP VIEW IF EXISTS {name}; CREATE VIEW {name} AS {select};")
