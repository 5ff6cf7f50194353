"""The layers, outcomes, fields, libraries and reasons that docs/ lists are those of the code."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from scraper.extraction.body import line_model
from scraper.extraction.body.boilerplate import REASONS
from scraper.model import Article, outcome

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ARTICLE = (ROOT / "docs" / "reference" / "article.md").read_text(encoding="utf-8")
EXTRACTION = (ROOT / "docs" / "reference" / "extraction.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def column(page: str, heading: str) -> list[str]:
    """The first cells, in code type, of the first table under a heading."""
    section = page.partition(f"# {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


EXTRAS = ("parquet", "xlsx", "web")
"""Those of users; the others are of developers."""


def test_the_layers_are_those_that_the_linter_keeps() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (contract,) = (c for c in contracts if c["name"].startswith("Floors"))
    kept = [set(re.findall(r"scraper\.(\w+)", layer)) for layer in contract["layers"]]
    picture = PAGE.partition("## Layers\n\n")[2].partition("\n\n")[0]
    drawn = [set(re.split(r"\s+", line[4:44].strip())) for line in picture.splitlines()]
    assert drawn == kept


def test_every_field_of_an_article_has_its_line() -> None:
    assert column(ARTICLE, "The article") == [field.name for field in fields(Article)]


def test_every_outcome_has_its_line() -> None:
    page = PAGE.partition("\n### States")[0]
    assert set(column(page, "Life of a page")) == {kind.__name__ for kind in outcome.Outcome.__args__}


def test_every_library_has_its_line_and_no_other() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    lines = [*PROJECT["project"]["dependencies"], *(line for name in EXTRAS for line in extras[name])]
    needed = {re.match(r"[\w-]+", line)[0] for line in lines}
    assert set(column(PAGE, "Dependencies")) == needed


def test_every_reason_for_cutting_has_its_line_and_no_other() -> None:
    assert set(column(EXTRACTION, "What is cut, and why")) == set(REASONS.values()) | {
        "recurring",
        line_model.REASON,
    }
