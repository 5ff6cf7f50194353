"""A text under many names: all point to the earliest, in whatever order they come and go."""

from __future__ import annotations

import itertools
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from scraper.model import Block
from tests.unit.archive.examples import WIB, article
from tests.unit.text.test_simhash import story

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.model import Article

NOON = datetime(2024, 5, 1, 12, tzinfo=WIB)


def copy(number: int, text: list[str], *, hours: int | None = None) -> Article:
    when = None if hours is None else NOON + timedelta(hours=hours)
    return article(number, body=tuple(Block("p", part) for part in text), published_at=when)


def store(archive: Archive, *articles: Article) -> None:
    for each in articles:
        archive.articles.store(each, captures=[])


def links(archive: Archive) -> dict[int, int]:
    """The number of each copy, and that of its source."""
    rows = archive.query(
        "SELECT copy.url AS copy, source.url AS source FROM duplicates "
        "JOIN articles AS copy ON copy.id = article_id JOIN articles AS source ON source.id = source_id"
    )
    return {int(row["copy"].rpartition("/")[2]): int(row["source"].rpartition("/")[2]) for row in rows}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_all_copies_point_to_the_earliest_whatever_the_order(
    archive: Archive, order: tuple[int, ...]
) -> None:
    wire = story(1)
    members = [copy(1, wire, hours=0), copy(2, wire[:-1], hours=1), copy(3, ["Lain.", *wire[:-1]], hours=2)]
    store(archive, *(members[place] for place in order))
    assert links(archive) == {2: 1, 3: 1}


def test_a_chain_of_copies_is_one_family(archive: Archive) -> None:
    """The ends have too little in common to be copies, but what lies between is a copy of both."""
    whole = story(1, paragraphs=12)
    start, middle, end = whole[:8], whole[2:10], whole[4:]
    store(archive, copy(1, start, hours=0), copy(3, end, hours=2))
    assert links(archive) == {}
    store(archive, copy(2, middle, hours=1))
    assert set(links(archive).values()) <= {1, 2}


def test_an_article_without_a_date_is_no_source_of_one_that_has_it(archive: Archive) -> None:
    store(archive, copy(1, story(1)), copy(2, story(1), hours=5), copy(3, story(1)))
    assert links(archive) == {1: 2, 3: 2}


def test_one_of_very_many_copies_that_comes_late_is_their_source(archive: Archive) -> None:
    first = copy(1, story(1))
    moments = {number: NOON + timedelta(hours=number) for number in range(1, 41)}
    for number, moment in moments.items():
        url = f"https://suara.test/berita/{number}"
        store(archive, replace(first, url=url, published_at=moment))
    with archive.atomic():
        archive._database.execute("DELETE FROM simhashes WHERE article_id = 1")
    assert set(links(archive).values()) == {2}
    earlier = replace(first, url="https://suara.test/berita/1", published_at=NOON - timedelta(hours=1))
    store(archive, earlier)
    assert links(archive) == dict.fromkeys(range(2, 41), 1)


def test_other_marks_are_kept_where_the_simhash_is_the_same(archive: Archive) -> None:
    long = story(1, paragraphs=70)
    store(archive, copy(1, long, hours=0))
    # As of a text with one word otherwise.
    archive._database.execute("UPDATE minhashes SET minhash = minhash + 1")
    store(archive, copy(1, [*long], hours=1), copy(2, long, hours=2))
    assert links(archive) == {2: 1}


def test_short_texts_are_never_linked(archive: Archive) -> None:
    short = [" ".join(story(1)[0].split()[:30])]
    store(archive, copy(1, short, hours=0), copy(2, short, hours=1))
    assert links(archive) == {}


def test_a_copy_that_says_something_else_now_leaves_its_family(archive: Archive) -> None:
    store(archive, *(copy(number, story(1), hours=number) for number in (1, 2, 3)))
    store(archive, copy(1, story(2), hours=1))
    assert links(archive) == {3: 2}
    store(archive, copy(3, ["Ralat."], hours=3))
    assert links(archive) == {}
    store(archive, copy(1, story(1), hours=1))
    assert links(archive) == {2: 1}


def test_a_source_whose_date_was_wrong_becomes_a_copy(archive: Archive) -> None:
    store(archive, *(copy(number, story(1), hours=number) for number in (1, 2, 3)))
    store(archive, copy(1, story(1), hours=9))
    assert links(archive) == {1: 2, 3: 2}


def test_a_source_that_is_deleted_by_any_tool_leaves_its_copies_to_the_next(archive: Archive) -> None:
    wire = story(1)
    store(
        archive,
        copy(1, wire, hours=0),
        copy(2, ["Pembuka baru.", *wire], hours=2),
        copy(3, wire[:-1], hours=1),
    )
    with closing(sqlite3.connect(archive.path)) as tool:
        tool.execute("PRAGMA foreign_keys = ON")
        tool.execute("DELETE FROM articles WHERE url LIKE '%/1'")
        tool.commit()
    assert links(archive) == {2: 3}
    (row,) = archive.query("SELECT distance FROM duplicates")
    store(archive, copy(3, wire, hours=1), copy(3, wire[:-1], hours=1))
    assert list(archive.query("SELECT distance FROM duplicates")) == [row], (
        "the trigger counts as the program does"
    )


def test_marks_and_sketches_go_with_their_article(archive: Archive) -> None:
    store(archive, *(copy(number, story(1), hours=number) for number in (1, 2)))
    archive._database.execute("DELETE FROM articles")
    for table in ("simhashes", "minhashes", "duplicates"):
        assert list(archive.query(f"SELECT * FROM {table}")) == []


def test_families_stay_whole_whatever_happens(archive: Archive) -> None:
    """No copy of a copy, no source that is its own copy, and the source is the earliest."""
    chance = random.Random(7)
    for _ in range(120):
        number = chance.randrange(1, 13)
        if chance.random() < 0.3:
            archive._database.execute("DELETE FROM articles WHERE url LIKE ?", (f"%/berita/{number}",))
        else:
            store(archive, copy(number, story(chance.randrange(3)), hours=chance.randrange(48)))
        wrong = archive.query(
            "SELECT * FROM duplicates JOIN articles AS copy ON copy.id = article_id "
            "JOIN articles AS source ON source.id = source_id "
            "WHERE source_id IN (SELECT article_id FROM duplicates) "
            "OR (source.published_utc, source.id) >= (copy.published_utc, copy.id)"
        )
        assert list(wrong) == []
    texts = {row["text"] for row in archive.query("SELECT text FROM articles")}
    (count,) = archive.query("SELECT (SELECT count(*) FROM articles) - count(*) AS sources FROM duplicates")
    assert count["sources"] == len(texts)
