"""What kliping tells of itself, and how quickly."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scraper import cli
from scraper.cli.commands import archive
from scraper.cli.shared.exits import MEANING, Exit
from scraper.version import __version__
from tests.unit.cli import processes

HEAVY = "httpx2 feedparser dateparser rich sqlite_utils sqlite3 selectolax asyncio gcld3".split()

ARCHIVE = [["archive", name] for commands in archive.SECTIONS.values() for name in commands]
COMMANDS = [[name] for commands in cli.SECTIONS.values() for name in commands] + ARCHIVE

every_command = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)


def test_help_lists_every_command_under_its_heading_and_every_exit_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["--help"]) == Exit.OK
    out = capsys.readouterr().out
    width = max(len(name) for commands in cli.SECTIONS.values() for name in commands)
    for heading, commands in cli.SECTIONS.items():
        section = out.partition(f"\n{heading}:\n")[2].partition("\n\n")[0]
        assert section.splitlines() == [f"  {name:<{width}}  {line}" for name, line in commands.items()]
    assert all(f"{code.value}  {meaning}" in out for code, meaning in MEANING.items())


@every_command
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert cli.run([*command, "--help"]) == Exit.OK
    text, nothing = capsys.readouterr()
    assert text.startswith(f"Usage: kliping {' '.join(command)} ")
    assert "Exit codes:" in text
    assert nothing == ""
    assert cli.run([*command, "-h"]) == Exit.OK
    assert capsys.readouterr().out == text


@pytest.mark.parametrize(
    "arguments", [["--help"], *([*command, "--help"] for command in COMMANDS)], ids=" ".join
)
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
