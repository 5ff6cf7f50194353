"""Search takes what a user typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlite_utils
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper.archive import Archive, Hit
from scraper.model import Block, Image
from tests.unit.archive.examples import WIB, article, outlet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("library") / "archive.db") as archive:
        archive.outlets.register(outlet())
        archive.outlets.register(outlet("lain"))
        plain = {"authors": (), "editors": (), "images": (), "tags": (), "lead": None}
        texts = {
            1: ("Harga beras naik", "Menteri kereta api berkunjung ke pasar."),
            2: ("Kereta cepat tiba", "Penumpang kereta membawa beras dan anak-anak."),
            3: ("Café Malioboro", "Kopi tubruk covid-19, kata menteri."),
        }
        for number, (title, text) in texts.items():
            archive.articles.store(
                article(number, title=title, body=(Block("p", text),), **plain), captures=[]
            )
        archive.articles.store(
            article(
                4,
                outlet="lain",
                title="Empat",
                body=(),
                published_at=None,
                images=(Image(None, "Gunung Merapi"),),
                tags=("erupsi",),
                authors=("Ratna Sari",),
                editors=(),
            ),
            captures=[],
        )
        yield archive


def found(archive: Archive, query: str, **filters: object) -> set[int]:
    return {int(hit.url.rpartition("/")[2]) for hit in archive.search(query, **filters)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("beras", {1, 2}),
        ("BERAS  kereta", {1, 2}),
        ("beras kopi", set()),
        ('"kereta api"', {1}),
        ('"kereta api', {1}),
        ("“kereta api”", {1}),
        ('"api kereta"', set()),
        ("beras -penumpang", {1}),
        ('kereta -"kereta api"', {2}),
        ("kereta -beras -kopi", set()),
        ("men*", {1, 3}),
        ("men", set()),
        ('"kereta ap"*', {1}),
        ("cafe", {3}),
        ("CAFÉ", {3}),
        ("anak-anak", {2}),
        ("covid-19", {3}),
        ("merapi", {4}),
        ("erupsi", {4}),
        ("ratna", {4}),
        ("beras - kereta", {1, 2}),
        ("beras AND kereta", set()),
        ("title:beras", set()),
        ("-beras", set()),
        ("", set()),
        ('"" * ^ ( )', set()),
    ],
)
def test_what_is_found(library: Archive, query: str, numbers: set[int]) -> None:
    assert found(library, query) == numbers


def test_a_match_in_the_title_comes_before_one_in_the_text(library: Archive) -> None:
    assert [hit.title for hit in library.search("kereta")] == ["Kereta cepat tiba", "Harga beras naik"]


def test_a_hit_tells_what_was_found(library: Archive) -> None:
    (hit,) = library.search("penumpang")
    assert hit == Hit(
        id=2,
        url="https://suara.test/berita/2",
        outlet="suara",
        title="Kereta cepat tiba",
        published_at=datetime(2024, 5, 2, 8, 30, tzinfo=WIB),
        snippet="\x02Penumpang\x03 kereta membawa beras dan anak-anak.",
        rank=hit.rank,
    )
    assert library.search("merapi")[0].published_at is None


def test_filters(library: Archive) -> None:
    assert found(library, "menteri OR", outlet="suara") == set()
    assert found(library, "menteri", since=date(2024, 5, 1), until=date(2024, 5, 1)) == {1}
    assert found(library, "menteri", since=date(2024, 5, 2)) == {3}
    assert found(library, "menteri", until=date(2024, 5, 3)) == {1, 3}
    assert found(library, "merapi", outlet="lain") == {4}
    assert found(library, "merapi", outlet="suara") == set()
    assert len(library.search("beras", limit=1)) == 1


def test_days_are_those_of_the_article_s_own_offset(archive: Archive) -> None:
    archive.articles.store(article(published_at=datetime(2024, 5, 1, 0, 10, tzinfo=WIB)), captures=[])
    assert found(archive, "panen", since=date(2024, 5, 1), until=date(2024, 5, 1)) == {1}
    assert found(archive, "panen", until=date(2024, 4, 30)) == set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.text() | st.text(alphabet="\"*-+^:(){}'\0 aé\ud800𝔘", max_size=40))
@example("a " * 5000)
@example("-a b " * 5000)
@example('"' + "a " * 5000)
@example("\U0001e900*")
@example("NEAR(a b, 2)")
def test_nothing_that_is_typed_is_an_error(library: Archive, query: str) -> None:
    assert isinstance(library.search(query), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x24F), min_size=1, max_size=10))
def test_a_word_finds_the_article_that_has_it_in_its_title(archive: Archive, word: str) -> None:
    archive.articles.store(article(title=word), captures=[])
    assert found(archive, word) == {1}
    assert found(archive, word[: len(word) // 2 + 1] + "*") == {1}


def test_a_revision_is_found_by_its_new_words_only(archive: Archive) -> None:
    archive.articles.store(article(), captures=[])
    archive.articles.store(article(title="Banjir", tags=("air",)), captures=[])
    assert found(archive, "banjir air") == {1}
    assert found(archive, "raya") == set()


def test_other_tools_find_the_index(archive: Archive, path: Path) -> None:
    archive.articles.store(article(), captures=[])
    with sqlite_utils.Database(path) as database:
        assert database["articles"].detect_fts() == "articles_fts"
        assert len(list(database["articles"].search("panen"))) == 1
