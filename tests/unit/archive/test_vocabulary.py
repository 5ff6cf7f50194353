"""With `stem`, a word of a query stands for all forms of its root that articles have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper.archive import Archive
from scraper.model import Block
from tests.unit.archive.examples import article, outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = {
    1: "Perkara korupsi disidangkan.",
    2: "Dana desa dikorupsi kepala dinas.",
    3: "Ia mengorupsi bantuan untuk petani.",
    4: "Petani memanen padi.",
    5: "Produk pertanian untuk kafe.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("library") / "archive.db"
    plain = {"authors": (), "editors": (), "images": (), "tags": (), "lead": None}
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for number, text in TEXTS.items():
            one = article(number, title=f"Nomor {number}", body=(Block("p", text),), **plain)
            archive.articles.store(one, captures=[])
    with Archive(path, read_only=True) as archive:
        yield archive


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("korupsi", {1, 2, 3}),
        ("mengorupsi", {1, 2, 3}),
        ("KORUPSI,", {1, 2, 3}),
        ("pengorupsi", {1, 2, 3}),  # no article has it, but others of its root
        ("tani", {3, 4, 5}),
        ("korupsi tani", {3}),
        ("tani -korupsi", {4, 5}),
        ('"korupsi"', {1}),
        ('tani -"mengorupsi"', {4, 5}),
        ('"dana desa" korupsi', {2}),
        ('"desa dana" korupsi', set()),
        ("korup*", {1}),
        ("panén", {4}),
        ("kafé", {5}),
        ("gempa", set()),
    ],
)
def test_what_is_found(library: Archive, query: str, numbers: set[int]) -> None:
    hits = library.search(query, stem=True)
    assert {int(hit.url.rpartition("/")[2]) for hit in hits} == numbers


def test_unless_asked_a_word_stands_for_itself(library: Archive) -> None:
    assert len(library.search("korupsi")) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text() | st.text(alphabet="\"*-+^:(){}'\0 aentgmk\ud800𝔘", max_size=40))
@example("petani " * 200)
@example("-korupsi tani " * 200)
@example("men" * 300)
def test_nothing_that_is_typed_is_an_error(library: Archive, query: str) -> None:
    assert isinstance(library.search(query, stem=True), list)
