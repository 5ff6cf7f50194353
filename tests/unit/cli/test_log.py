"""A crawl as log lines: one an event, for tools to read, and without what is not theirs to know."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit
from scraper.cli.shared.log import CrawlLog
from scraper.crawler import Found, Started, Visited
from scraper.model import Failed, Lead, NotAnArticle, PageKind
from scraper.text.urls import without_secrets
from tests.unit.cli import processes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.crawler import Event

SECRET = "http://orang:rahasia@suara.test/berita/1"


def crawled(*options: str) -> list[dict[str, Any]]:
    assert cli.run(["crawl", "demo", "--limit", "2", "--log", "kliping.log", *options]) == Exit.OK
    return [json.loads(line) for line in Path("kliping.log").read_text(encoding="utf-8").splitlines()]


def test_every_event_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    lines = crawled("--log-format", "json")
    assert (lines[0]["event"], lines[0]["targets"]) == ("start", ["demo"])
    assert (lines[-1]["event"], lines[-1]["stored"]) == ("end", 2)
    assert {line["event"] for line in lines[1:-1]} == {"found", "visited"}
    assert {line["run"] for line in lines} == {1}
    now = datetime.now(UTC)
    assert all(now - timedelta(minutes=5) < datetime.fromisoformat(line["time"]) <= now for line in lines)
    visited = [line for line in lines if line["event"] == "visited"]
    assert [(line["outlet"], line["outcome"]) for line in visited] == [("demo", "stored")] * 2
    assert all(line["url"].startswith("http") and line["seconds"] >= 0 for line in visited)
    with Archive("data/archive.db", read_only=True) as archive:
        leads = {row["url"]: row["id"] for row in archive.query("SELECT url, id FROM leads")}
    assert all(line["lead"] == leads[line["url"]] for line in visited)


def test_a_log_goes_on_where_it_ended() -> None:
    crawled("--log-format", "json")
    assert {line["run"] for line in crawled("--log-format", "json")} == {1, 2}


def test_without_a_file_it_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crawl", "demo", "--limit", "1", "--json", "--log-format", "text"]) == Exit.OK
    out, err = capsys.readouterr()
    assert json.loads(out)["run"] == 1
    first, *_, last = err.splitlines()
    assert " start run=1 targets=demo" in first
    assert " end run=1 status=ended " in last


@pytest.fixture(params=["json", "text"])
def log(request: pytest.FixtureRequest, desk: Path) -> Iterator[CrawlLog]:
    with CrawlLog(desk / "kliping.log", request.param, [SECRET]) as opened:
        yield opened


@pytest.mark.parametrize(
    "event",
    [
        Started(1),
        Found("suara", "feed", SECRET, 0, Failed("unreachable", f"via {SECRET}")),
        Visited(Lead(SECRET, "suara", "feed"), NotAnArticle(PageKind.SECTION, "teks rahasia")),
        Visited(Lead("https://suara.test/\nbaris\u202e", "suara", "feed"), Failed("x", "teks\nrahasia")),
    ],
)
def test_neither_secrets_nor_texts_nor_line_breaks_get_into_it(
    log: CrawlLog, desk: Path, event: Event
) -> None:
    log.on_event(event)
    (line,) = (desk / "kliping.log").read_text(encoding="utf-8").splitlines()
    assert "rahasia" not in line
    assert "orang" not in line
    assert "suara" in line


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("http://a:b@proxy.test:3128 failed", "http://proxy.test:3128 failed"),
        ("socks5://a@h/ and https://b:c@h/", "socks5://h/ and https://h/"),
        ("https://suara.test/@penulis?mail=a@b.test", "https://suara.test/@penulis?mail=a@b.test"),
    ],
)
def test_user_names_and_passwords_are_cut_from_addresses(text: str, clean: str) -> None:
    assert without_secrets(text) == clean


def test_a_log_that_cannot_be_opened_is_told_before_the_crawl(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crawl", "demo", "--log", "tidak-ada/kliping.log"]) == Exit.USAGE
    assert "cannot be opened" in capsys.readouterr().err
    assert not Path("data").exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
def test_a_full_disk_ends_the_log_and_not_the_crawl(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crawl", "demo", "--limit", "1", "--log", "/dev/full"]) == Exit.OK
    assert capsys.readouterr().err.count("cannot be written") == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
def test_a_standard_error_that_is_full_does_not_end_the_crawl() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = processes.run("crawl", "demo", "--limit", "1", "--json", "--log-format", "json", stderr=full)
    assert done.returncode == Exit.OK
    assert json.loads(done.stdout)["run"] == 1


@pytest.mark.parametrize(
    ("fault", "status"), [(KeyboardInterrupt(), "interrupted"), (OSError("penuh"), "failed")]
)
def test_a_run_that_is_broken_off_ends_in_the_log_as_in_the_archive(
    tmp_path: Path, fault: BaseException, status: str
) -> None:
    path = tmp_path / "kliping.log"
    with pytest.raises(type(fault)), CrawlLog(path, "json", ["demo"]):
        raise fault
    last = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["event"], last["status"]) == ("end", status)
