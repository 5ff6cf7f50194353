"""Runs: each command that crawled, when, for what, and how it ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scraper.archive.times import now
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.archive.database import Database


_LAST = """
    SELECT told.value FROM runs, json_each(iif(json_valid(summary), summary, '{}'), '$.outlets') AS told
    WHERE command = ? AND told.key = ? AND told.type = 'object' ORDER BY runs.id DESC LIMIT 1
"""


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
        """What the last run of a command that told of an outlet (its slug) kept of it; None if none did."""
        row = self._database.row(_LAST, (command, outlet))
        return dict(json.loads(row[0])) if row else None
