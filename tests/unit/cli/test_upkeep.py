"""`kliping archive merge` and `kliping archive vacuum`: archives as files that are joined and kept small."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from scraper import cli
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_merge_tells_what_it_brought(archive: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "merge", archive, "--archive", "mine.db", "--json"]) == Exit.OK
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["archive"], told["articles"], told["lost"]) == (archive, 40, 0)
    assert cli.run(["archive", "merge", archive, "--archive", "mine.db"]) == Exit.OK
    assert capsys.readouterr().out == f"{archive}: 0 new articles, 0 updated, 0 pages\n"


def test_what_cannot_be_merged(archive: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(archive, "newer.db")
    with closing(sqlite3.connect("newer.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    for name, why in (("newer.db", "a newer kliping made it"), ("none.db", "there is no such file")):
        assert cli.run(["archive", "merge", name, "--archive", "mine.db"]) == Exit.ARCHIVE
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)
        assert why in err


def test_vacuum_tells_the_sizes(archive: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(archive, "mine.db")
    assert cli.run(["archive", "vacuum", "--archive", "mine.db", "--json"]) == Exit.OK
    told = json.loads(capsys.readouterr().out)
    assert told["after"] == (desk / "mine.db").stat().st_size
    assert cli.run(["archive", "vacuum", "--archive", "mine.db"]) == Exit.OK
    assert "bytes before" in capsys.readouterr().out


def test_vacuum_makes_no_archive(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "vacuum", "--archive", "none.db"]) == Exit.ARCHIVE
    assert not (desk / "none.db").exists()
