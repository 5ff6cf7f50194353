"""What was run, when, for what, and how it ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from scraper.archive import Archive


def test_a_run_is_noted_when_it_begins_and_when_it_ends(archive: Archive) -> None:
    run = archive.runs.start("crawl", ["suara", "https://lain.test/é"])
    (row,) = archive.query("SELECT * FROM runs")
    assert (row["id"], row["command"], row["finished_at"], row["status"]) == (run, "crawl", None, None)
    assert json.loads(row["targets"]) == ["suara", "https://lain.test/é"]

    archive.runs.finish(run, "ok", {"stored": 3})
    (row,) = archive.query("SELECT * FROM runs")
    assert row["status"] == "ok"
    assert row["started_at"] <= row["finished_at"]
    assert json.loads(row["summary"]) == {"stored": 3}


def test_an_unknown_run_cannot_end(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no run 7"):
        archive.runs.finish(7, "ok", {})
