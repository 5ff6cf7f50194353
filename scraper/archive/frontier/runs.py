"""Runs: each command that crawled, when, for what, and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.archive.store.timestamps import now
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from scraper.archive.store.database import Database

_COLUMNS = "SELECT id, command, targets, started_at, finished_at, status, summary FROM runs"

# A run that was killed has no summary: what it was for is known by its targets alone.
_NEWEST = f"""
    {_COLUMNS}
    WHERE (:since IS NULL OR substr(started_at, 1, 10) >= :since)
        AND (:names IS NULL
            OR EXISTS (SELECT 1 FROM json_each(targets) WHERE value IN (SELECT value FROM json_each(:names)))
            OR EXISTS (SELECT 1 FROM json_each(summary, '$.outlets')
                WHERE json_each.key IN (SELECT value FROM json_each(:names))))
    ORDER BY id DESC LIMIT :most
"""  # noqa: S608


_LAST = """
    SELECT entry.value FROM runs, json_each(iif(json_valid(summary), summary, '{}'), '$.outlets') AS entry
    WHERE command = ? AND entry.key = ? AND entry.type = 'object' ORDER BY runs.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run; times are in UTC. Without `finished_at` it is going on, or was killed: its end is unknown."""

    id: int
    command: str
    targets: list[str]
    started_at: str
    finished_at: str | None
    status: str | None
    summary: dict[str, Any]


class Runs:
    """The table `runs`. A run without `finished_at` is going on, or was killed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, command: str, targets: Sequence[str]) -> int:
        """Note that a command begins on these outlets or URLs; returns the run's id."""
        row = self._database.row(
            "INSERT INTO runs (command, targets, started_at) VALUES (?, ?, ?) RETURNING id",
            (command, json.dumps(list(targets), ensure_ascii=False), now()),
        )
        assert row is not None
        return int(row[0])

    def finish(self, run: int, status: str, summary: dict[str, Any]) -> None:
        """Note how a run ended: a word such as `ok`, and JSON-ready numbers.

        Raises ArchiveError for an unknown run.
        """
        cursor = self._database.execute(
            "UPDATE runs SET finished_at = ?, status = ?, summary = ? WHERE id = ?",
            (now(), status, json.dumps(summary, ensure_ascii=False), run),
        )
        if not cursor.rowcount:
            raise ArchiveError(f"archive {self._database.path}: it has no run {run}")

    def last(self, command: str, outlet: str) -> dict[str, Any] | None:
        """An outlet's entry (by slug) in the last summary of a command that has one; None if none has."""
        row = self._database.row(_LAST, (command, outlet))
        return dict(json.loads(row[0])) if row else None

    def get(self, run: int) -> Run | None:
        """The run of that number; None where there is none."""
        row = self._database.row(f"{_COLUMNS} WHERE id = ?", (run,))
        return _run(row) if row else None

    def newest(
        self, *, names: Collection[str] | None = None, since: date | None = None, limit: int = -1
    ) -> list[Run]:
        """Runs that began on the day `since` (UTC) or later, newest first, at most `limit` of them (-1: all).

        With `names`, only those that were given one of these, or have an entry for an outlet of that slug.
        """
        parameters = {
            "names": json.dumps(list(names)) if names is not None else None,
            "since": since.isoformat() if since else None,
            "most": limit,
        }
        return [_run(row) for row in self._database.rows(_NEWEST, parameters)]


def _run(row: tuple[Any, ...]) -> Run:
    number, command, targets, started, finished, status, summary = row
    return Run(number, command, json.loads(targets), started, finished, status, json.loads(summary or "{}"))
