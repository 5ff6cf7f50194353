"""`kliping archive verify` says what is wrong with an archive, and nothing of one that is whole."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit
from tests.unit.archive.examples import article, outlet, page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with an article, read from one of two raw pages."""
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        captures = [archive.captures.store(page(content), outlet="suara") for content in (b"satu", b"dua")]
        archive.articles.store(article(), captures=captures[:1])
    return path


def verify(path: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = cli.run(["archive", "verify", "--json", "--archive", str(path)])
    return code, json.loads(capfd.readouterr().out)


def test_a_whole_archive(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    assert cli.run(["archive", "verify", "--archive", str(path)]) == Exit.OK
    assert capfd.readouterr().out == "2 raw pages read · 0 faults\n"
    assert path.read_bytes() == before


def test_a_file_that_nothing_points_to_is_told(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (path.with_name("warc") / "lain-202401-0001.warc.gz").touch()
    code, found = verify(path, capfd)
    assert (code, found["ok"]) == (Exit.OK, True)
    assert found["unused_files"] == ["lain-202401-0001.warc.gz"]


def test_a_missing_file(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (file,) = path.with_name("warc").glob("*.gz")
    file.unlink()
    code, found = verify(path, capfd)
    assert (code, found["captures"], len(found["damaged"])) == (Exit.ARCHIVE, 2, 2)
    assert file.name in found["damaged"][0]


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE captures SET digest = 'x' WHERE id = 2", "damaged"),
        ("UPDATE captures SET lead_id = 77", "foreign_keys"),
        ("DELETE FROM articles_fts", "index"),
    ],
)
def test_what_another_program_spoiled(
    path: Path, capfd: pytest.CaptureFixture[str], sql: str, kind: str
) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.executescript(f"{sql}; COMMIT" if other.in_transaction else sql)
    code, found = verify(path, capfd)
    assert code == Exit.ARCHIVE
    assert found[kind]
    assert [name for name in ("integrity", "foreign_keys", "index", "damaged") if found[name]] == [kind]


def test_a_page_of_the_file_that_is_damaged(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(path)) as other:
        (page,) = other.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'captures_by_digest'"
        ).fetchone()
        (size,) = other.execute("PRAGMA page_size").fetchone()
        other.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(page * size - 20)
        file.write(b"x" * 20)
    code, found = verify(path, capfd)
    assert code == Exit.ARCHIVE
    assert found["integrity"]


def test_an_archive_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert cli.run(["archive", "verify", "--archive", str(tmp_path / "archive.db")]) == Exit.ARCHIVE
    assert list(tmp_path.iterdir()) == []
