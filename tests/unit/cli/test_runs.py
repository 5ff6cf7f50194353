"""`kliping runs` tells what was run on an archive, and how it ended."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.commands.runs import UNFINISHED
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path

SILENT = {"kind": "silent", "detail": "nothing yesterday", "figures": {}}


@pytest.fixture
def past(desk: Path) -> str:
    """An archive with the toy newspaper crawled, then a run that was killed, and one that gave an anomaly."""
    path = str(desk / "lalu.db")
    assert cli.run(["crawl", "demo", "--limit", "3", "--archive", path]) == Exit.OK
    with Archive(path) as store:
        store.runs.start("crawl", ["demo", "https://orang:rahasia@lain.test/"])
        run = store.runs.start("crawl", ["lain"])
        report = {"discovered": 7, "stored": 2, "failed": {"unreachable": 4}, "anomalies": [SILENT]}
        store.runs.finish(run, "failed", {"outlets": {"lain": report}, "duration": 1.0, "interrupted": False})
    return path


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    assert cli.run(["runs", *arguments]) == Exit.OK
    return capsys.readouterr().out.splitlines()


def test_the_newest_comes_first_with_its_counts_and_anomalies(
    past: str, capsys: pytest.CaptureFixture[str]
) -> None:
    newest, anomaly, killed, first = lines(capsys, "--archive", past)
    assert newest.split()[0] == "3"
    assert newest.endswith("crawl lain  7 found · 2 stored · 4 failed")
    assert anomaly.strip() == "lain: silent: nothing yesterday"
    assert UNFINISHED in killed
    assert first.endswith("ok           crawl demo  20 found · 3 stored")


def test_a_killed_run_is_told_as_such(past: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = lines(capsys, "2", "--archive", past)
    assert "killed" in told[1]
    assert "rahasia" not in "".join(told)


def test_one_run_is_told_in_full(past: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = "\n".join(lines(capsys, "1", "--archive", past))
    assert "3 stored" in told
    assert "17 left" in told


def test_runs_are_chosen_by_outlet_day_and_number(past: str, capsys: pytest.CaptureFixture[str]) -> None:
    def chosen(*arguments: str) -> list[int]:
        return [json.loads(line)["id"] for line in lines(capsys, *arguments, "--json", "--archive", past)]

    assert chosen() == [3, 2, 1]
    assert chosen("--outlet", "demo") == [2, 1]
    assert chosen("--limit", "1") == [3]
    today = datetime.now(UTC).date()
    assert chosen("--since", str(today - timedelta(days=1))) == [3, 2, 1]
    assert cli.run(["runs", "--since", str(today + timedelta(days=2)), "--archive", past]) == 3


def test_json_has_all_of_a_run(past: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = json.loads("\n".join(lines(capsys, "3", "--json", "--archive", past)))
    assert run["counts"] == {"found": 7, "stored": 2, "revised": 0, "failed": 4}
    assert run["summary"]["outlets"]["lain"]["anomalies"] == [SILENT]


def test_a_run_that_is_not_there_is_nothing_found(past: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["runs", "9", "--archive", past]) == Exit.NOTHING_FOUND
    assert "no run 9" in capsys.readouterr().err
