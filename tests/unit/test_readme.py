"""README.md tells the truth: its commands print what it shows, its code runs, its files exist."""

from __future__ import annotations

import re
import shlex
import sqlite3
import tomllib
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import click
import pytest

from scraper import cli, settings
from scraper.cli.shared.exits import MEANING
from scraper.demo import DemoSite
from scraper.outlets import find, load_outlets

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = "127.0.0.1:8000"
"""Where README serves the toy newspaper; the tests take any free port."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


SESSIONS = [
    (command, output)
    for block in blocks("console")
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
"""Each command in README with the output shown under it, "" where none is."""

COMMANDS = [command for command, _ in SESSIONS] + re.findall(r"`((?:kliping|make|python) [^`]+)`", README)


def verbs() -> list[list[str]]:
    """Every `kliping VERB …` in README, as words."""
    return [shlex.split(command)[1:] for command in COMMANDS if re.match(r"kliping [a-z]", command)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the toy paper is served; the present folder holds its archive and a page of it, saved."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch, DemoSite() as site:
        patch.chdir(folder)
        patch.setenv("HOME", str(folder))
        assert cli.run(["crawl", "demo"]) == 0
        host = f"127.0.0.1:{site.address[1]}"
        with urlopen(f"http://{host}{site.articles[0].path}") as answer:
            Path("page.html").write_bytes(answer.read())
        yield host


@pytest.mark.parametrize(
    ("command", "output"), [pytest.param(*pair, id=pair[0]) for pair in SESSIONS if pair[1]]
)
def test_a_command_prints_what_is_shown(
    desk: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    output: str,
) -> None:
    name, *arguments = shlex.split(command.replace(EXAMPLE, desk))
    if name == "sqlite3":
        print(table(arguments[-1]))
    else:
        assert name == "kliping"
        if arguments[0] == "crawl":
            monkeypatch.chdir(tmp_path)
        assert cli.run(arguments) == 0
    assert fragments(output) == in_order(fragments(output), folded(capsys.readouterr().out))


def table(sql: str) -> str:
    """What the sqlite3 shell prints."""
    with closing(sqlite3.connect("data/archive.db")) as connection:
        return "\n".join("|".join(map(str, row)) for row in connection.execute(sql))


def folded(text: str) -> str:
    return " ".join(text.split())


def fragments(output: str) -> list[str]:
    """What stands between the "…" by which README shortens an output."""
    return [fragment for part in output.split("…") if (fragment := folded(part))]


def in_order(wanted: list[str], text: str) -> list[str]:
    """Those of `wanted` that occur in the text, each behind the one before."""
    found = []
    for fragment in wanted:
        before, match, after = text.partition(fragment)
        text = after if match else before
        found += [match] if match else []
    return found


@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_runs(desk: str, capsys: pytest.CaptureFixture[str], code: str) -> None:
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "Juru Pelihara Candi" in printed
    assert "{'outlet': 'demo', 'articles': 40}" in printed


@pytest.mark.parametrize("words", verbs(), ids=" ".join)
def test_a_verb_and_its_flags_exist(words: list[str]) -> None:
    context = click.Context(cli.kliping)
    verb = cli.kliping.get_command(context, words[0])
    assert verb is not None
    known = {option for parameter in verb.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_verb_has_its_line() -> None:
    lines = {name: line for commands in cli.SECTIONS.values() for name, line in commands.items()}
    assert dict(re.findall(r"^\| `kliping (\w+)` \| (.*) \|$", README, re.MULTILINE)) == lines


def test_what_is_made_can_be_made() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    made = [shlex.split(command)[1:] for command in COMMANDS if command.startswith("make ")]
    assert {words[0] for words in made} >= {"crawl", "test"}
    assert {words[0] for words in made} <= targets
    outlets = load_outlets()
    sites = {word.removeprefix("SITE=") for words in made for word in words[1:]}
    assert all(site == "demo" or find(site, outlets) for site in sites)


def test_the_files_and_folders_exist() -> None:
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    named += re.findall(r"`((?:scraper|docs|tests|benchmarks|data|scripts)/[\w./-]*)`", README)
    assert named
    made_by_crawling = {"data/archive.db"}
    assert [path for path in named if path not in made_by_crawling and not (ROOT / path).exists()] == []


def test_the_exit_codes_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", README, re.MULTILINE)
    assert {int(code): meaning for code, meaning in rows} == {c.value: text for c, text in MEANING.items()}


def test_the_settings_shown_are_all_there_are_with_their_defaults(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    file = tmp_path / "settings.toml"
    file.write_text(example, encoding="utf-8")
    shown = asdict(settings.load(environment={}, file=file))
    assert set(tomllib.loads(example)) == set(shown)
    own = {"contact": "", "processes": 1}  # the reader's name, and the machine's size
    assert shown | own == asdict(settings.Settings(**own))


def test_it_can_be_read_in_one_go() -> None:
    assert len(README.splitlines()) <= 160
