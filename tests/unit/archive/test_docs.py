"""docs/reference/queries.md: the questions have answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from scraper.archive.store import views
from scraper.crawler import crawl
from scraper.demo import DemoSite
from scraper.model import Gone
from scraper.settings import Settings
from tests.unit.archive.examples import WIB, article, lead, outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
PAGE = (REFERENCE / "queries.md").read_text(encoding="utf-8")

NOON = datetime(2030, 1, 1, 12, tzinfo=WIB)
RETITLED = """
    INSERT OR REPLACE INTO revisions (article_id, number, kind, seen_at, extractor, digest, title, changed)
    SELECT articles.id, value, 'crawl', '2024-05-0' || value, 0, '', 'Judul ' || value, '["title"]'
    FROM articles, json_each('[1, 2]') WHERE url LIKE '%/berita/1'
"""


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The toy newspaper, crawled, and an outlet that copied from it, changed a headline and lost a page."""
    path = tmp_path_factory.mktemp("library") / "archive.db"
    settings = Settings(archive=path, delay=0.0, timeout=5.0, attempts=1, processes=0)
    with DemoSite(robots="") as site:
        crawl(("demo",), outlets={"demo": site.outlet}, resolve=site.resolve, settings=settings)
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for number in (1, 2):
            archive.articles.store(article(number), captures=[])
        (longest,) = archive.query("SELECT id FROM articles ORDER BY length(text) DESC LIMIT 1")
        copied = archive.articles.get(longest["id"])
        assert copied
        archive.articles.store(replace(article(3), body=copied.body, published_at=NOON), captures=[])
        archive._database.execute(RETITLED)
        archive.leads.add([lead()])
        archive.leads.finish(lead().url, Gone(404))
        yield archive


@pytest.mark.parametrize("sql", blocks("sql"))
def test_a_question_has_an_answer(library: Archive, sql: str) -> None:
    assert list(library.query(sql))


def test_there_are_questions() -> None:
    questions = PAGE[PAGE.index("## Questions") :]
    assert questions.count("```sql") >= 10


def test_every_view_has_an_example() -> None:
    assert all(any(name in sql for sql in blocks("sql")) for name in views.statements())
