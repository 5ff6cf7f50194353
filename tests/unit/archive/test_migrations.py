"""An archive of any schema becomes one of today, and every table is fit for other tools."""

from __future__ import annotations

import ast
import inspect
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
import sqlite_utils

from scraper import cli
from scraper.archive import Archive
from scraper.archive.store import migrations, steps
from scraper.cli.shared.exits import Exit
from tests.unit.archive.examples import article, outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sqlite_utils import Database

SCHEMA = files("scraper.archive.store").joinpath("schema.sql").read_text(encoding="utf-8")


def test_steps_are_taken_once(archive: Archive) -> None:
    names = [row["name"] for row in archive.query("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert names == [step.__name__ for step in steps.STEPS]
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


def test_every_table_and_column_has_a_comment(archive: Archive) -> None:
    """In the form that the reference of tables is made from."""
    tables = re.findall(
        r"^-- ([^\n]+)\nCREATE TABLE (\w+) \(\n(.*?)^\) STRICT", SCHEMA, re.MULTILINE | re.DOTALL
    )
    commented = {
        table: re.findall(r"^    ([a-z]\w*) [A-Z].*?,? -- .+$", columns, re.MULTILINE)
        for _, table, columns in tables
    }
    with sqlite_utils.Database(archive.path) as database:
        assert commented == {
            table.name: [column.name for column in table.columns]
            for table in database.tables
            if not table.name.startswith(("articles_fts", "_", "sqlite_"))
        }


def imported(source: str) -> Iterable[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("step", steps.STEPS, ids=lambda step: step.__name__)
def test_a_frozen_step_imports_nothing_of_kliping(step: Callable[[Database], None]) -> None:
    """Or an old archive would get what that code does by then."""
    module = inspect.getmodule(step)
    assert module
    names = set(imported(inspect.getsource(module)))
    assert [name for name in names if name.startswith((".", "scraper"))] == []


OPENING_WITH_A_SECOND_STEP = """
import os, signal, sys
from scraper.archive import Archive
from scraper.archive.store import migrations

def second(database):
    database.execute("ALTER TABLE articles RENAME COLUMN dateline TO place")
    database.execute("CREATE TABLE topics (name TEXT PRIMARY KEY) STRICT")
    if "killed" in sys.argv:
        os.kill(os.getpid(), signal.SIGKILL)
    database.execute("INSERT INTO topics SELECT DISTINCT section FROM articles")

from scraper.archive.store import views
statements = views.statements()
views.statements = lambda: {name: sql.replace("dateline", "place") for name, sql in statements.items()}
migrations.STEPS, migrations.VERSION = (*migrations.STEPS, second), 2
Archive(sys.argv[1]).close()
"""


def open_with_a_second_step(path: Path, *words: str) -> int:
    command = [sys.executable, "-c", OPENING_WITH_A_SECOND_STEP, str(path), *words]
    return subprocess.run(command, check=False).returncode


@pytest.fixture
def first(path: Path) -> Path:
    """An archive of the first step, with an article and a user's own view on it."""
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        archive.articles.store(article(), captures=[])
        archive._database.execute("CREATE VIEW mine AS SELECT title, dateline FROM articles")
    return path


def contents(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return [f"version {version}", *connection.iterdump()]


def test_a_second_step_brings_an_archive_up_to_date(first: Path) -> None:
    assert open_with_a_second_step(first) == 0
    with closing(sqlite3.connect(first)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT name FROM topics").fetchall() == [("Ekonomi",)]
        assert connection.execute("SELECT place FROM articles_full").fetchall() == [("SLEMAN",)]
        assert connection.execute("SELECT * FROM mine").fetchall() == [("Panen raya di desa 1", "SLEMAN")]
    once = contents(first)
    assert open_with_a_second_step(first) == 0
    assert contents(first) == once


def test_killed_in_a_step_it_is_as_it_was_and_the_next_opening_takes_the_step(first: Path) -> None:
    before = contents(first)
    assert open_with_a_second_step(first, "killed") == -9
    assert contents(first) == before
    assert open_with_a_second_step(first) == 0
    assert contents(first)[0] == "version 2"


def test_an_archive_of_a_later_step_is_refused(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert open_with_a_second_step(first) == 0
    assert cli.run(["archive", "verify", "--archive", str(first)]) == Exit.ARCHIVE
    assert "a newer kliping made it" in capsys.readouterr().err
