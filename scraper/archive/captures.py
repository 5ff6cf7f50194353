"""Captures: every response as it was received, kept before anything is read from it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scraper.errors import ArchiveError
from scraper.model import Page

if TYPE_CHECKING:
    from scraper.archive.database import Database
    from scraper.archive.warc import Bodies

_STORE = """
    INSERT INTO captures (outlet, lead_id, requested, url, status, fetched_at, headers, digest, size, elapsed,
        locator)
    VALUES (?, (SELECT id FROM leads WHERE url = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id, lead_id
"""

_OF_LEAD = """
    SELECT requested, max(id) FROM captures
    WHERE lead_id = (SELECT id FROM leads WHERE url = ?) AND status BETWEEN 200 AND 299
    GROUP BY requested
"""


_NEWEST = "SELECT max(id) FROM captures WHERE requested = ? AND status BETWEEN 200 AND 299"


class Captures:
    """The table `captures`; the bytes themselves are where `Bodies` keeps them."""

    def __init__(self, database: Database, bodies: Bodies) -> None:
        self._database = database
        self._bodies = bodies

    def store(self, page: Page, *, outlet: str, lead: str | None = None) -> int:
        """Keep a response; returns the capture's id.

        `lead` is the URL of the lead that was visited, where there is one: feeds and sitemaps have none.
        Raises ArchiveError when the outlet or the lead is not in the archive.
        """
        digest = hashlib.sha256(page.content).hexdigest()
        with self._database.atomic():
            row = self._database.row(
                _STORE,
                (
                    outlet,
                    lead,
                    page.requested,
                    page.url,
                    page.status,
                    page.fetched_at.astimezone(UTC).isoformat(timespec="microseconds"),
                    json.dumps(page.headers, ensure_ascii=False),
                    digest,
                    len(page.content),
                    page.elapsed,
                    self._bodies.write(page, digest),
                ),
            )
            assert row is not None
            if lead is not None and row[1] is None:
                raise ArchiveError(
                    f"archive {self._database.path}: it has no lead {lead}; add it before its captures"
                )
        return int(row[0])

    def read(self, capture_id: int) -> Page:
        """The response as it was stored. Raises ArchiveError when there is none, or its bytes are damaged."""
        row = self._database.row(
            "SELECT requested, url, status, headers, locator, fetched_at, elapsed FROM captures WHERE id = ?",
            (capture_id,),
        )
        if row is None:
            raise ArchiveError(f"archive {self._database.path}: it has no capture {capture_id}")
        requested, url, status, headers, locator, fetched_at, elapsed = row
        return Page(
            requested=requested,
            url=url,
            status=status,
            headers=tuple((name, value) for name, value in json.loads(headers)),
            content=self._bodies.read(locator),
            fetched_at=datetime.fromisoformat(fetched_at),
            elapsed=elapsed,
        )

    def newest(self, url: str) -> int | None:
        """The newest capture (id) of a 2xx answer to that URL, whoever asked; None where there is none."""
        row = self._database.row(_NEWEST, (url,))
        return None if row is None or row[0] is None else int(row[0])

    def of_lead(self, lead: str) -> dict[str, int]:
        """What was asked for that lead, each URL with the newest capture (id) of a 2xx answer."""
        return dict(self._database.rows(_OF_LEAD, (lead,)))
