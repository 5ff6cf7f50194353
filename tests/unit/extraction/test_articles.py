"""Every page of tests/fixtures/articles against the article that a person reads on it.

A page is a pair: NAME.html as served, and NAME.json with the fields of `Article.to_dict()` (all but
`removed` and `provenance`, which tell how, not what; `kind` and `paywalled` only where they say more than
"an article, not paywalled") and, under "input", the `url` that it came from and
perhaps `now`, when it was fetched. A new pair in the folder is a new test.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from scraper.extraction import extract
from scraper.model import Article

FOLDER = Path(__file__).parents[2] / "fixtures" / "articles"


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.html")), ids=lambda page: page.stem)
def test_a_page_is_read_as_a_person_reads_it(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    given = expected.pop("input")
    now = datetime.fromisoformat(given["now"]) if "now" in given else None
    article = extract(page.read_bytes(), given["url"], now=now)
    assert isinstance(article, Article)
    found = article.to_dict()
    del found["removed"], found["provenance"]
    assert found == {"kind": "article", "paywalled": False} | expected


def test_every_page_has_its_article_and_every_article_its_page() -> None:
    pages = {path.stem for path in FOLDER.glob("*.html")}
    assert pages == {path.stem for path in FOLDER.glob("*.json")}
    assert len(pages) >= 16
