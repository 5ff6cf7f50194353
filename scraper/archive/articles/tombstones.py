"""What was forgotten, and why: addresses that are not fetched again, and whose article is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.archive.store.timestamps import now
from scraper.text.urls import twin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.archive.store.database import Database

_ADD = "INSERT INTO tombstones (url, outlet, reason, forgotten_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_OF = "SELECT url, outlet, reason, forgotten_at FROM tombstones WHERE url IN (?, ?) ORDER BY rowid"
_ALL = "SELECT url, outlet, reason, forgotten_at FROM tombstones ORDER BY forgotten_at DESC, rowid"
_COPY = (
    "INSERT INTO tombstones SELECT ?, outlet, reason, ? FROM tombstones WHERE url = ? ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An address that was forgotten: of which outlet (slug), why, and when (UTC, ISO 8601)."""

    url: str
    outlet: str
    reason: str
    forgotten_at: str

    @property
    def words(self) -> str:
        """Why the address is refused, for people."""
        return f"forgotten on {self.forgotten_at[:10]}: {self.reason}"


class Tombstones:
    """The table `tombstones`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, url: str | None) -> Tombstone | None:
        """The tombstone of an address (canonical, or as requested; of either scheme), if it has one."""
        row = self._database.row(_OF, (url, twin(url or "")))
        return Tombstone(*row) if row else None

    def all(self) -> list[Tombstone]:
        """All of them, the latest first; of an address, the scheme that it was known by before the other."""
        return [Tombstone(*row) for row in self._database.rows(_ALL)]

    def add(self, urls: Iterable[str], outlet: str, reason: str) -> None:
        """Have these forgotten, by http and https; an address that is already keeps its reason and time."""
        moment = now()
        rows = [(form, outlet, reason, moment) for url in urls for form in (url, twin(url))]
        self._database.execute_many(_ADD, rows)

    def add_alias(self, url: str, forgotten: str) -> None:
        """Have one more address of a forgotten article forgotten, for the same reason."""
        moment = now()
        self._database.execute_many(_COPY, [(form, moment, forgotten) for form in (url, twin(url))])
