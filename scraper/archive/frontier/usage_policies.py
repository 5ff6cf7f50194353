"""What sites say of being archived or read by machines: for people to weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.archive.store.timestamps import now
from scraper.model import UsagePolicy

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

_RECORD = """
    INSERT INTO usage_policies (outlet, kind, text, url, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (outlet, kind) DO UPDATE SET text = excluded.text, url = excluded.url,
        last_seen = excluded.last_seen
"""


class UsagePolicies:
    """The table `usage_policies`: one row an outlet and kind, as last seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, outlet: str, notice: UsagePolicy) -> None:
        """Note that an outlet says so today."""
        seen = now()
        self._database.execute(_RECORD, (outlet, notice.kind, notice.text, notice.url, seen, seen))

    def of(self, outlet: str) -> list[UsagePolicy]:
        """All that an outlet was ever seen to say, by kind."""
        rows = self._database.rows(
            "SELECT kind, text, url FROM usage_policies WHERE outlet = ? ORDER BY kind", (outlet,)
        )
        return [UsagePolicy(*row) for row in rows]
