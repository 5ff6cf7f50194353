"""docs/archive.md tells the truth: its diagram is the schema, and its questions have answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlite_utils

from scraper.model import Gone
from tests.unit.archive.examples import article, lead

if TYPE_CHECKING:
    from scraper.archive import Archive

PAGE = (Path(__file__).parents[3] / "docs" / "archive.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("sql", blocks("sql"))
def test_a_question_has_an_answer(archive: Archive, sql: str) -> None:
    for number in (1, 2):
        archive.articles.store(article(number), captures=[])
    archive.leads.add([lead()])
    archive.leads.finish(lead().url, Gone(404))
    assert list(archive.query(sql))


def test_there_are_questions() -> None:
    assert len(blocks("sql")) >= 5


def test_the_diagram_is_the_schema(archive: Archive) -> None:
    (diagram,) = blocks("mermaid")
    drawn = {
        table: re.findall(r"^ +([A-Z]+) (\w+)", columns, re.MULTILINE)
        for table, columns in re.findall(r"^ +(\w+) \{\n(.*?)\}", diagram, re.MULTILINE | re.DOTALL)
    }
    with sqlite_utils.Database(archive.path) as database:
        real = {
            table.name: [(column.type, column.name) for column in table.columns]
            for table in database.tables
            if not table.name.startswith(("articles_fts", "_", "sqlite_"))
        }
    assert drawn == real
