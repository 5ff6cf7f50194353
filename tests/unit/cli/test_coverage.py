"""`kliping coverage` shows what is there, by year or by day, and why the rest is not."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.archive.queries.coverage import Coverage
from scraper.cli.display import calendar_view
from scraper.cli.shared.exits import Exit
from scraper.demo import DemoSite, Status
from scraper.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def lacking(site: DemoSite, desk: Path) -> str:
    """An archive for which one article of the toy newspaper could not be had."""
    from scraper.crawler import crawl

    site.faults[site.articles[0].path] = Status(403)
    path = desk / "lacking.db"
    settings = Settings(archive=path, delay=0.0, attempts=1, processes=0)
    crawl(["demo"], settings, outlets={"demo": site.outlet}, resolve=site.resolve)
    return str(path)


def test_months_are_calendars(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    days = ["--since", "2025-04-17", "--until", "2025-04-30"]
    arguments = ["coverage", "demo", "--months", *days, "--archive", archive]
    assert cli.run(arguments) == Exit.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["April 2025", "Mon       Tue       Wed       Thu       Fri       Sat       Sun"]
    assert lines[3].startswith("21 1")
    assert lines[-1].startswith("demo: ")
    assert " articles stored of " in lines[-1]


def test_what_is_missing_is_told_with_why(
    lacking: str, site: DemoSite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["coverage", "demo", "--archive", lacking]) == Exit.OK
    out = capsys.readouterr().out
    total = len(site.articles)
    assert f"demo: {total - 1} articles stored of {total} found" in out
    assert out.rstrip().endswith("1 refused: blocked")


def test_json_has_a_day_an_entry(lacking: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["coverage", "demo", "--json", "--archive", lacking]) == Exit.OK
    days = json.loads(capsys.readouterr().out)
    with Archive(lacking, read_only=True) as store:
        rows = store.query("SELECT published_on AS day, count(*) AS n FROM articles GROUP BY 1")
        stored = {row["day"]: row["n"] for row in rows}
    assert {day["day"]: day["stored"] for day in days if day["stored"]} == stored
    assert sum(day["found"] - day["stored"] for day in days) == 1


def test_days_of_which_nothing_is_known_are_said_so(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["coverage", "demo", "--since", "1999-01-01", "--until", "1999-02-01", "--archive", archive]
    assert cli.run(arguments) == Exit.NOTHING_FOUND
    assert "nothing that demo published" in capsys.readouterr().err


def test_a_day_walked_in_vain_is_told_from_one_never_looked_at(
    archive: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive(archive) as store:
        store.indexed_days.record("demo", date(2025, 4, 22), 0)
    days = ["--since", "2025-04-21", "--until", "2025-04-25"]
    arguments = ["coverage", "demo", "--months", *days, "--archive", archive]
    cli.run(arguments)
    week = capsys.readouterr().out.splitlines()[2]
    assert week.split() == ["21", "1", "22", "0", "23", "·", "24", "1", "25", "·"]


def days_of(outlet: str, days: dict[date, tuple[int, int]]) -> list[Coverage]:
    """The coverage of days with (stored, found) articles."""
    return [
        Coverage(day, Counter({"stored": stored, "failed": found - stored}), indexed=True)
        for day, (stored, found) in days.items()
    ]


def test_a_year_is_a_line_and_years_without_articles_have_none() -> None:
    days = days_of("demo", {date(2008, 5, 12): (1, 1), date(2025, 1, 1): (3, 4), date(2025, 12, 31): (8, 8)})
    ruler, first, last = calendar_view.years(days)
    assert ruler.split() == [*"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), "stored/found"]
    assert first == f"2008  {'·' * 18}▁{'·' * 34}  1/1"
    assert last == f"2025  ▃{'·' * 51}█  11/12"


def test_a_week_without_articles_is_told_from_one_never_looked_at() -> None:
    days = days_of("demo", {date(2025, 1, 1): (0, 0), date(2025, 1, 8): (2, 2)})
    assert list(calendar_view.years(days))[1].startswith("2025  0▆·")


def test_by_default_only_years_that_have_something_are_shown(
    archive: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["coverage", "demo", "--archive", archive]) == Exit.OK
    lines = capsys.readouterr().out.splitlines()
    with Archive(archive, read_only=True) as store:
        rows = store.query("SELECT DISTINCT substr(published_on, 1, 4) AS year FROM articles ORDER BY 1")
        years = [row["year"] for row in rows]
    assert [line[:4] for line in lines[1:-1]] == years
    assert max(map(len, lines)) <= 80
