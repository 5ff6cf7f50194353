"""An archive in Datasette: read-only, its questions answered, its search usable by anyone."""

from __future__ import annotations

import asyncio
import re
import socket
import sqlite3
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from scraper import cli, web
from scraper.cli.shared.exits import Exit
from tests.unit.cli import processes
from tests.unit.cli.conftest import archive, desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[[str], Any]

__all__ = ["archive", "desk"]

TOLD = tomllib.loads(files("scraper.web").joinpath("archive.toml").read_text("utf-8"))


@pytest.fixture
def ask(archive: str, tmp_path: Path) -> Ask:
    """Asks Datasette over the toy newspaper's archive for a path; gives its answer."""
    application = web.application(type(tmp_path)(archive))

    def get(path: str) -> Any:
        return asyncio.run(application.client.get(path))

    return get


@pytest.mark.parametrize("name", TOLD["queries"])
def test_every_question_has_an_answer(ask: Ask, name: str) -> None:
    answer = ask(f"/archive/{name}.json?words=panen&tag=beras&_shape=objects")
    assert answer.status_code == 200, answer.text
    data = answer.json()
    assert data["ok"]
    assert data["rows"] or name in {"headline_changes", "copies", "what_is_missing", "writers_on_a_tag"}


def test_every_table_that_is_described_is_there(archive: str) -> None:
    with sqlite3.connect(archive) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert set(TOLD["tables"]) <= names


@pytest.mark.parametrize("typed", ["panen", '"', "harga AND", "NOT", "a:b", "panen -beras", "*"])
def test_nothing_that_is_typed_is_an_error(ask: Ask, typed: str) -> None:
    for path in ("/archive/search.json", "/archive/a_word_over_time.json"):
        answer = ask(f"{path}?words={typed}")
        assert answer.status_code == 200, answer.text


def test_articles_have_facets_and_a_search(ask: Ask) -> None:
    data = ask("/archive/articles.json?_search=panen&_shape=objects").json()
    assert {"outlet", "section", "language"} <= set(data["facet_results"])
    assert 0 < data["filtered_table_rows_count"] < 40


def test_what_is_of_no_use_is_out_of_sight(ask: Ask) -> None:
    tables = {table["name"]: table["hidden"] for table in ask("/archive.json").json()["tables"]}
    assert tables["managed_views"]
    assert tables["articles_fts"]
    assert not tables["articles"]


def test_a_page_that_is_not_there_prints_no_traceback(ask: Ask, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask("/archive/tidak_ada").status_code == 404
    assert capfd.readouterr() == ("", "")


def test_nothing_can_be_written(ask: Ask) -> None:
    assert ask("/archive.json?sql=delete+from+articles").status_code == 400
    assert ask("/archive/articles.json").json()["filtered_table_rows_count"] == 40


def test_it_is_served_until_it_is_interrupted(archive: str) -> None:
    with processes.started("serve", "--port", "0", "--archive", archive) as process:
        assert process.stdout is not None
        told = re.match(
            r"(http://127\.0\.0\.1:\d+/archive)  \(Ctrl-C stops it\)\n", process.stdout.readline()
        )
        assert told
        with urlopen(f"{told[1]}/articles", timeout=10) as page:
            assert "Juru Pelihara Candi" in page.read().decode()
        assert processes.interrupt(process) == ""


def test_an_archive_that_is_not_there(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["serve", "--archive", "tidak-ada.db"]) == Exit.ARCHIVE
    assert "there is no such file" in capsys.readouterr().err


def test_a_port_that_is_taken(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((web.HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        assert cli.run(["serve", "--port", port, "--archive", archive]) == Exit.USAGE
    assert "name another with --port" in capsys.readouterr().err
