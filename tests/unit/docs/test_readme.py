"""README.md names every command, README.id.md says the same in Indonesian, settings.md shows all settings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from scraper import cli, settings
from tests.unit.docs.pages import blocks, read

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH, INDONESIAN = "README.md", "README.id.md"


def rows(page: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `kliping (\w+)` \| (.*) \|$", page, re.MULTILINE))


def test_every_command_has_its_line() -> None:
    lines = {name: line for commands in cli.SECTIONS.values() for name, line in commands.items()}
    assert rows(read(ENGLISH)) == lines
    assert list(rows(read(INDONESIAN))) == list(lines)


def test_the_indonesian_page_has_the_same_content() -> None:
    english, indonesian = read(ENGLISH), read(INDONESIAN)
    code = ("console", "python", "text", "toml")
    assert blocks(indonesian, *code) == blocks(english, *code)
    assert links(indonesian) - {ENGLISH} == links(english) - {INDONESIAN}
    for mark in (r"^#+ ", r"^\| ", r"^\* "):
        assert len(re.findall(mark, indonesian, re.MULTILINE)) == len(re.findall(mark, english, re.MULTILINE))


def links(page: str) -> set[str]:
    return set(re.findall(r"\]\(([^)]+)\)", page))


@pytest.mark.parametrize("name", [ENGLISH, INDONESIAN])
def test_it_can_be_read_in_one_go(name: str) -> None:
    assert len(read(name).splitlines()) <= 160


def test_the_settings_shown_are_all_there_are_with_their_defaults(tmp_path: Path) -> None:
    (example,) = (block.text for block in blocks(read("docs/reference/settings.md"), "toml"))
    file = tmp_path / "settings.toml"
    file.write_text(example, encoding="utf-8")
    shown = asdict(settings.load(environment={}, file=file))
    assert set(tomllib.loads(example)) == set(shown)
    own = {"contact": "", "processes": 1}  # the reader's name, and the machine's size
    assert shown | own == asdict(settings.Settings(**own))
