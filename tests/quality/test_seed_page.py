"""A real page of the Pikiran Rakyat network, from the web server to the archive, field by field."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

import scraper
from scraper.demo import DemoSite
from tests.quality import gate

if TYPE_CHECKING:
    from scraper import Article
    from scraper.settings import Settings

NETWORK = "pikiran-rakyat"


@pytest.fixture(scope="module")
def annotation() -> dict[str, Any]:
    for path in sorted(gate.CORPUS.glob("*.json")):
        annotation: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if NETWORK in annotation["outlet"]:
            return annotation
    pytest.skip(f"no annotated page of the {NETWORK} network in {gate.CORPUS} (KLIPING_CORPORA)")


@pytest.fixture(params=[None, {}], ids=["with profiles", "without a profile"])
def stored(request: pytest.FixtureRequest, annotation: dict[str, Any], settings: Settings) -> Article:
    """The article as the archive holds it after a crawl of the page's address, under its site's own name."""
    with DemoSite(urlsplit(annotation["url"]).netloc, pages=gate.CORPUS) as site:
        summary = scraper.crawl(
            [site.url + annotation["file"]], settings, outlets=request.param, resolve=site.resolve
        )
    assert [report.stored for report in summary.outlets.values()] == [1]
    with scraper.Archive(settings.archive) as archive:
        article = archive.articles.get(annotation["url"])
    assert article is not None
    return article


def test_the_archive_holds_the_page_as_annotated(stored: Article, annotation: dict[str, Any]) -> None:
    assert {
        "title": stored.title,
        "published_at": stored.published_at,
        "modified_at": stored.modified_at,
        "authors": list(stored.authors),
        "editors": list(stored.editors),
        "dateline": stored.dateline,
        "section": stored.section,
        "paragraphs": [block.text for block in stored.body],
        "captions": [image.caption for image in stored.images if image.caption],
        "tags": list(stored.tags),
        "related": [link.url for link in stored.related],
    } == {
        "title": annotation["title"],
        "published_at": datetime.fromisoformat(annotation["published_at"]),
        "modified_at": annotation["modified_at"],
        "authors": annotation["authors"],
        "editors": annotation["editors"],
        "dateline": annotation["dateline"],
        "section": annotation["section"],
        "paragraphs": annotation["paragraphs"],
        "captions": annotation["captions"],
        "tags": annotation["tags"],
        "related": [link["url"] for link in annotation["related"]],
    }


def test_nothing_annotated_as_boilerplate_is_in_the_text(stored: Article, annotation: dict[str, Any]) -> None:
    assert [phrase for phrase in annotation["boilerplate"] if phrase in stored.text] == []
