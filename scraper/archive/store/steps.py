"""The steps of the migrations, in the order in which they are taken.

A step that has been released is frozen, `schema.sql` included: a change of the schema is a new step at the
end. A step imports nothing of kliping, for what it calls today may do something else tomorrow.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def create_tables(database: Database) -> None:
    """All tables, indexes and triggers of `schema.sql`."""
    schema = files("scraper.archive.store").joinpath("schema.sql")
    database.executescript(schema.read_text(encoding="utf-8"))


STEPS = (create_tables,)
