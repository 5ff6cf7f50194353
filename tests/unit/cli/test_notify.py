"""After an alarm or a fault a command of the user's is run, with the run's JSON on its standard input."""

from __future__ import annotations

import json
import shlex
import sys
import time
from pathlib import Path

import pytest

from scraper import cli
from scraper.cli.shared import notify
from scraper.cli.shared.exits import Exit
from scraper.crawler import Alarm, OutletReport, Summary

ALARM = Alarm("suara", "silent", "0 articles on 2025-06-01, where 40 are usual", {"articles": 0})


def summary(**fields: object) -> Summary:
    return Summary({"suara": OutletReport(**fields)}, duration=2.5)  # type: ignore[arg-type]


def script(body: str) -> list[str]:
    return [sys.executable, "-c", body]


def test_a_command_is_given_the_runs_json(desk: Path) -> None:
    writes = script("import sys; open('told.json', 'w').write(sys.stdin.read())")
    notify.notify(writes, summary(alarms=[ALARM]).to_dict())
    told = json.loads(Path("told.json").read_text())
    assert told["outlets"]["suara"]["alarms"][0]["kind"] == "silent"


def test_no_shell_reads_the_command(desk: Path) -> None:
    writes = shlex.join(script("import json, sys; json.dump(sys.argv[1:], open('words.json', 'w'))"))
    cli.run(["crawl", "http://127.0.0.1:9/", "--notify", f"{writes} 'dua kata' ; $HOME"])
    assert json.loads(Path("words.json").read_text()) == ["dua kata", ";", "$HOME"]


@pytest.mark.parametrize("command", ["kirim 'tak ditutup", "  "])
def test_what_is_no_command_is_told_before_the_crawl(desk: Path, command: str) -> None:
    assert cli.run(["crawl", "demo", "--notify", command]) == Exit.USAGE
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["/tidak/ada"], "cannot be run"),
        (script("raise SystemExit(3)"), "ended with code 3"),
        (script("import os; os.close(0); raise SystemExit(1)"), "ended with code 1"),
    ],
)
def test_a_command_that_fails_is_told_and_not_fatal(
    command: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    notify.notify(command, summary(alarms=[ALARM], survey="x" * 1_000_000).to_dict())
    assert words in capsys.readouterr().err


def test_a_command_that_hangs_is_ended_with_all_it_started(capsys: pytest.CaptureFixture[str]) -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    begun = time.monotonic()
    notify.notify(script(child), summary().to_dict(), timeout=0.5)
    assert time.monotonic() - begun < 10
    assert "took longer than 0.5 seconds" in capsys.readouterr().err


def test_all_is_well_is_no_news(desk: Path) -> None:
    assert not notify.is_notable(summary(stored=3))
    assert notify.is_notable(summary(alarms=[ALARM]))
    assert notify.is_notable(summary(fault="unreachable"))
    touch = shlex.join(script("open('told', 'w')"))
    assert cli.run(["crawl", "demo", "--limit", "1", "--notify", touch]) == Exit.OK
    assert not Path("told").exists()


def test_a_fault_of_a_crawl_is_told_to_the_command(desk: Path) -> None:
    touch = shlex.join(script("open('told', 'w')"))
    cli.run(["crawl", "http://127.0.0.1:9/", "--notify", touch])
    assert Path("told").exists()


def test_a_fault_that_ends_the_run_as_a_whole_is_told_too(desk: Path) -> None:
    Path("a.db").write_text("bukan arsip" * 1000)
    writes = shlex.join(script("import sys; open('told.json', 'w').write(sys.stdin.read())"))
    assert cli.run(["crawl", "demo", "--archive", "a.db", "--notify", writes]) == Exit.ARCHIVE
    assert "a.db" in json.loads(Path("told.json").read_text())["fault"]
