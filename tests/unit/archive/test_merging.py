"""Two archives become one that has all of both."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper.archive import Archive
from scraper.crawl import crawl
from scraper.errors import ArchiveError
from scraper.model import Block, Gone, Notice, Stored
from scraper.settings import Settings
from tests.unit.archive.examples import article, lead, outlet, page

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.demo import DemoSite


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def merge(into: Path, *others: Path) -> None:
    with Archive(into) as archive:
        for path in others:
            with Archive(path, read_only=True) as other:
                archive.merge(other)


def whole(path: Path) -> dict[str, Any]:
    """All that is of use in an archive, without its numbers."""
    with Archive(path, read_only=True) as archive:
        articles = {
            row["url"]: archive.articles.get(row["id"])
            for row in archive.query("SELECT id, url FROM articles")
        }
        captures = [archive.captures.read(row["id"]) for row in archive.query("SELECT id FROM captures")]
    links = "SELECT links.url, target.url FROM links LEFT JOIN articles AS target ON target.id = target_id"
    return {
        "articles": articles,
        "pages": {(page.requested, page.content) for page in captures},
        "outcomes": set(rows(path, "SELECT url, outcome, reason FROM leads WHERE state = 'done'")),
        "links": set(rows(path, links)),
        "from": set(
            rows(path, "SELECT leads.url, articles.url FROM leads JOIN articles ON articles.id = article_id")
        ),
    }


def test_two_halves_make_the_whole(site: DemoSite, tmp_path: Path) -> None:
    middle = date(2025, 4, 15)
    wishes = {"one": {"until": middle}, "two": {"since": middle}, "all": {}}
    for name, wish in wishes.items():
        chosen = Settings(archive=tmp_path / f"{name}.db", delay=0.0, attempts=1, processes=0)
        crawl(["demo"], chosen, outlets={"demo": site.outlet}, resolve=site.resolve, **wish)
    one, two, all_ = (tmp_path / f"{name}.db" for name in wishes)
    assert 5 < len(whole(one)["articles"]) < len(whole(all_)["articles"])
    merge(one, two)
    merged, wanted = whole(one), whole(all_)
    assert merged["articles"] == wanted["articles"]
    assert {name for name, _ in merged["pages"]} >= {name for name, _ in wanted["pages"]}
    assert merged["links"] == wanted["links"]
    assert merged["from"] == wanted["from"]
    with Archive(one, read_only=True) as archive:
        assert archive.search("garam")


WRONGLY_NUMBERED = """
    SELECT url FROM articles WHERE revision <> (SELECT max(number) FROM revisions WHERE article_id = id)
