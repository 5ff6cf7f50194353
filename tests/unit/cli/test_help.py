"""What kliping tells of itself, and how quickly."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scraper import cli
from scraper.cli.shared.exits import MEANING, Exit
from scraper.version import __version__
from tests.unit.cli import processes

HEAVY = "httpx2 feedparser dateparser rich sqlite_utils sqlite3 selectolax asyncio".split()

verbs = pytest.mark.parametrize("verb", cli.VERBS)


def test_help_lists_every_verb_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == Exit.OK
    out = capsys.readouterr().out
    width = max(map(len, cli.VERBS))
    assert all(f"{verb:<{width}}  {told}" in out for verb, told in cli.VERBS.items())
    assert all(f"{code.value}  {meaning}" in out for code, meaning in MEANING.items())


@verbs
def test_every_verb_explains_itself(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    assert cli.run([verb, "--help"]) == Exit.OK
    told, nothing = capsys.readouterr()
    assert told.startswith(f"Usage: kliping {verb} ")
    assert "Exit codes:" in told
    assert nothing == ""
    assert cli.run([verb, "-h"]) == Exit.OK
    assert capsys.readouterr().out == told


@pytest.mark.parametrize("arguments", [["--help"], *([verb, "--help"] for verb in cli.VERBS)], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    script = (
        f"import sys; from scraper import cli; cli.run({arguments}); "
        f"print(*(set({HEAVY}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.split() == []


def test_without_a_verb_it_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: kliping ")


def test_the_module_is_the_same_command() -> None:
    done = processes.run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"kliping {__version__}\n", "")
    assert processes.run("show").stderr.startswith("kliping: Missing argument")
