"""Leads: what is to be visited, and what became of it.

A lead's `state` goes `new` → `fetched` (the bytes are stored) → `done` (an outcome is recorded). A process
that dies leaves each lead in one of the three, so the next run takes it up where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.archive import attached
from scraper.archive.times import now, utc
from scraper.errors import ArchiveError
from scraper.model import (
    Failed,
    Gone,
    Lead,
    NotAnArticle,
    Outcome,
    Refused,
    Revised,
    Stored,
    Unchanged,
)
from scraper.model.article import iso, moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from scraper.archive.database import Database
    from scraper.archive.outlets import Outlets

MAX_TRIES = 5
"""A lead that failed this often in a row, over all runs, is given up."""

WORDS: dict[type[Outcome], str] = {
    Stored: "stored",
    Revised: "revised",
    Unchanged: "unchanged",
    NotAnArticle: "not-an-article",
    Refused: "refused",
    Gone: "gone",
    Failed: "failed",
}
"""An outcome's name in the column `outcome`."""

_ADD = """
    INSERT INTO leads (url, outlet, source, title, published_at, published_utc, discovered_at)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING
"""

_PENDING = """
    SELECT url, outlet, source, title, published_at FROM leads
    WHERE outlet = :outlet
      AND (state = 'new' OR state = 'done' AND (
            outcome = 'failed' AND tries < :max_tries
            OR outcome = 'refused' AND reason IN ('robots', 'out-of-range')))
      AND (published_at IS NULL OR :since IS NULL OR substr(published_at, 1, 10) >= :since)
      AND (published_at IS NULL OR :until IS NULL OR substr(published_at, 1, 10) <= :until)
    ORDER BY published_utc DESC NULLS LAST, id
"""

_UNREAD = """
    SELECT url, outlet, source, title, published_at FROM leads
    WHERE outlet = ? AND state = 'fetched' ORDER BY id
"""

_FINISH = """
    UPDATE leads SET state = 'done', outcome = :outcome, reason = :reason, detail = :detail,
        article_id = coalesce(:article_id, article_id), finished_at = :finished_at,
        tries = CASE :outcome WHEN 'failed' THEN tries + 1 WHEN 'refused' THEN tries ELSE 0 END
    WHERE url = :url
"""


class Leads:
    """The table `leads`."""

    def __init__(self, database: Database, outlets: Outlets) -> None:
        self._database = database
        self._outlets = outlets

    def add(self, leads: Iterable[Lead]) -> int:
        """Remember leads; returns how many were new. A known URL is left as it is."""
        discovered = now()
        rows = [self._row(lead, discovered) for lead in leads]
        with self._database.atomic():
            return self._database.execute_many(_ADD, rows)

    def pending(self, outlet: str, *, since: date | None = None, until: date | None = None) -> list[Lead]:
        """Leads to visit, newest `published_at` first, then in order of discovery.

        These are the leads never visited, those that failed fewer than `MAX_TRIES` times in a row, and
        those refused by robots.txt or for their date. A lead that is known to be published outside
        [since, until] (days inclusive, in the offset of its own `published_at`) is left out.
        """
        parameters = {
            "outlet": outlet,
            "since": iso(since),
            "until": iso(until),
            "max_tries": MAX_TRIES,
        }
        return [_lead(row) for row in self._database.rows(_PENDING, parameters)]

    def unread(self, outlet: str) -> list[Lead]:
        """Leads whose bytes are stored but that were never finished: a process died in between."""
        return [_lead(row) for row in self._database.rows(_UNREAD, (outlet,))]

    def fetched(self, url: str) -> None:
        """Mark that the bytes of this lead are stored. Raises ArchiveError for an unknown lead."""
        cursor = self._database.execute("UPDATE leads SET state = 'fetched' WHERE url = ?", (url,))
        _require(cursor.rowcount, url)

    def finish(self, url: str, outcome: Outcome) -> None:
        """Record what became of a lead, and when. Raises ArchiveError for an unknown lead.

        Belongs into one `archive.atomic()` with the storing of the article.
        """
        reason, detail = _told(outcome)
        article_id = getattr(outcome, "article_id", None)
        parameters = {
            "url": url,
            "outcome": WORDS[type(outcome)],
            "reason": reason,
            "detail": detail,
            "article_id": article_id,
            "finished_at": now(),
        }
        with self._database.atomic():
            _require(self._database.execute(_FINISH, parameters).rowcount, url)
            if article_id is not None:  # others may link to the article by this URL, not by its canonical one
                attached.arrive(self._database, article_id, url)

    def outcome(self, url: str) -> tuple[str, str] | None:
        """A finished lead's outcome word (see `WORDS`) and `reason: detail`; None if there is none yet."""
        row = self._database.row("SELECT outcome, reason, detail FROM leads WHERE url = ?", (url,))
        if row is None or row[0] is None:
            return None
        return row[0], ": ".join(part for part in row[1:] if part)

    def _row(self, lead: Lead, discovered: str) -> tuple[Any, ...]:
        published = lead.published_at
        sortable = utc(published, self._outlets.zone(lead.outlet)) if published else None
        return (lead.url, lead.outlet, lead.source, lead.title, iso(published), sortable, discovered)


def _lead(row: tuple[Any, ...]) -> Lead:
    url, outlet, source, title, published = row
    return Lead(url, outlet, source, title, moment(published) if published else None)


def _told(outcome: Outcome) -> tuple[str | None, str | None]:
    match outcome:
        case NotAnArticle(kind, evidence):
            return kind.value, evidence
        case Refused(reason, detail):
            return reason.value, detail or None
        case Gone(status):
            return str(status), None
        case Failed(reason, detail):
            return reason, detail or None
        case Stored(_, cut) | Revised(_, cut) | Unchanged(_, cut):
            return ("cut", cut) if cut else (None, None)


def _require(changed: int, url: str) -> None:
    if not changed:
        raise ArchiveError(f"the archive has no lead {url}; add it before recording what became of it")
