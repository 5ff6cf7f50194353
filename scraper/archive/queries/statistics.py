"""An outlet's past in numbers, to compare its present with: days, fields, answers, runs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from scraper.archive.queries.fill_rates import HAS
from scraper.archive.store.timestamps import utc

if TYPE_CHECKING:
    from datetime import tzinfo

    from scraper.archive.store.database import Database

FIELDS = ("published_at", "authors", "tags", "images", "captions", "section")
"""The fields that are counted."""

# Both are answered from the index `articles_by_outlet` alone: an outlet may have a million articles.
_DAYS = """
    SELECT date(published_utc, :shift), count(*) FROM articles
    WHERE outlet = :outlet AND published_utc >= :since GROUP BY 1
"""
_FIRST = "SELECT date(min(published_utc), :shift) FROM articles WHERE outlet = :outlet AND published_utc > ''"

_FILLED = f"""
    WITH newest AS (
        SELECT id FROM articles WHERE outlet = :outlet AND published_utc >= :since
        UNION ALL SELECT id FROM articles WHERE outlet = :outlet AND published_utc IS NULL
        ORDER BY id DESC LIMIT :most OFFSET :skip
    )
    SELECT count(*), {", ".join(f"total({HAS[name]})" for name in FIELDS)}
    FROM newest JOIN articles ON articles.id = newest.id
"""  # noqa: S608

_RUNS = """
    SELECT summary FROM runs WHERE id IN (
        SELECT max(id) FROM runs
        WHERE finished_at IS NOT NULL AND started_at >= ? AND started_at < ?
        GROUP BY substr(started_at, 1, 10), targets
    )
"""


class Statistics:
    """Questions to several tables; nothing is written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def days(self, outlet: str, zone: tzinfo, since: date) -> tuple[dict[date, int], date | None]:
        """How many articles were published on each day from `since` on, as days go in that zone.

        And the day of the outlet's first article of all. Days without any are left out.
        """
        begin = datetime.combine(since, time.min, zone)
        offset = begin.utcoffset() or timedelta()
        parameters = {
            "outlet": outlet,
            "since": utc(begin, UTC),
            "shift": f"{int(offset.total_seconds() // 60):+} minutes",
        }
        counts = {date.fromisoformat(day): number for day, number in self._database.rows(_DAYS, parameters)}
        (first,) = self._database.row(_FIRST, parameters) or (None,)
        return counts, date.fromisoformat(first) if first else None

    def filled(self, outlet: str, since: date, *, most: int, skip: int = 0) -> tuple[int, dict[str, int]]:
        """Of the `most` articles stored last, save the last `skip`: how many, and how many with each field.

        Those published before `since` are left out.
        """
        parameters = {"outlet": outlet, "since": since.isoformat(), "most": most, "skip": skip}
        row = self._database.row(_FILLED, parameters)
        assert row is not None
        return int(row[0]), dict(zip(FIELDS, map(int, row[1:]), strict=True))

    def newest_capture(self) -> int:
        """The number of the last answer that was kept; 0 where there is none."""
        row = self._database.row("SELECT max(id) FROM captures")
        return int(row[0] or 0) if row else 0

    def seconds(self, outlet: str, after: int) -> list[float]:
        """How long each answer of the outlet took that was kept after the capture of that number."""
        rows = self._database.rows(
            "SELECT elapsed FROM captures WHERE id > ? AND outlet = ?", (after, outlet)
        )
        return [float(elapsed) for (elapsed,) in rows]

    def summaries(self, since: date, until: date) -> list[dict[str, Any]]:
        """Summaries of runs that began in [since, until) (days, UTC): each day's last of the same targets."""
        rows = self._database.rows(_RUNS, (since.isoformat(), until.isoformat()))
        return [json.loads(summary) for (summary,) in rows if summary]
