"""`kliping archive reparse`: which articles today's reader reads otherwise, and a table at the end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit

TITLE = "Petani Garam Rembang Mulai Siapkan Lahan, Kemarau Diperkirakan Datang Lebih Cepat"


@pytest.fixture
def old(archive: str, desk: Path) -> str:
    """A copy of the whole toy newspaper's archive, as an older kliping read it; one headline was wrong."""
    shutil.copy(archive, desk / "lama.db")
    shutil.copytree(Path(archive).with_suffix(".warc"), desk / "lama.warc")
    with Archive(desk / "lama.db") as store:
        store._database.execute("UPDATE articles SET extractor = 0")
        store._database.execute("UPDATE articles SET title = 'Petani' WHERE id = 20")
    return str(desk / "lama.db")


def test_tells_what_changes_and_how_many(old: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "reparse", "--changed-only", "--dry-run", "--archive", old]) == Exit.OK
    assert capsys.readouterr().out.splitlines() == [
        f"changed    {TITLE} (title)",
        "title                 1",
        "40 articles read again, 1 would have a new revision",
    ]


def test_writes_a_revision_that_can_be_seen(old: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "reparse", "--outlet", "demo", "--archive", old]) == Exit.OK
    assert len(capsys.readouterr().out.splitlines()) == 40 + 2
    with Archive(old, read_only=True) as store:
        assert [revision.kind for revision in store.articles.revisions.of(20)] == ["crawl", "reparse"]
    assert cli.run(["archive", "reparse", "--archive", old]) == Exit.OK
    assert capsys.readouterr().out == "0 articles read again, 0 with a new revision\n"


def test_json_is_a_line_an_article_and_the_table(old: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["archive", "reparse", "--json", "--changed-only", "--archive", old]) == Exit.OK
    article, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert (article["title"], article["changed"], article["trouble"]) == (TITLE, ["title"], None)
    assert (last["total"]["read"], last["total"]["fields"]) == (40, {"title": 1})


def test_pages_that_cannot_be_read_are_named(
    old: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "lama.warc").rename(desk / "elsewhere")
    assert cli.run(["archive", "reparse", "--changed-only", "--archive", old]) == Exit.SOME_FAILED
    *articles, read, failed = capsys.readouterr().out.splitlines()
    assert len(articles) == 40
    assert all(line.startswith("failed (damaged): ") and "  http://" in line for line in articles)
    assert read == "0 articles read again, 0 with a new revision"
    assert failed == "40 could not be read, and stay as they are"


def test_an_unknown_outlet_is_named_with_those_there_are(
    old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["archive", "reparse", "--outlet", "asing", "--archive", old]) == Exit.USAGE
    assert "demo" in capsys.readouterr().err
