"""Leads: what is to be visited, and what became of it.

A lead's `state` goes `new` → `fetched` (the bytes are stored) → `done` (an outcome is recorded). A process
that dies leaves each lead in one of the three, so the next run takes it up where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scraper.archive.articles import relations
from scraper.archive.frontier import outcomes, selection
from scraper.archive.store.timestamps import now, utc
from scraper.errors import ArchiveError
from scraper.model import Lead
from scraper.model.article import iso, moment
from scraper.text.urls import twin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo
    from typing import Any

    from scraper.archive.articles.outlets import Outlets
    from scraper.archive.store.database import Database
    from scraper.model import Outcome
    from scraper.model.article import Moment

MAX_COUNT = 10_000

MAX_TRIES = 5
"""A lead that failed this often in a row, over all runs, is given up."""

_ADD = """
    INSERT INTO leads (url, outlet, source, title, published_at, published_utc, discovered_at, seen_in_run)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
    WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE url IN (?1, ?9)) AND NOT EXISTS (
        SELECT 1 FROM leads WHERE url = ?9 AND ifnull(outcome, '') NOT IN ('failed', 'gone', 'refused')
    )
    ON CONFLICT (url) DO NOTHING
"""

_REVIVE = f"""
    UPDATE leads SET pending = 1, failures = 0
    WHERE outlet = :outlet AND pending = 0 AND {selection.IN_RANGE}
        AND (outcome = 'failed' OR outcome = 'refused' AND reason IN ('blocked', 'challenge'))
"""  # noqa: S608

_DAYS = f"""
    SELECT DISTINCT substr(published_at, 1, 10) FROM leads
    WHERE outlet = :outlet AND published_at IS NOT NULL AND {selection.IN_RANGE}
"""  # noqa: S608

_FINISH = """
    UPDATE leads SET state = 'done', outcome = :outcome, reason = :reason, detail = :detail,
        article_id = coalesce(:article_id, article_id), finished_at = :finished_at, visited_in_run = :run,
        published_at = CASE substr(published_at, 1, 10) WHEN :published_at THEN published_at
            ELSE coalesce(:published_at, published_at) END,
        published_utc = CASE substr(published_at, 1, 10) WHEN :published_at THEN published_utc
            ELSE coalesce(:published_utc, published_utc) END,
        failures = CASE :outcome WHEN 'failed' THEN failures + 1 WHEN 'refused' THEN failures ELSE 0 END,
        pending = CASE :outcome WHEN 'failed' THEN failures + 1 < :max_tries
            WHEN 'refused' THEN :reason IN ('robots', 'out-of-range') ELSE 0 END
    WHERE url = :url
"""

_HAS_ARTICLE = """
    SELECT 1 FROM leads WHERE url = ? AND article_id IS NOT NULL
        AND outcome IN ('stored', 'revised', 'unchanged', 'gone')
"""

# Not "earlier than this run": one that began later may have had the outlet first.
_COUNT_SEEN = """
    SELECT count(*), count(*) FILTER (WHERE pending = 0 AND visited_in_run <> :run)
    FROM leads INDEXED BY leads_seen WHERE outlet = :outlet AND seen_in_run = :run
"""

_SETTLED = """
    SELECT url, outlet, source, title, published_at, id, outcome, reason, failures FROM leads
    WHERE outlet = :outlet AND seen_in_run = :run AND visited_in_run < :run ORDER BY published_utc DESC, id
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """A lead that a run found and leaves alone; `outcome` (of `outcomes.NAMES`) is an earlier run's."""

    lead: Lead
    outcome: str
    reason: str
    failures: int


