"""The READMEs and the tutorials tell the truth: followed from top to bottom, they print what they show."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from scraper import cli
from scraper.demo import DemoSite
from tests.unit.docs.pages import GUIDES, blocks, folded, fragments, in_order, read, sessions

EXAMPLE = "127.0.0.1:8000"
"""Where the pages serve the toy newspaper; the tests take any free port."""


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_prints_what_it_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with DemoSite() as site:
        host = f"127.0.0.1:{site.address[1]}"
        with urlopen(f"http://{host}{site.articles[0].path}") as answer:
            Path("page.html").write_bytes(answer.read())
        shown = 0
        for block in blocks(read(name), "console", "python"):
            if block.language == "python":
                steps = [(block.text, block.output)]
            else:
                steps = [step for step in sessions(block.text) if step[1]]  # others may need a network
            for source, output in steps:
                follow(source.replace(EXAMPLE, host), language=block.language)
                printed = folded("".join(capsys.readouterr()))
                assert fragments(output) == in_order(fragments(output), printed), source
                shown += bool(output)
    assert shown >= 4


def follow(source: str, *, language: str) -> None:
    """Run a piece of Python, or a command of the shell."""
    if language == "python":
        exec(compile(source, "example", "exec"), {})
        return
    program, *arguments = shlex.split(source)
    if program == "sqlite3":
        print(table(arguments[-1]))
    else:
        assert program == "kliping"
        assert cli.run(arguments) == 0, source


def table(sql: str) -> str:
    """What the sqlite3 shell prints."""
    with closing(sqlite3.connect("data/archive.db")) as connection:
        return "\n".join("|".join(map(str, row)) for row in connection.execute(sql))
