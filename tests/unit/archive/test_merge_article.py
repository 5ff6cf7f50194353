"""What two archives know of an article becomes one history."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper.archive import Archive
from scraper.archive.store.timestamps import utc
from scraper.model import Stored
from tests.unit.archive.examples import article
from tests.unit.archive.halves import Seen, address, at, dump, filled, merge, rows, two_states, whole

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.model import Article

WRONGLY_NUMBERED = """
    SELECT url FROM articles WHERE revision <> (SELECT max(number) FROM revisions WHERE article_id = id)
"""

WRONGLY_CHANGED = """
    SELECT url FROM articles WHERE changed_at IS NOT (
        SELECT max(seen_at) FROM revisions WHERE article_id = id AND number > 1 AND kind <> 'reparse')
"""

GONE = "SELECT substr(url, -1), gone_at FROM articles WHERE gone_at IS NOT NULL"

TIMES = "SELECT substr(url, -1), first_seen, last_seen, gone_at, origin FROM articles ORDER BY 1"

SEEN = st.builds(
    Seen,
    st.integers(1, 3),
    st.integers(1, 20),
    st.sampled_from(["satu", "dua", "tiga", None]),
    st.sampled_from(["Ekonomi", "Daerah"]),
    st.booleans(),
)


def number_of(url: str | None) -> int:
    return int(str(url).rpartition("/")[2])


def by_number(told: dict[str, Any]) -> dict[int, Article]:
    """The articles of a `whole`, whatever the scheme of their URLs."""
    return {number_of(url): replace(known, url=url[-1:]) for url, known in told["articles"].items()}


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SEEN, max_size=6), st.lists(SEEN, max_size=6), st.sampled_from(["http", "https"]))
@example([Seen(2, 1, "satu")], [Seen(2, 2, "satu"), Seen(2, 2, "dua")], "https")
@example([Seen(1, 1, "satu")], [Seen(1, 1, "satu"), Seen(1, 2, None)], "https")
@example([Seen(1, 1, "satu"), Seen(1, 9, None)], [Seen(1, 2, "satu")], "https")
@example([], [Seen(1, 1, "satu"), Seen(1, 2, "dua", reread=True)], "https")
@example([Seen(1, 1, "satu", "Ekonomi")], [Seen(1, 2, "satu", "Daerah")], "https")
@example([Seen(1, 1, "satu")], [Seen(1, 1, "satu"), Seen(1, 2, "dua", reread=True)], "http")
def test_merging_is_whole_and_idempotent(
    tmp_path_factory: pytest.TempPathFactory, first: list[Seen], second: list[Seen], scheme: str
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    one, two, turned = (folder / f"{name}.db" for name in ("one", "two", "turned"))
    known = filled(one, first) + filled(two, second, scheme)
    shutil.copy(two, turned)
    if two.with_suffix(".warc").exists():
        shutil.copytree(two.with_suffix(".warc"), turned.with_suffix(".warc"))
    before = whole(one), whole(two)
    gone = rows(one, GONE) + rows(two, GONE)
    left = dump(two)
    merge(turned, one)
    merge(one, two)
    after = whole(one)
    articles = by_number(after)
    assert len(after["articles"]) == len(articles)
    assert articles.keys() == {seen.number for seen in known}
    assert after["pages"] == before[0]["pages"] | before[1]["pages"]
    for number, shown in articles.items():
        of_it = [seen for seen in known if seen.number == number]
        last = max(seen.hour for seen in of_it)
        assert (shown.text, shown.section) in {(x.text, x.section) for x in of_it if x.hour == last}
        since = [time for url, time in gone if url == shown.url and time >= utc(at(last), UTC)]
        assert dict(rows(one, GONE)).get(shown.url) == min(since, default=None)
    assert rows(one, WRONGLY_NUMBERED) == []
    assert rows(one, WRONGLY_CHANGED) == []
    assert (articles, rows(one, TIMES)) == (by_number(whole(turned)), rows(turned, TIMES))
    once = dump(one)
    merge(one, two)
    assert dump(one) == once
    assert dump(two) == left


@pytest.mark.parametrize("turned", [False, True])
def test_an_article_known_by_the_other_scheme_is_the_same(tmp_path: Path, *, turned: bool) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [Seen(1, 1, "lama")])
    filled(two, [Seen(1, 2, "baru")], "http")
    into, other = (two, one) if turned else (one, two)
    merge(into, other)
    ours = address(1, "http" if turned else "https")
    assert rows(into, "SELECT url, text FROM articles") == [(ours, "baru")]
    assert rows(into, "SELECT DISTINCT content ->> 'url' FROM revisions WHERE number = 1") == [(ours,)]
    for table in ("leads", "captures"):
        assert rows(into, f"SELECT count(*), count(DISTINCT article_id) FROM {table}") == [(2, 1)], table


def test_what_was_read_anew_in_a_copy_is_newer(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    for text in ("dua", "tiga"):
        filled(one, [Seen(1, 1, "satu")])
        filled(two, [Seen(1, 1, "satu"), Seen(1, 2, text, reread=True)])
        merge(one, two)
        assert rows(one, "SELECT text FROM articles") == [(text,)]
        for path in (one, two):
            path.unlink()


@pytest.mark.parametrize("turned", [False, True])
def test_an_article_came_from_where_it_was_seen_first(tmp_path: Path, *, turned: bool) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [Seen(1, 1, "lama")], origin="import: lama.warc.gz")
    filled(two, [Seen(1, 2, "baru")])
    into, other = (two, one) if turned else (one, two)
    merge(into, other)
    assert rows(into, "SELECT text, origin FROM articles") == [("baru", "import: lama.warc.gz")]


@pytest.mark.parametrize("turned", [False, True])
def test_the_newer_state_shows_and_the_older_is_a_revision(tmp_path: Path, *, turned: bool) -> None:
    one, two = two_states(tmp_path)
    into, other = (two, one) if turned else (one, two)
    merge(into, other)
    ((text, revision),) = rows(into, "SELECT text, revision FROM articles")
    assert (text, revision) == ("baru", 2)
    old, new = rows(into, "SELECT number, changed, content, capture_id FROM revisions ORDER BY number")
    assert (old[0], old[1], json.loads(old[2])["body"]) == (1, "[]", [{"kind": "p", "text": "lama"}])
    assert (new[0], json.loads(new[1]), new[2]) == (2, ["text"], None)


def test_an_article_new_here_keeps_when_it_was_seen(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    with Archive(two) as archive:
        assert isinstance(archive.articles.store(article(7), captures=[]), Stored)
    merge(one, two)
    seen = "SELECT first_seen, last_seen, origin FROM articles WHERE url LIKE '%/7'"
    assert rows(one, seen) == rows(two, seen)
