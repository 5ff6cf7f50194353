"""docs/architecture.md and docs/extraction.md are the house as it stands: rooms, files, fields, libraries."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from scraper.extraction.body.boilerplate import REASONS
from scraper.model import Article, outcome

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
EXTRACTION = (ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def column(page: str, heading: str) -> list[str]:
    """The first cells, in code type, of the first table under a heading."""
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def rooms() -> dict[str, str]:
    """The picture of the house: each folder of scraper/ with all that is said of it."""
    picture = PAGE.partition("    scraper/\n")[2].partition("    tests/")[0]
    parts = re.split(r"^      (\w+)/ ", picture, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_room_is_drawn_and_no_other() -> None:
    packages = {file.parent.name for file in (ROOT / "scraper").glob("*/__init__.py")}
    assert set(rooms()) == packages


EXTRAS = ("parquet", "xlsx", "web")
"""Those of users; the others are of developers."""


def test_every_file_drawn_stands_in_its_room() -> None:
    drawn = [
        ROOT / "scraper" / room / name
        for room, text in rooms().items()
        for name in re.findall(r"^ {8}([\w/]+\.py)\b", text, re.MULTILINE)
    ]
    assert len(drawn) > 50
    assert [path for path in drawn if not path.is_file()] == []


def test_every_file_of_the_working_rooms_is_drawn() -> None:
    missing = [
        file.relative_to(ROOT)
        for room, text in rooms().items()
        if room != "demo"  # a site of its own, not told file by file
        for file in (ROOT / "scraper" / room).rglob("*.py")
        if file.name != "__init__.py" and f"        {file.relative_to(ROOT / 'scraper' / room)} " not in text
    ]
    assert missing == []


def test_the_floors_are_those_that_the_linter_keeps() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (contract,) = (c for c in contracts if c["name"].startswith("Floors"))
    kept = [set(re.findall(r"scraper\.(\w+)", layer)) for layer in contract["layers"]]
    picture = PAGE.partition("one-way stairs\n\n")[2].partition("\n\n")[0]
    drawn = [set(re.split(r"\s+", line[4:44].strip())) for line in picture.splitlines()]
    assert drawn == kept


def test_every_field_of_an_article_has_its_line() -> None:
    assert column(PAGE, "The article, as JSON") == [field.name for field in fields(Article)]


def test_every_outcome_has_its_line() -> None:
    assert set(column(PAGE, "One page's life")) == {kind.__name__ for kind in outcome.Outcome.__args__}


def test_every_library_has_its_line_and_no_other() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    lines = [*PROJECT["project"]["dependencies"], *(line for name in EXTRAS for line in extras[name])]
    needed = {re.match(r"[\w-]+", line)[0] for line in lines}
    assert set(column(PAGE, "Dependencies")) == needed


def test_every_reason_for_cutting_has_its_line_and_no_other() -> None:
    assert set(column(EXTRACTION, "What is cut, and why")) == set(REASONS.values()) | {"recurring"}


def test_no_room_of_the_archive_imports_its_front_door() -> None:
    """The front door imports all rooms: import-linter looks for circles among the rooms alone."""
    front_door = re.compile(r"^\s*(from scraper\.archive import|import scraper\.archive$)", re.MULTILINE)
    modules = (ROOT / "scraper" / "archive").glob("*/**/*.py")
    assert [file for file in modules if front_door.search(file.read_text(encoding="utf-8"))] == []
