"""A reader that closes the pipe ends the printing, and nothing else: real pipes, real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit
from tests.unit.cli import processes

ARCHIVE = Path("data/archive.db")
READERS = ["head -1", "true", "head -c 10"]
COMMANDS = {
    "crawl": "KLIPING crawl demo",
    "update": "KLIPING update demo",
    "check": "KLIPING check demo",
    "reparse": "KLIPING archive reparse --all",
    "import": "KLIPING import --language id pages.warc.gz",
}

ARTICLES = {"crawl": 40, "update": 20, "check": 40, "reparse": 40, "import": 42}
"""An update takes the newest only; an import takes the further pages of an article for articles."""


def prepare(name: str) -> None:
    if name in {"crawl", "update"}:
        return
    assert cli.run(["crawl", "demo"]) == Exit.OK
    if name == "import":
        next(Path().rglob("*.warc.gz")).rename("pages.warc.gz")
        ARCHIVE.rename("crawled.db")


def last_run() -> tuple[str, str, int]:
    """The command and the status of the last run, and how many articles the archive has."""
    with Archive(ARCHIVE, read_only=True) as archive:
        row = next(iter(archive.query("SELECT command, status FROM runs ORDER BY id DESC LIMIT 1")))
        (count,) = archive.query("SELECT count(*) AS n FROM articles")
    return row["command"], row["status"], count["n"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_work_goes_on_to_its_end(name: str, reader: str) -> None:
    prepare(name)
    done = processes.shell(f"{COMMANDS[name]} | {reader}")
    assert (done.returncode, done.stderr) == (Exit.OK, "")
    assert last_run() == (name, "ok", ARTICLES[name])


def test_unbuffered_output_is_no_different(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in ("", "1"):
        monkeypatch.setenv("PYTHONUNBUFFERED", setting)
        done = processes.shell("KLIPING crawl demo --limit 5 | head -1")
        assert (done.returncode, done.stderr) == (Exit.OK, "")
    assert last_run() == ("crawl", "ok", 10)


@pytest.mark.parametrize("flags", ["", "--json", "--log-format text"])
def test_both_streams_may_be_closed(flags: str) -> None:
    done = processes.shell(f"KLIPING crawl demo {flags} 2>&1 | true")
    assert done.returncode == Exit.OK
    assert last_run() == ("crawl", "ok", 40)


def test_the_exit_code_is_that_of_the_work() -> None:
    done = processes.shell("KLIPING crawl http://127.0.0.1:9/ --allow-private 127.0.0.1 | true")
    assert done.returncode == Exit.SOME_FAILED
    with Archive(ARCHIVE, read_only=True) as archive:
        assert [row["status"] for row in archive.query("SELECT status FROM runs")] == ["failed"]


def test_what_is_read_is_as_it_would_be() -> None:
    first = processes.shell("KLIPING crawl demo --limit 2 | head -1").stdout
    assert first.startswith("stored ")
    whole = processes.shell("KLIPING update demo --json | cat").stdout
    assert json.loads(whole)["outlets"]["demo"]["stored"] == 18
