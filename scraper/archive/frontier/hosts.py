"""What is known of hosts between runs: until when they are closed, how slow they are, their robots.txt."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scraper.model import HostState, Page

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

_NOTE = """
    INSERT INTO hosts (host, open_at, pace) VALUES (?, ?, ?)
    ON CONFLICT (host) DO UPDATE SET open_at = excluded.open_at, pace = excluded.pace
"""

_KEEP_ROBOTS = """
    INSERT INTO robots (origin, url, status, headers, content, fetched_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (origin) DO UPDATE SET url = excluded.url, status = excluded.status,
        headers = excluded.headers, content = excluded.content, fetched_at = excluded.fetched_at
"""


class Hosts:
    """The tables `hosts` and `robots`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recall(self, host: str) -> HostState:
        """What is known of a host; an empty state for one never noted."""
        row = self._database.row("SELECT open_at, pace FROM hosts WHERE host = ?", (host,))
        if row is None:
            return HostState()
        return HostState(datetime.fromisoformat(row[0]) if row[0] else None, row[1])

    def note(self, host: str, state: HostState) -> None:
        """Keep what is known of a host."""
        open_at = state.open_at.astimezone(UTC).isoformat(timespec="seconds") if state.open_at else None
        self._database.execute(_NOTE, (host, open_at, state.pace))

    def robots(self, origin: str) -> Page | None:
        """The newest answer to an origin's /robots.txt ("https://example.com"), or None."""
        row = self._database.row(
            "SELECT url, status, headers, content, fetched_at FROM robots WHERE origin = ?", (origin,)
        )
        if row is None:
            return None
        url, status, headers, content, fetched_at = row
        pairs = tuple((name, value) for name, value in json.loads(headers))
        return Page(f"{origin}/robots.txt", url, status, pairs, content, datetime.fromisoformat(fetched_at))

    def keep_robots(self, origin: str, page: Page) -> None:
        """Keep that answer, in place of the one before."""
        fetched_at = page.fetched_at.astimezone(UTC).isoformat(timespec="seconds")
        headers = json.dumps(page.headers, ensure_ascii=False)
        self._database.execute(
            _KEEP_ROBOTS, (origin, page.url, page.status, headers, page.content, fetched_at)
        )
