"""Two archives become one that has all of both."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper.archive import Archive, merging
from scraper.archive.database import Database
from scraper.archive.times import utc
from scraper.crawl import crawl
from scraper.errors import ArchiveError
from scraper.model import Block, Failed, Gone, Lead, Notice, Stored
from scraper.settings import Settings
from tests.unit.archive.examples import article, lead, outlet, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scraper.archive.revisions import RevisionKind
    from scraper.demo import DemoSite
    from scraper.model import Article, Outcome


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

WRONGLY_CHANGED = """
    SELECT url FROM articles WHERE changed_at IS NOT (
        SELECT max(seen_at) FROM revisions WHERE article_id = id AND number > 1 AND kind <> 'reparse')
"""

GONE = "SELECT substr(url, -1), gone_at FROM articles WHERE gone_at IS NOT NULL"

TIMES = "SELECT substr(url, -1), first_seen, last_seen, gone_at, origin FROM articles ORDER BY 1"


class Seen(NamedTuple):
    """What a crawl meets: an article by number, at an hour, with this text (none: it is gone).

    A text that is `reread` is no visit: it comes of reading the last page anew.
    """

    number: int
    hour: int
    text: str | None
    section: str = "Ekonomi"
    reread: bool = False


SEEN = st.builds(
    Seen,
    st.integers(1, 3),
    st.integers(1, 20),
    st.sampled_from(["satu", "dua", "tiga", None]),
    st.sampled_from(["Ekonomi", "Daerah"]),
    st.booleans(),
)


def address(number: int, scheme: str = "https") -> str:
    return f"{scheme}://suara.test/berita/{number}"


def number_of(url: str | None) -> int:
    return int(str(url).rpartition("/")[2])


def at(hour: int) -> datetime:
    return datetime(2024, 5, 2, hour, tzinfo=UTC)


def filled(path: Path, seen: list[Seen], scheme: str = "https", origin: str = "crawl") -> list[Seen]:
    """An archive of what was seen by a scheme; returns that, each text at the hour of its page."""
    pages: dict[int, tuple[int, int]] = {}
    known: list[Seen] = []
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for one in sorted(seen, key=lambda one: one.hour):
            found = address(one.number, scheme)
            if one.text is None:
                with patch("scraper.archive.articles.now", lambda hour=one.hour: utc(at(hour), UTC)):
                    archive.articles.gone(found)
                continue
            if one.reread and one.number not in pages:
                continue
            if not one.reread:
                archive.leads.add([Lead(found, "suara", "feed")])
                met = page(one.text.encode(), requested=found, url=found, fetched_at=at(one.hour))
                pages[one.number] = archive.captures.store(met, outlet="suara", lead=found), one.hour
            capture, hour = pages[one.number]
            body = (Block("p", one.text),)
            shown = article(one.number, url=found, body=body, lead=None, section=one.section)
            kind: RevisionKind = "reparse" if one.reread else "crawl"
            stored = archive.articles.store(shown, captures=[capture], kind=kind, origin=origin)
            archive.leads.finish(found, stored)
            known.append(one._replace(hour=hour))
    return known


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


def two_states(tmp_path: Path) -> tuple[Path, Path]:
    """The same article, at one o'clock in one archive and at two o'clock in the other."""
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [Seen(1, 1, "lama")])
    filled(two, [Seen(1, 2, "baru")])
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
        archive.walks.record("suara", date(2024, 5, 1), 7)
        archive.notices.record("suara", Notice("noai", "no", "https://suara.test/"))
    merge(one, two)
    with Archive(one) as archive:
        assert archive.leads.outcome(lead("9").url) == ("gone", "404")
        assert [found.url for found in archive.leads.pick("suara", run=5)] == [lead("8").url]
        assert archive.walks.days("suara", date(2024, 1, 1), date(2024, 12, 31)) == {date(2024, 5, 1)}
        assert archive.notices.of("suara") == [Notice("noai", "no", "https://suara.test/")]


def concluded(path: Path, outcome: Outcome, moment: str) -> None:
    """The first lead came to this at that time."""
    with Archive(path) as archive, patch("scraper.archive.leads.now", lambda: moment):
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
    lead_row = "SELECT state, outcome, due, article_id FROM leads"
    assert rows(into, lead_row) == [("done", told, 0, 1)]


def test_without_an_article_the_later_visit_tells(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    concluded(one, Gone(404), "2024-05-01")
    concluded(two, Failed("timeout"), "2024-05-02")
    merge(one, two)
    assert rows(one, "SELECT outcome, reason, due FROM leads") == [("failed", "timeout", 1)]


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
    monkeypatch.setattr(merging, "BATCH", 1)
    one, two, wanted = (tmp_path / f"{name}.db" for name in ("one", "two", "wanted"))
    filled(two, [Seen(1, 1, "satu"), Seen(2, 2, "dua")])
    merge(wanted, two)
    commits = 0
    while killed_after(commits, one, two):
        told = rows(one, "SELECT url, outcome, due, article_id FROM leads")
        assert all(row[1:] == (None, 1, None) for row in told), commits
        merge(one, two)
        assert whole(one) == whole(wanted)
        one.unlink()
        commits += 1
    assert commits == 6  # what is small, two pages, two articles, what became of them


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


def test_what_is_linked_is_sought_by_its_own_key_whatever_the_statistics(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [Seen(number, number, "satu") for number in range(1, 20)])
    with closing(sqlite3.connect(one)) as connection:
        connection.execute("ANALYZE")
    shutil.copy(one, two)
    with closing(sqlite3.connect(one)) as connection:
        connection.execute("ATTACH ? AS other", (str(two),))
        for sql in merging._NUMBERS:
            connection.execute(sql)
        for link in (merging._LINK_LEADS, merging._LINK_CAPTURES):
            _, *inner = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {link}")]
            assert not [step for step in inner if "SCAN" in step or "by_article" in step]
