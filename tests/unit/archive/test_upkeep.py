"""A file without what belongs to nothing, and with all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scraper.errors import ArchiveError
from tests.unit.archive.examples import article, page

if TYPE_CHECKING:
    from scraper.archive import Archive


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


def test_not_while_a_crawl_is_at_work(archive: Archive) -> None:
    lock = archive.lock("suara")
    assert lock.acquire()
    with pytest.raises(ArchiveError, match=r"a crawl is at work on it \(suara\); wait"):
        archive.vacuum()
    lock.release()
    archive.vacuum()
