"""Two archives become one that has all of both."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from scraper.archive import Archive
from scraper.archive.merge import merge_archive
from scraper.archive.store.database import Database
from scraper.crawler import crawl
from scraper.errors import ArchiveError
from scraper.model import Failed, Gone, Stored, UsagePolicy
from scraper.settings import Settings
from tests.unit.archive.examples import article, lead, outlet, page
from tests.unit.archive.halves import Seen, address, at, filled, merge, rows, two_states, whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scraper.demo import DemoSite
    from scraper.model import Outcome


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
        for table in ("articles", "leads", "captures"):
            assert rows(into, f"SELECT count(*) FROM {table}") == [(0,)], table
        assert rows(into, "SELECT DISTINCT reason FROM tombstones") == [("asked for",)]


def test_pages_that_the_other_forgot_go_from_the_files_too(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    assert len(list((tmp_path / "one.warc").iterdir())) == 1
    with Archive(two) as archive:
        archive.forgetting.forget(lead("1").url, "asked for")
    merge(one, two)
    assert list((tmp_path / "one.warc").iterdir()) == []
    with Archive(one) as archive:
        assert archive.verify().faults == []


def test_nothing_tells_of_what_the_other_forgot(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    told = article(1, title="Judulrahasia", authors=("Namarahasia",), tags=("Tagrahasia",))
    with Archive(one) as archive:
        archive.outlets.register(outlet())
        archive.articles.store(told, captures=[])
        archive.articles.store(article(2), captures=[])
    shutil.copy(one, two)
    with Archive(two) as archive:
        archive.forgetting.forget(address(1), "asked for")
    with Archive(one) as archive, Archive(two, read_only=True) as other:
        archive._database.execute("PRAGMA secure_delete = OFF")  # as most have it that build SQLite
        archive.merge(other)
    assert rows(one, "SELECT label FROM tags ORDER BY label") == [("beras",), ("panen",)]
    assert rows(one, "SELECT name FROM people ORDER BY name") == [("Budi",), ("Sari Dewi",)]
    assert b"rahasia" not in one.read_bytes()


def test_what_a_lead_asked_for_that_the_other_forgot_goes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    second = page(b"dua", requested=f"{address(1)}?page=2", url=f"{address(1)}?page=2")
    other = page(b"lain", requested=address(2), url=address(2))
    with Archive(one) as archive:
        archive.outlets.register(outlet())
        archive.leads.add([lead("1"), lead("2")])
        for asked in (second, other):
            archive.captures.store(asked, outlet="suara", lead=address(1))
    with Archive(two) as archive:
        archive.outlets.register(outlet())
        archive.forgetting.forget(address(1), "asked for")
    merge(one, two)
    assert rows(one, "SELECT requested FROM captures") == [(address(2),)]


def test_what_a_forgotten_lead_asked_for_is_not_merged(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    second = page(b"dua", requested=f"{lead('1').url}?page=2", url=f"{lead('1').url}?page=2")
    with Archive(one) as archive:
        archive.outlets.register(outlet())
        archive.forgetting.forget(lead("1").url, "asked for")
    with Archive(two) as archive:
        archive.outlets.register(outlet())
        archive.leads.add([lead("1")])
        archive.captures.store(second, outlet="suara", lead=lead("1").url)
        archive.leads.fetched(lead("1").url)
    merge(one, two)
    assert rows(one, "SELECT requested FROM captures") == []


def test_leads_walks_and_notices(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    with Archive(two) as archive:
        archive.leads.add([lead("8"), lead("9")])
        archive.leads.finish(lead("9").url, Gone(404))
        archive.indexed_days.record("suara", date(2024, 5, 1), 7)
        archive.usage_policies.record("suara", UsagePolicy("noai", "no", "https://suara.test/"))
    merge(one, two)
    with Archive(one) as archive:
        assert archive.leads.outcome(lead("9").url) == ("gone", "404")
        assert [found.url for found in archive.leads.pick("suara", run=5)] == [lead("8").url]
        assert archive.indexed_days.days("suara", date(2024, 1, 1), date(2024, 12, 31)) == {date(2024, 5, 1)}
        assert archive.usage_policies.of("suara") == [UsagePolicy("noai", "no", "https://suara.test/")]


def concluded(path: Path, outcome: Outcome, moment: str) -> None:
    """The first lead came to this at that time."""
    with Archive(path) as archive, patch("scraper.archive.frontier.leads.now", lambda: moment):
        archive.outlets.register(outlet())
        archive.leads.add([lead("1")])
        archive.leads.finish(address(1), outcome)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("stored", "other", "told"),
    [
        ("2024-05-02", (Failed("timeout"), "2024-05-03"), "stored"),
        ("2024-05-02", (Failed("timeout"), "2024-05-01"), "stored"),
        ("2024-05-02", (Gone(404), "2024-05-03"), "gone"),
        ("2024-05-02", (Gone(404), "2024-05-01"), "stored"),
    ],
)
def test_a_visit_that_came_to_nothing_does_not_undo_an_article(
    tmp_path: Path, stored: str, other: tuple[Outcome, str], told: str, *, turned: bool
) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [Seen(1, 1, "satu")])
    concluded(one, Stored(1), stored)
    concluded(two, *other)
    into, source = (two, one) if turned else (one, two)
    merge(into, source)
    lead_row = "SELECT state, outcome, pending, article_id FROM leads"
    assert rows(into, lead_row) == [("done", told, 0, 1)]


def test_without_an_article_the_later_visit_tells(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    concluded(one, Gone(404), "2024-05-01")
    concluded(two, Failed("timeout"), "2024-05-02")
    merge(one, two)
    assert rows(one, "SELECT outcome, reason, pending FROM leads") == [("failed", "timeout", 1)]


def test_a_new_lead_learns_what_the_other_knows_of_it(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    for path, known in ((one, lead("1")), (two, lead("1", title="Panen", published_at=at(1)))):
        with Archive(path) as archive:
            archive.outlets.register(outlet())
            archive.leads.add([known])
    merge(one, two)
    told = "SELECT title, published_at, published_utc FROM leads"
    assert rows(one, told) == rows(two, told) != [(None, None, None)]


class KilledError(Exception):
    """A merge ends here."""


def killed_after(commits: int, into: Path, other: Path) -> bool:
    """Begin a merge that is killed after so many transactions; whether it had more to do."""
    begun = 0
    atomic = Database.atomic

    @contextmanager
    def counted(database: Database) -> Iterator[None]:
        nonlocal begun
        is_outermost = not database._connection.in_transaction
        if is_outermost and begun == commits:
            raise KilledError
        begun += is_outermost
        with atomic(database):
            yield

    with Archive(into) as archive, Archive(other, read_only=True) as source:
        try:
            with patch.object(Database, "atomic", counted):
                archive.merge(source)
        except KilledError:
            return True
    return False


def test_a_merge_killed_at_any_moment_promises_nothing_that_is_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_archive, "BATCH", 1)
    one, two, wanted = (tmp_path / f"{name}.db" for name in ("one", "two", "wanted"))
    filled(two, [Seen(1, 1, "satu"), Seen(2, 2, "dua")])
    merge(wanted, two)
    commits = 0
    while killed_after(commits, one, two):
        told = rows(one, "SELECT url, outcome, pending, article_id FROM leads")
        assert all(row[1:] == (None, 1, None) for row in told), commits
        merge(one, two)
        assert whole(one) == whole(wanted)
        one.unlink()
        commits += 1
    assert commits == 6  # what is small, two pages, two articles, what became of them


def test_damaged_pages_are_counted_and_left_out(tmp_path: Path) -> None:
    one, two = two_states(tmp_path)
    ((file, offset, length),) = rows(two, "SELECT file, offset, length FROM captures")
    with (tmp_path / "two.warc" / file).open("r+b") as warc:
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


def test_what_is_linked_is_sought_by_its_own_key_whatever_the_statistics(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [Seen(number, number, "satu") for number in range(1, 20)])
    with closing(sqlite3.connect(one)) as connection:
        connection.execute("ANALYZE")
    shutil.copy(one, two)
    with closing(sqlite3.connect(one)) as connection:
        connection.execute("ATTACH ? AS other", (str(two),))
        for sql in merge_archive._TEMP_TABLES:
            connection.execute(sql)
        for link in (merge_archive._LINK_LEADS, merge_archive._LINK_CAPTURES):
            _, *inner = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {link}")]
            assert not [step for step in inner if "SCAN" in step or "by_article" in step]
