"""Days whose index was read to its end, after they were over: what a walk back in time need not do again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scraper.archive.store.timestamps import now

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

_RECORD = """
    INSERT INTO indexed_days (outlet, day, articles, indexed_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (outlet, day) DO UPDATE SET articles = excluded.articles, indexed_at = excluded.indexed_at
"""


class IndexedDays:
    """The table `indexed_days`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, outlet: str, day: date, articles: int) -> None:
        """Note that the index of a day was read whole, and how many articles it named."""
        self._database.execute(_RECORD, (outlet, day.isoformat(), articles, now()))

    def days(self, outlet: str, since: date, until: date) -> set[date]:
        """The days within [since, until] that have been walked."""
        rows = self._database.rows(
            "SELECT day FROM indexed_days WHERE outlet = ? AND day BETWEEN ? AND ?",
            (outlet, since.isoformat(), until.isoformat()),
        )
        return {date.fromisoformat(day) for (day,) in rows}
