"""What the pages name exists: commands with their options, targets of make, files and folders."""

from __future__ import annotations

import re

import click
import pytest

from scraper import cli
from scraper.outlets import find, load_outlets
from tests.unit.docs.pages import ROOT, WRITTEN, commands, read

TOP = {"benchmarks", "data", "deploy", "docs", "scraper", "scripts", "tests"}
PACKAGES = {file.parent.name for file in (ROOT / "scraper").glob("*/__init__.py")}

NAMED = [
    pytest.param(words[1:], id=f"{name}: {' '.join(words)}")
    for name in WRITTEN
    for words in commands(read(name))
    if words[0] == "kliping" and words[1] != "VERB"
]


@pytest.mark.parametrize("words", NAMED)
def test_a_command_and_its_options_exist(words: list[str]) -> None:
    command: click.Command = cli.kliping
    context = click.Context(command)
    words = list(words)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, f"no command {name}"
        command = found
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_made_can_be_made(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    made = [words[1:] for words in commands(read(name)) if words[0] == "make"]
    assert {words[0] for words in made} <= targets
    sites = [word.removeprefix("SITE=") for words in made for word in words if word.startswith("SITE=")]
    assert all(site in ("demo", "…") or find(site, load_outlets()) for site in sites)


@pytest.mark.parametrize("name", WRITTEN)
def test_files_and_folders_exist(name: str) -> None:
    page = read(name)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", page)
    missing = [link for link in links if not (ROOT / name).parent.joinpath(link).exists()]
    code = re.findall(r"`([\w.-]+/[\w./-]*)`", page)
    missing += [path for path in code if path.partition("/")[0] in TOP and not (ROOT / path).exists()]
    missing += [
        path
        for path in code
        if path.partition("/")[0] in PACKAGES - TOP and not (ROOT / "scraper" / path).exists()
    ]
    made_by_use = {"data/archive.db", "dist/"}
    assert [path for path in missing if path not in made_by_use and "NAME" not in path] == []


def test_both_targets_of_the_set_up_are_in_the_readme() -> None:
    made = {words[1] for words in commands(read("README.md")) if words[0] == "make"}
    assert made >= {"crawl", "test"}
