"""`kliping archive forget`: what it says, and what a crawl says afterwards."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

REASON = "diminta narasumber"


@pytest.fixture
def url(archive: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An article of an archive of one's own, `mine.db`."""
    shutil.copy(archive, "mine.db")
    shutil.copytree(Path(archive).with_name("warc"), "warc")
    monkeypatch.setenv("KLIPING_ARCHIVE", "mine.db")
    with Archive("mine.db", read_only=True) as mine:
        return next(str(row["url"]) for row in mine.query("SELECT url FROM articles ORDER BY id LIMIT 1"))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Someone at a terminal, who types an answer."""

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    return lambda answer: monkeypatch.setattr("sys.stdin", Keyboard(answer))


def test_it_tells_what_went(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "forget", url, "--reason", REASON]) == Exit.OK
    out, err = capsys.readouterr()
    assert out.startswith("gone: “")
    assert f"  {url}\n" in out
    assert err == ""
    assert cli.run(["show", url]) == Exit.NOTHING_FOUND
    assert cli.run(["archive", "verify"]) == Exit.OK


def test_the_file_is_written_anew_unless_one_does_not_wish_it(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["archive", "forget", url, "--reason", REASON, "--no-vacuum"]) == Exit.OK
    assert "run kliping archive vacuum" in capsys.readouterr().err
    assert unused("mine.db") > 0
    assert cli.run(["archive", "forget", url, "--reason", REASON]) == Exit.OK
    assert capsys.readouterr().err == ""
    assert unused("mine.db") == 0


def unused(archive: str) -> int:
    """Pages of the file that are not in use."""
    with closing(sqlite3.connect(archive)) as database:
        return int(database.execute("PRAGMA freelist_count").fetchone()[0])


def test_what_was_forgotten_is_listed(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "forget", "--list"]) == Exit.NOTHING_FOUND
    cli.run(["archive", "forget", url, "--reason", REASON])
    capsys.readouterr()
    assert cli.run(["archive", "forget", "--list"]) == Exit.OK
    assert capsys.readouterr().out.rstrip().endswith(f"{url}  {REASON}")
    assert cli.run(["archive", "forget", "--list", "--json"]) == Exit.OK
    (stone,) = json.loads(capsys.readouterr().out)["forgotten"]
    assert (stone["url"], stone["reason"]) == (url, REASON)


def test_a_dry_run_changes_nothing(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "forget", url, "--dry-run"]) == Exit.OK
    assert capsys.readouterr().out.startswith("would go: “")
    assert cli.run(["show", url]) == Exit.OK


def test_on_a_terminal_it_asks(url: str, terminal: Callable[[str], None]) -> None:
    terminal("n\n")
    assert cli.run(["archive", "forget", url, "--reason", REASON]) == Exit.INTERRUPTED
    assert cli.run(["show", url]) == Exit.OK
    terminal("y\n")
    assert cli.run(["archive", "forget", url, "--reason", REASON]) == Exit.OK
    assert cli.run(["show", url]) == Exit.NOTHING_FOUND


def test_yes_is_not_asked(url: str, terminal: Callable[[str], None]) -> None:
    terminal("")
    assert cli.run(["archive", "forget", url, "--yes", "--reason", REASON]) == Exit.OK


def test_an_address_that_is_not_known_is_never_fetched(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = url + "-lain"
    assert cli.run(["archive", "forget", other, "--reason", REASON]) == Exit.OK
    assert capsys.readouterr().out == f"{other}: nothing was stored; it is never fetched\n"
    assert cli.run(["crawl", "demo", other]) == Exit.OK
    assert "forgotten on " in capsys.readouterr().out


def test_a_crawl_of_it_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["archive", "forget", url, "--reason", REASON])
    capsys.readouterr()
    assert cli.run(["crawl", url]) == Exit.REFUSED
    assert REASON in capsys.readouterr().out
    assert cli.run(["crawl", url, "--dry-run"]) == Exit.OK
    assert REASON in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "name a URL to forget"),
        (["https://suarakliping.test/a"], "give a --reason"),
        (["ftp://suara.test/a", "--reason", REASON], "is no web address"),
    ],
)
def test_what_cannot_be_forgotten(
    url: str, arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["archive", "forget", *arguments]) == Exit.USAGE
    assert why in capsys.readouterr().err


def test_it_makes_no_archive(desk: Path) -> None:
    arguments = ["https://suara.test/a", "--reason", REASON, "--archive", "none.db"]
    assert cli.run(["archive", "forget", *arguments]) == Exit.ARCHIVE
    assert not (desk / "none.db").exists()
