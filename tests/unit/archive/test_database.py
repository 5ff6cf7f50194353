"""What every operation on an archive has in common: transactions, faults, and plain questions."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from scraper.archive.store import opening
from scraper.errors import ArchiveError
from tests.unit.archive.examples import article, lead, outlet, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def count(archive: Archive, table: str) -> int:
    (row,) = archive.query(f"SELECT count(*) AS n FROM {table}")
    return int(row["n"])


class Interrupted(Exception):  # noqa: N818 - what happened, not an error of the program
    pass


@contextmanager
def interrupted(archive: Archive) -> Iterator[None]:
    """An atomic block that breaks off after what is done in it."""
    with suppress(Interrupted), archive.atomic():
        yield
        raise Interrupted


class TestAtomic:
    def test_keeps_all(self, archive: Archive) -> None:
        with archive.atomic():
            archive.leads.add([lead()])
            archive.articles.store(article(), captures=[])
        assert (count(archive, "leads"), count(archive, "articles")) == (1, 1)

    def test_keeps_nothing_when_it_breaks_off(self, archive: Archive) -> None:
        with interrupted(archive):
            archive.leads.add([lead()])
            archive.captures.store(page(), outlet="suara")
        assert [count(archive, table) for table in ("leads", "captures")] == [0, 0]

    def test_takes_back_only_a_savepoint_that_broke_off(self, archive: Archive) -> None:
        with archive.atomic():
            archive.leads.add([lead("1")])
            with suppress(Interrupted), archive._database.savepoint():
                archive.leads.add([lead("2")])
                raise Interrupted
        assert [found.url for found in archive.leads.pick("suara", run=1, most=9)] == [lead("1").url]

    def test_takes_back_an_inner_block_when_the_outer_breaks_off(self, archive: Archive) -> None:
        with interrupted(archive), archive.atomic():
            archive.leads.add([lead()])
        assert count(archive, "leads") == 0

    def test_waits_for_another_writer(self, archive: Archive, path: Path) -> None:
        with Archive(path) as other, archive.atomic():
            archive.leads.add([lead("1")])
            writer = threading.Thread(target=_add_elsewhere, args=(path,))
            writer.start()
            archive.leads.add([lead("2")])
            assert count(other, "leads") == 0
        writer.join()
        assert count(archive, "leads") == 3


def _add_elsewhere(path: Path) -> None:
    with Archive(path) as archive, archive.atomic():
        archive.leads.pick("suara", run=1, most=9)
        archive.leads.add([lead("3")])


class TestFaults:
    def test_a_full_disk(self, archive: Archive) -> None:
        pages = archive._database.row("PRAGMA page_count")
        assert pages is not None
        archive._database.execute(f"PRAGMA max_page_count = {pages[0]}")
        with pytest.raises(ArchiveError, match="disk is full"):
            archive.captures.store(page(headers=(("x-panjang", "a" * 256_000),)), outlet="suara")
        archive._database.execute("PRAGMA max_page_count = 1000000")
        archive.leads.add([lead()])
        assert (count(archive, "captures"), count(archive, "leads")) == (0, 1)

    def test_a_lock_held_too_long(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opening, "BUSY_SECONDS", 0)
        with Archive(path) as holder, Archive(path) as archive, holder.atomic():
            holder.outlets.register(outlet())
            with pytest.raises(ArchiveError, match="another program is writing"):
                archive.outlets.register(outlet("lain"))
            with pytest.raises(ArchiveError, match="another program is writing"), archive.atomic():
                pass

    def test_a_damaged_file(self, path: Path) -> None:
        with Archive(path) as archive:
            archive.outlets.register(outlet())
        content = path.read_bytes()
        path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        with pytest.raises(ArchiveError, match="damaged"), Archive(path) as archive:
            archive.outlets.register(outlet())

    def test_an_outlet_that_was_not_registered(self, archive: Archive) -> None:
        with pytest.raises(ArchiveError, match="register an outlet"):
            archive.leads.add([lead(outlet="asing")])
        with pytest.raises(ArchiveError, match="register an outlet"):
            archive.captures.store(page(), outlet="asing")
        with pytest.raises(ArchiveError, match="register an outlet"):
            archive.articles.store(article(outlet="asing"), captures=[])

    def test_use_after_closing(self, path: Path) -> None:
        archive = Archive(path)
        list(archive.query("SELECT 1"))
        archive.close()
        archive.close()
        with pytest.raises(ArchiveError, match="closed"):
            archive.articles.get(1)
        with pytest.raises(ArchiveError, match="closed"):
            archive.query("SELECT 1")

    def test_text_that_utf8_cannot_carry_is_kept_as_a_replacement_character(self, archive: Archive) -> None:
        broken = article(title="Emoji \ud83d patah", tags=("\udc00",))
        stored = archive.articles.store(broken, captures=[])
        assert archive.articles.get(stored.article_id) == article(
            title="Emoji \ufffd patah", tags=("\ufffd",)
        )
        assert archive.search("\ud83d patah")


class TestQuery:
    def test_streams_rows_as_dicts(self, archive: Archive) -> None:
        rows = archive.query("SELECT value AS n FROM json_each(?)", ("[1, 2]",))
        assert next(rows) == {"n": 1}
        assert next(rows) == {"n": 2}

    def test_takes_named_parameters(self, archive: Archive) -> None:
        assert list(archive.query("SELECT :a AS a", {"a": "x"})) == [{"a": "x"}]

    def test_keeps_columns_of_one_name_apart(self, archive: Archive) -> None:
        assert list(archive.query("SELECT 1 AS id, 2 AS id")) == [{"id": 1, "id_2": 2}]

    @pytest.mark.parametrize(
        "sql",
        ["SELEC 1", "SELECT x", "SELECT 1; SELECT 2", "SELECT ?", "", "BEGIN"],
    )
    def test_tells_what_is_wrong_with_a_statement(self, archive: Archive, sql: str) -> None:
        with pytest.raises(ArchiveError):
            archive.query(sql)

    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM outlets",
            "INSERT INTO runs (command, targets, started_at) VALUES ('x', '', '') RETURNING id",
            "DROP TABLE articles",
            "PRAGMA user_version = 99",
            "ATTACH 'other.db' AS other",
            "VACUUM INTO 'other.db'",
        ],
    )
    def test_changes_nothing(
        self, archive: Archive, tmp_path: Path, sql: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        before = list(archive._database._connection.iterdump())
        with pytest.raises(ArchiveError):
            list(archive.query(sql))
        assert list(archive._database._connection.iterdump()) == before
        assert not (tmp_path / "other.db").exists()

    def test_errors_while_streaming_are_archive_errors(self, archive: Archive) -> None:
        rows = archive.query("SELECT json(value) FROM (SELECT '1' AS value UNION ALL SELECT 'x')")
        with pytest.raises(ArchiveError, match="JSON"):
            list(rows)

    def test_a_stream_survives_writes(self, archive: Archive) -> None:
        archive.leads.add([lead("1"), lead("2")])
        rows = archive.query("SELECT url FROM leads ORDER BY id")
        assert next(rows)["url"] == lead("1").url
        archive.leads.add([lead("3")])
        assert [row["url"] for row in rows] == [lead("2").url]


def test_closing_leaves_one_file(path: Path) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        list(archive.query("SELECT 1"))
    assert [entry.name for entry in path.parent.iterdir()] == ["archive.db"]


def test_rows_are_whole_after_a_hard_kill(path: Path) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        archive.articles.store(article(), captures=[])
        copy = path.with_name("after-the-kill.db")
        copy.write_bytes(path.read_bytes())
        copy.with_name(copy.name + "-wal").write_bytes(path.with_name(path.name + "-wal").read_bytes())
    with Archive(copy) as revived:
        assert revived.articles.get(article().url) == article()
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
