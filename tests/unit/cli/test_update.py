"""`kliping update`: exit codes and words; what it does is told in tests/unit/crawler/test_update.py."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.archive.store.locks import UPDATE
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def busy(desk: Path) -> Path:
    """An archive into which the toy newspaper was crawled."""
    assert cli.run(["crawl", "demo", "--limit", "3"]) == Exit.OK
    return desk / "data" / "archive.db"


def test_it_goes_on_from_a_crawl_and_then_has_nothing_to_do(
    busy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["update"]) == Exit.OK
    assert "17 stored" in capsys.readouterr().out
    assert cli.run(["update"]) == Exit.OK
    assert capsys.readouterr().out == "Nothing is due.\n"


def test_it_tells_in_json(busy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.run(["update", "demo", "--no-revisits", "--max-time", "20m", "--json"]) == Exit.OK
    told = json.loads(capsys.readouterr().out)
    assert told["outlets"]["demo"]["polled"] == "whole"
    assert not told["timed_out"]


def test_a_second_update_says_so(busy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(busy) as archive:
        lock = archive.lock(UPDATE)
        assert lock.acquire()
        assert cli.run(["update"]) == Exit.ARCHIVE
        assert "another update is at work" in capsys.readouterr().err
        assert cli.run(["update", "--if-free"]) == Exit.OK
        assert "another update is at work" in capsys.readouterr().err
        lock.release()


@pytest.mark.parametrize("told", ["0m", "20", "-1s", "1d", "soon"])
def test_a_time_is_written_with_its_unit(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["update", "--max-time", told]) == Exit.USAGE
    assert "write it as 90s, 20m or 1h" in capsys.readouterr().err
