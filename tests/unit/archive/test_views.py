"""Every archive has the views of the kliping that writes to it, and a user's own are left alone."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from scraper.archive.store import views
from tests.unit.archive.examples import article, outlet

if TYPE_CHECKING:
    from pathlib import Path

TODAY = views.statements()


@pytest.fixture
def old(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with an article, by a kliping with another view `articles_full`, and one more, `retired`."""
    then = TODAY | {
        "articles_full": "CREATE VIEW articles_full AS\nSELECT upper(title) AS title FROM articles",
        "retired": "CREATE VIEW retired AS\nSELECT url FROM articles",
    }
    del then["wire_copies"]
    with monkeypatch.context() as patch:
        patch.setattr(views, "statements", lambda: then)
        with Archive(path) as archive:
            archive.outlets.register(outlet())
            archive.articles.store(article(), captures=[])
            archive._database.execute("CREATE VIEW mine AS SELECT title FROM articles_full")
    return path


def in_archive(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as connection:
        found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    connection.close()
    return found


def test_each_view_stands_in_the_file(archive: Archive) -> None:
    assert in_archive(archive.path) == TODAY
    assert len(TODAY) >= 7


def test_an_archive_that_is_opened_for_writing_gets_the_views_of_today(old: Path) -> None:
    Archive(old).close()
    found = in_archive(old)
    assert found.pop("mine") == "CREATE VIEW mine AS SELECT title FROM articles_full"
    assert found == TODAY
    with Archive(old) as archive:
        assert list(archive.query("SELECT title FROM mine")) == [{"title": "Panen raya di desa 1"}]


def test_one_that_is_opened_for_reading_shows_what_it_has(old: Path) -> None:
    before = in_archive(old)
    with Archive(old, read_only=True) as archive:
        assert list(archive.query("SELECT title FROM mine")) == [{"title": "PANEN RAYA DI DESA 1"}]
    assert in_archive(old) == before


def test_views_that_are_current_are_left_as_they_are(archive: Archive) -> None:
    archive.close()
    before = archive.path.read_bytes()
    Archive(archive.path).close()
    assert archive.path.read_bytes() == before


@pytest.mark.parametrize("kind", ["VIEW", "TABLE"])
def test_what_a_user_made_under_a_new_name_of_ours_stays(old: Path, kind: str) -> None:
    with sqlite3.connect(old) as connection:
        connection.execute(f"CREATE {kind} wire_copies AS SELECT 1 AS own")
    connection.close()
    for _ in range(2):
        with Archive(old) as archive:
            assert list(archive.query("SELECT own FROM wire_copies")) == [{"own": 1}]
            assert "dateline" in next(archive.query("SELECT * FROM articles_full"))


def test_a_view_of_ours_that_a_user_replaced_stays(old: Path) -> None:
    with sqlite3.connect(old) as connection:
        connection.execute("DROP VIEW articles_full")
        connection.execute("CREATE VIEW articles_full AS SELECT 7 AS seven")
    connection.close()
    with Archive(old) as archive:
        assert list(archive.query("SELECT seven FROM articles_full")) == [{"seven": 7}]
        assert "retired" not in in_archive(old)


def test_a_renewal_that_fails_leaves_the_views_that_were(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = in_archive(old)
    monkeypatch.setattr(views, "statements", lambda: TODAY | {"broken": "CREATE VIEW broken AS nonsense"})
    with pytest.raises(Exception, match="nonsense"):
        Archive(old)
    assert in_archive(old) == before
