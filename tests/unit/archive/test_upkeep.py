"""A file without what belongs to nothing, and with all else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from scraper.archive.upkeep import vacuum
from scraper.errors import ArchiveError
from tests.unit.archive.examples import article, page

if TYPE_CHECKING:
    from pathlib import Path


def test_bodies_without_a_capture_go(archive: Archive) -> None:
    kept = archive.captures.store(page(b"kept"), outlet="suara")
    archive._database.execute(
        "INSERT INTO capture_bodies (digest, content) VALUES ('lama', zeroblob(1000000))"
    )
    archive.articles.store(article(), captures=[kept])
    done = archive.vacuum()
    assert done.bodies == 1
    assert done.after < done.before
    assert done.after == archive.path.stat().st_size
    assert archive.captures.read(kept).content == b"kept"
    assert archive.search("petani")
    assert archive.vacuum().bodies == 0


@pytest.fixture
def large(archive: Archive) -> Archive:
    """An archive with the pages that older klipings gave it."""
    for sql in ("journal_mode = DELETE", "page_size = 4096"):
        archive._database.rows(f"PRAGMA {sql}")
    archive._database.rows("VACUUM")
    archive._database.rows("PRAGMA journal_mode = WAL")
    archive.articles.store(article(), captures=[])
    return archive


def state(archive: Archive) -> tuple[object, ...]:
    return tuple(archive._database.row(f"PRAGMA {name}") for name in ("page_size", "journal_mode"))


def test_an_old_archive_gets_pages_of_today(large: Archive) -> None:
    assert state(large) == ((4096,), ("wal",))
    large.vacuum()
    assert state(large) == ((2048,), ("wal",))
    assert large.search("petani")


def test_while_somebody_reads_it_the_pages_stay(large: Archive) -> None:
    with Archive(large.path, read_only=True) as reader:
        assert reader.search("petani")
        large.vacuum()
        assert state(large) == ((4096,), ("wal",))
        assert reader.search("petani")


def test_a_vacuum_that_fails_leaves_the_log(large: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vacuum, "_STEPS", ("VACUUM INTO '/nowhere/at/all'",))
    with pytest.raises(ArchiveError):
        large.vacuum()
    assert state(large) == ((4096,), ("wal",))
    large.articles.store(article(url="https://suara.test/2"), captures=[])


@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_killed_vacuum_left_half_written_is_taken_back(
    large: Archive, tmp_path: Path, read_only: bool
) -> None:
    large._database.rows("PRAGMA journal_mode = DELETE")
    left = tmp_path / "left.db"
    with closing(sqlite3.connect(large.path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")  # pages go to the file before the end of the transaction
        writer.execute("BEGIN")
        writer.execute("DELETE FROM articles")
        writer.execute("CREATE TABLE half AS SELECT zeroblob(1000000)")
        for suffix in ("", "-journal"):
            shutil.copy(f"{large.path}{suffix}", f"{left}{suffix}")
        writer.execute("ROLLBACK")
    with left.open("r+b") as file:  # a page that was being written
        file.seek(100)
        file.write(b"\xff" * 400)
    with Archive(left, read_only=read_only) as archive:
        assert archive.search("petani")
        assert archive.verify().integrity == []
        assert archive._database.row("SELECT 1 FROM sqlite_master WHERE name = 'half'") is None


def test_not_while_a_crawl_is_at_work(archive: Archive) -> None:
    lock = archive.lock("suara")
    assert lock.acquire()
    with pytest.raises(ArchiveError, match=r"a crawl is at work on it \(suara\); wait"):
        archive.vacuum()
    lock.release()
    archive.vacuum()