"""

PAGES = st.tuples(st.integers(1, 3), st.integers(1, 20), st.sampled_from(["satu", "dua", "tiga"]))
"""What a crawl meets: an article by number, at an hour, with this text."""


def filled(path: Path, seen: list[tuple[int, int, str]]) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for number, hour, text in sorted(seen, key=lambda one: one[1]):
            found = lead(str(number))
            archive.leads.add([found])
            when = datetime(2024, 5, 2, hour, tzinfo=UTC)
            capture = archive.captures.store(
                page(text.encode(), requested=found.url, url=found.url, fetched_at=when),
                outlet="suara",
                lead=found.url,
            )
            known = replace(article(number), body=(Block("p", text),), lead=None)
            archive.leads.finish(found.url, archive.articles.store(known, captures=[capture]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PAGES, max_size=6), st.lists(PAGES, max_size=6))
@example([(2, 1, "satu")], [(2, 2, "satu"), (2, 2, "dua")])
def test_merging_is_whole_and_idempotent(
    tmp_path_factory: pytest.TempPathFactory, first: list[Any], second: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    one, two = folder / "one.db", folder / "two.db"
    filled(one, first)
    filled(two, second)
    before = whole(one), whole(two)
    left = dump(two)
    merge(one, two)
    after = whole(one)
    assert after["articles"].keys() == before[0]["articles"].keys() | before[1]["articles"].keys()
    assert after["pages"] == before[0]["pages"] | before[1]["pages"]
    for number in {number for number, *_ in first + second}:
        seen = [one for one in first + second if one[0] == number]
        last = max(hour for _, hour, _ in seen)
        shown = after["articles"][lead(str(number)).url]
        assert shown.text in {text for _, hour, text in seen if hour == last}
    assert rows(one, WRONGLY_NUMBERED) == []
    once = dump(one)
    merge(one, two)
    assert dump(one) == once
    assert dump(two) == left


def two_states(tmp_path: Path) -> tuple[Path, Path]:
    """The same article, at one o'clock in one archive and at two o'clock in the other."""
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [(1, 1, "lama")])
    filled(two, [(1, 2, "baru")])
    return one, two


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


def test_what_either_forgot_is_forgotten(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    for forgetful, other in ((one, two), (two, one)):
        into, source = tmp_path / "into.db", tmp_path / "source.db"
        shutil.copy(forgetful, into)
        shutil.copy(other, source)
        with closing(sqlite3.connect(into if forgetful == one else source)) as connection, connection:
            connection.execute(
                "INSERT INTO tombstones VALUES (?, 'suara', 'asked for', '2024-06-01T00:00:00Z')",
                (lead("1").url,),
            )
        merge(into, source)
        for table in ("articles", "leads", "captures", "capture_bodies"):
            assert rows(into, f"SELECT count(*) FROM {table}") == [(0,)], table
        assert rows(into, "SELECT reason FROM tombstones") == [("asked for",)]


def test_pages_that_the_other_forgot_go_from_the_files_too(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    ((file, offset, length),) = rows(one, "SELECT file, offset, length FROM captures")
    with Archive(two) as archive:
        archive.forgetting.forget(lead("1").url, "asked for")
    merge(one, two)
    with (tmp_path / "warc" / file).open("rb") as warc:
        warc.seek(offset)
        assert b"WARC-Type: metadata" in warc.read(length)
    with Archive(one) as archive:
        assert archive.verify().faults == []


def test_leads_walks_and_notices(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    with Archive(two) as archive:
        archive.leads.add([lead("8"), lead("9")])
        archive.leads.finish(lead("9").url, Gone(404))
        archive.walks.record("suara", date(2024, 5, 1), 7)
        archive.notices.record("suara", Notice("noai", "no", "https://suara.test/"))
    merge(one, two)
    with Archive(one) as archive:
        assert archive.leads.outcome(lead("9").url) == ("gone", "404")
        assert [found.url for found in archive.leads.pick("suara", run=5)] == [lead("8").url]
        assert archive.walks.days("suara", date(2024, 1, 1), date(2024, 12, 31)) == {date(2024, 5, 1)}
        assert archive.notices.of("suara") == [Notice("noai", "no", "https://suara.test/")]


def test_damaged_pages_are_counted_and_left_out(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    ((file, offset, length),) = rows(two, "SELECT file, offset, length FROM captures")
    with (tmp_path / "warc" / file).open("r+b") as warc:
        warc.seek(offset)
        warc.write(bytes(length))
    with Archive(one) as archive, Archive(two, read_only=True) as other:
        assert archive.merge(other).lost == 1
    assert rows(one, "SELECT count(*) FROM captures") == [(1,)]


def test_an_archive_is_not_merged_with_itself(tmp_path: Path) -> None:
    one, _ = two_states(tmp_path)
    with (
        Archive(one) as archive,
        Archive(one, read_only=True) as other,
        pytest.raises(ArchiveError, match="itself"),
    ):
        archive.merge(other)


def test_an_article_new_here_keeps_when_it_was_seen(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    with Archive(two) as archive:
        assert isinstance(archive.articles.store(article(7), captures=[]), Stored)
    merge(one, two)
    seen = "SELECT first_seen, last_seen, origin FROM articles WHERE url LIKE '%/7'"
    assert rows(one, seen) == rows(two, seen)
