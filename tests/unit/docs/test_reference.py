"""The generated parts of docs/ are what the code says today. If not: `make reference`."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import click
import pytest

from scraper.cli import kliping, run
from scripts.reference import BEGIN, END, PARTS, ROOT, commands, modules, renewed, schema
from scripts.reference.markdown import table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", PARTS)
def test_a_page_is_up_to_date(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert page == renewed(page, PARTS[name]())


def test_what_is_written_by_hand_stays() -> None:
    page = f"Before\n\n{BEGIN}\nold\n{END}\n\nAfter\n"
    assert renewed(page, "new") == f"Before\n\n{BEGIN}\n\nnew\n\n{END}\n\nAfter\n"


@pytest.mark.parametrize("page", ["", BEGIN, f"{END} {BEGIN}"])
def test_a_page_without_both_marks_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="has no"):
        renewed(page, "new")


def test_commands_of_groups_have_sections_of_their_own() -> None:
    page = commands.markdown()
    assert "## `kliping crawl`" in page
    assert "### `kliping outlets add`" in page


def test_every_option_is_in_the_reference() -> None:
    page = commands.markdown()
    command = kliping.get_command(click.Context(kliping), "crawl")
    assert command is not None
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    assert "--since" in options
    assert [option for option in options if option not in page] == []


def test_modules_are_listed_with_their_docstrings(tmp_path: Path) -> None:
    root = tmp_path / "package"
    (root / "room").mkdir(parents=True)
    (root / "__init__.py").write_text('"""All of it."""\n')
    (root / "room" / "__init__.py").write_text('"""A room."""\n')
    (root / "room" / "file.py").write_text('"""What it\ndoes.\n\nMore of it."""\nraise SystemExit\n')
    page = modules.markdown(root)
    assert "### `package/room/`\n\nA room.\n" in page
    assert "| `file.py` | What it does. |" in page
    assert "More of it" not in page


SQL = """-- How tables are made.

-- News sites,
-- one in each row.
CREATE TABLE papers (
    slug TEXT PRIMARY KEY, -- short name
    "name" TEXT NOT NULL DEFAULT '',
    zone TEXT -- IANA time zone
);
CREATE TABLE notes (text TEXT);
-- Papers by zone.
CREATE VIEW zones AS SELECT zone FROM papers;
"""


def test_comments_of_the_schema_are_read() -> None:
    sqlite3.connect(":memory:").executescript(SQL)
    assert schema.column_comments(SQL) == {"slug": "short name", "zone": "IANA time zone"}
    described = {"papers": "News sites, one in each row.", "zones": "Papers by zone."}
    assert schema.descriptions(SQL) == described


def test_text_in_a_table_is_no_markup() -> None:
    assert table(["a"], [["x | y\n[z] `[w]`"]]) == "| a |\n| --- |\n| x \\| y \\[z] `[w]` |"


def test_the_example_of_a_profile_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "reference" / "profiles.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    file = tmp_path / "contoh.toml"
    file.write_text(example, encoding="utf-8")
    assert run(["outlets", "lint", str(file)]) == 0
