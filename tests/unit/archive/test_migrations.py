"""An archive of any age becomes one of today, and every table is fit for other tools."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest
import sqlite_utils

from scraper import cli
from scraper.archive import Archive
from scraper.archive.articles import revisions
from scraper.archive.store import migrations
from scraper.cli.shared.exits import Exit

FIXTURES = Path(__file__).parents[2] / "fixtures" / "archives"
LEADS = "SELECT url, outcome FROM leads ORDER BY url"


def test_steps_are_taken_once(archive: Archive) -> None:
    names = [row["name"] for row in archive.query("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert names == [step.__name__ for step in migrations.STEPS]
    assert len(set(names)) == migrations.VERSION


def test_our_tables_are_strict(archive: Archive) -> None:
    loose = archive.query(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
        "AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlite%'"
    )
    assert list(loose) == []


def test_every_foreign_key_is_indexed(archive: Archive) -> None:
    """Or deleting one article would read whole tables."""
    database = sqlite_utils.Database(archive.path)
    bare = []
    for table in database.tables:
        starts = {index.columns[0] for index in table.indexes} | {table.pks[0]}
        bare += [(table.name, key.column) for key in table.foreign_keys if key.column not in starts]
    database.close()
    assert bare == [("captures", "outlet")]


AGES = range(1, migrations.VERSION)


@pytest.fixture(params=AGES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Four articles of the toy newspaper, as a kliping of that schema crawled them.

    Pages stand in WARC files since the fourth, and its first article was read again with another title.
    """
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((FIXTURES / f"schema-{request.param}.db.gz").read_bytes()))
    pages = FIXTURES / f"schema-{request.param}.warc.gz"
    if pages.exists():
        (tmp_path / "warc").mkdir()
        (tmp_path / "warc" / "demo-202611-0001.warc.gz").write_bytes(pages.read_bytes())
    return path


def test_an_old_archive_has_all_that_it_had(old: Path) -> None:
    with sqlite3.connect(old) as before:
        known = before.execute("SELECT id, url, title, text FROM articles").fetchall()
        (version,) = before.execute("PRAGMA user_version").fetchone()
        leads = before.execute(LEADS).fetchall()
    before.close()
    with Archive(old) as archive:
        for number, url, title, text in known:
            article = archive.articles.get(number)
            assert article is not None
            assert (article.url, article.title, article.text) == (url, title, text)
            titles = [state.title for state in archive.articles.revisions.of(number)]
            again = ["Juru Pelihara Candi Kuliah Lagi"] if (number, version) == (1, 4) else []
            assert titles == [*again, title]
            assert len(archive.rereads.pages(number)) == 1
            (kept,) = archive.query("SELECT digest FROM articles WHERE id = ?", [number])
            assert kept == {"digest": revisions.digest(article)}
        assert [hit.id for hit in archive.search('"embun es"')] == [2]
        assert [
            tuple(row.values()) for row in archive.query("SELECT url, outcome FROM leads ORDER BY url")
        ] == leads
        assert archive.vacuum().sketched == (len(known) if version < 4 else 0)
        assert archive.vacuum().sketched == 0


def test_views_that_a_user_made_go_on_to_show_what_they_showed(old: Path) -> None:
    with sqlite3.connect(old) as before:
        (version,) = before.execute("PRAGMA user_version").fetchone()
        table = "revisions" if version >= 4 else "articles"
        before.execute(f"CREATE VIEW mine AS SELECT count(*) AS number FROM {table}")
        before.execute("CREATE VIEW broken AS SELECT absent FROM nowhere")
        (number,) = before.execute("SELECT number FROM mine").fetchone()
    before.close()
    with Archive(old) as archive:
        assert list(archive.query("SELECT number FROM mine")) == [{"number": number}]


def test_an_old_archive_is_whole(old: Path) -> None:
    Archive(old).close()
    assert cli.run(["archive", "verify", "--archive", str(old)]) == Exit.OK


def test_an_old_archive_is_read_again_and_crawled_on(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(old) as before:
        before.execute("UPDATE articles SET title = 'Lain' WHERE id = 3")
    before.close()
    assert cli.run(["archive", "reparse", "--all", "--changed-only", "--archive", str(old)]) == Exit.OK
    assert "4 articles read again, 1 with a new revision" in capsys.readouterr().out
    assert cli.run(["crawl", "demo", "--archive", str(old)]) == Exit.OK
    with Archive(old, read_only=True) as archive:
        assert list(archive.query("SELECT count(*) AS articles FROM articles")) == [{"articles": 40}]