class Leads:
    """The table `leads`."""

    def __init__(self, database: Database, outlets: Outlets) -> None:
        self._database = database
        self._outlets = outlets

    def add(self, leads: Iterable[Lead], *, run: int = 0, as_given: bool = False) -> int:
        """Add leads that a run found; returns how many were new.

        Of an existing one, nothing changes but its run. One that was forgotten is left out. An address
        counts as known also by the other scheme (http, https), unless that came to nothing, or the addresses
        are to be taken `as_given`.
        """
        discovered = now()
        rows = [(*self._row(lead, discovered, run), "" if as_given else twin(lead.url)) for lead in leads]
        with self._database.atomic():
            new = self._database.execute_many(_ADD, rows)
            if run:
                self._database.execute_many(
                    "UPDATE leads SET seen_in_run = ?1 WHERE url IN (?2, ?3) AND seen_in_run <> ?1",
                    [(run, row[0], row[-1]) for row in rows],
                )
        return new

    def pick(
        self,
        outlet: str,
        *,
        run: int,
        seen_in: int = 0,
        since: date | None = None,
        until: date | None = None,
        tried_before: datetime | None = None,
        most: int = 1,
    ) -> list[Lead]:
        """Leads that this run is to visit next, at the most so many; none when nothing is left.

        First come leads whose bytes are stored but unread, then those never visited, the newest
        `published_at` first, then the undated in order of discovery; then those that failed in earlier runs
        (fewer than `MAX_TRIES` times in a row), or were refused by robots.txt or for their date. A lead known
        to be published outside [since, until] (days, inclusive, in its own offset) is left out; so is, with
        `seen_in`, one that the run of that number has not found, and one that came to nothing later than
        `tried_before`. A lead that this run has visited is not due again.
        """
        parameters = selection.parameters(
            outlet, run=run, seen_in=seen_in, since=since, until=until, tried_before=tried_before
        )
        found: list[Lead] = []
        for query in selection.QUERIES:
            found += map(_lead, self._database.rows(query, parameters | {"most": most - len(found)}))
            if len(found) >= most:
                break
        return found

    def left(
        self,
        outlet: str,
        *,
        run: int,
        seen_in: int = 0,
        since: date | None = None,
        until: date | None = None,
        tried_before: datetime | None = None,
    ) -> int:
        """How many leads `pick` would still give, counted to `MAX_COUNT` for each of its kinds."""
        parameters = selection.parameters(
            outlet, run=run, seen_in=seen_in, since=since, until=until, tried_before=tried_before
        ) | {"most": MAX_COUNT}
        counts = (
            self._database.row(f"SELECT count(*) FROM ({query})", parameters)  # noqa: S608
            for query in selection.QUERIES
        )
        return sum(int(row[0]) for row in counts if row)

    def count_seen(self, outlet: str, run: int) -> tuple[int, int]:
        """How many leads of an outlet a run found, and how many of these earlier runs had finished."""
        total, finished = self._database.row(_COUNT_SEEN, {"outlet": outlet, "run": run}) or (0, 0)
        return int(total), int(finished)

    def settled(self, outlet: str, run: int) -> list[Settled]:
        """The leads of an outlet that a run found and has not visited, the newest first."""
        rows = self._database.rows(_SETTLED, {"outlet": outlet, "run": run})
        return [Settled(_lead(row[:6]), row[6] or "", row[7] or "", row[8]) for row in rows]

    def is_stored(self, url: str) -> bool:
        """Whether this lead came to an article that is in the archive."""
        return (self.outcome(url) or ("",))[0] in outcomes.STORED

    def is_unread(self, url: str) -> bool:
        """Whether the bytes of this lead are stored, and nobody has read them."""
        return (
            self._database.row("SELECT 1 FROM leads WHERE url = ? AND state = 'fetched'", (url,)) is not None
        )

    def revive(self, outlet: str, since: date | None, until: date | None) -> None:
        """Make due again what was given up within [since, until]: too many failures, a block, a challenge."""
        self._database.execute(_REVIVE, selection.parameters(outlet, since=since, until=until))

    def days(self, outlet: str, since: date, until: date) -> set[date]:
        """The days within [since, until] of which anything was found."""
        rows = self._database.rows(_DAYS, selection.parameters(outlet, since=since, until=until))
        return {date.fromisoformat(day) for (day,) in rows}

    def mark_unseen(self, url: str) -> None:
        """Count a lead as not found: it turned out to be a list of others."""
        self._database.execute("UPDATE leads SET seen_in_run = 0 WHERE url = ?", (url,))

    def skip(self, url: str, run: int) -> None:
        """Leave a lead for a later run, as it is."""
        self._database.execute("UPDATE leads SET visited_in_run = ? WHERE url = ?", (run, url))

    def has_article(self, url: str) -> bool:
        """Whether this lead came to an article, which is in the archive even if its address is gone now."""
        return self._database.row(_HAS_ARTICLE, (url,)) is not None

    def keep(self, url: str, run: int) -> None:
        """Leave a lead with the outcome that it had, though this run visited it."""
        self._database.execute(
            "UPDATE leads SET state = 'done', visited_in_run = ? WHERE url = ?", (run, url)
        )

    def fetched(self, url: str) -> None:
        """Mark that the bytes of this lead are stored. Raises ArchiveError for an unknown lead."""
        cursor = self._database.execute("UPDATE leads SET state = 'fetched' WHERE url = ?", (url,))
        _require(cursor.rowcount, url)

    def finish(self, url: str, outcome: Outcome, *, run: int = 1, published_at: Moment | None = None) -> None:
        """Record what became of a lead, when, and in which run. Raises ArchiveError for an unknown lead.

        `published_at` is what the page says: it counts for more than what the source said, unless it is
        only the same day, without a time.
        Belongs into one `archive.atomic()` with the storing of the article.
        """
        reason, detail = outcomes.reason(outcome)
        article_id = getattr(outcome, "article_id", None)
        parameters = {
            "url": url,
            "outcome": outcomes.NAMES[type(outcome)],
            "reason": reason,
            "detail": detail,
            "article_id": article_id,
            "finished_at": now(),
            "run": run,
            "max_tries": MAX_TRIES,
            "published_at": iso(published_at),
            "published_utc": utc(published_at, self._zone(url)) if published_at else None,
        }
        with self._database.atomic():
            _require(self._database.execute(_FINISH, parameters).rowcount, url)
            if article_id is not None:  # others may link to the article by this URL, not by its canonical one
                relations.link_targets(self._database, article_id, url)

    def outcome(self, url: str) -> tuple[str, str] | None:
        """A finished lead's outcome (of `outcomes.NAMES`) and `reason: detail`; None if it has none."""
        row = self._database.row("SELECT outcome, reason, detail FROM leads WHERE url = ?", (url,))
        if row is None or row[0] is None:
            return None
        return row[0], ": ".join(part for part in row[1:] if part)

    def _zone(self, url: str) -> tzinfo:
        row = self._database.row("SELECT outlet FROM leads WHERE url = ?", (url,))
        return self._outlets.zone(row[0] if row else "")

    def _row(self, lead: Lead, discovered: str, run: int) -> tuple[Any, ...]:
        published = lead.published_at
        sortable = utc(published, self._outlets.zone(lead.outlet)) if published else None
        return (lead.url, lead.outlet, lead.source, lead.title, iso(published), sortable, discovered, run)


def _lead(row: tuple[Any, ...]) -> Lead:
    url, outlet, source, title, published, number = row
    return Lead(url, outlet, source, title, moment(published) if published else None, number)


def _require(changed: int, url: str) -> None:
    if not changed:
        raise ArchiveError(f"the archive has no lead {url}; add it before recording what became of it")
