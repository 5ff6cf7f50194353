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


def test_what_was_deleted_takes_no_room_afterwards(archive: Archive) -> None:
    kept = archive.captures.store(page(b"kept"), outlet="suara")
    archive.articles.store(article(), captures=[kept])
    archive._database.execute("CREATE TABLE large AS SELECT zeroblob(1000000)")
    archive._database.execute("DROP TABLE large")
    done = archive.vacuum()
    assert done.after < done.before
    assert done.after == archive.path.stat().st_size
    assert archive.captures.read(kept).content == b"kept"
    assert archive.search("petani")
    assert archive.vacuum().after == done.after


def test_a_vacuum_that_fails_leaves_the_archive_as_it_was(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.articles.store(article(), captures=[])
    monkeypatch.setattr(vacuum, "_STEPS", ("VACUUM INTO '/nowhere/at/all'",))
    with pytest.raises(ArchiveError):
        archive.vacuum()
    assert archive._database.row("PRAGMA journal_mode") == ("wal",)
    archive.articles.store(article(url="https://suara.test/2"), captures=[])


@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_killed_program_left_half_written_is_taken_back(
    archive: Archive, tmp_path: Path, read_only: bool
) -> None:
    archive.articles.store(article(), captures=[])
    archive._database.rows("PRAGMA journal_mode = DELETE")
    left = tmp_path / "left.db"
    with closing(sqlite3.connect(archive.path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")  # pages go to the file before the end of the transaction
        writer.execute("BEGIN")
        writer.execute("DELETE FROM articles")
        writer.execute("CREATE TABLE half AS SELECT zeroblob(1000000)")
        for suffix in ("", "-journal"):
            shutil.copy(f"{archive.path}{suffix}", f"{left}{suffix}")
        writer.execute("ROLLBACK")
    with left.open("r+b") as file:  # a page that was being written
        file.seek(100)
        file.write(b"\xff" * 400)
    with Archive(left, read_only=read_only) as restored:
        assert restored.search("petani")
        assert restored.verify().integrity == []
        assert restored._database.row("SELECT 1 FROM sqlite_master WHERE name = 'half'") is None


def test_not_while_a_crawl_is_at_work(archive: Archive) -> None:
    lock = archive.lock("suara")
    assert lock.acquire()
    with pytest.raises(ArchiveError, match=r"a crawl is at work on it \(suara\); wait"):
        archive.vacuum()
    lock.release()
    archive.vacuum()
