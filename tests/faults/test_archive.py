"""An archive that cannot be used: a clear error, nothing lost, and the next run completes it."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.archive.store import opening
from scraper.cli.shared.exits import Exit
from scraper.crawler import Waiting
from scraper.demo import DemoSite
from tests.unit.archive.examples import outlet, page
from tests.unit.cli.conftest import unprivileged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scraper.crawler import Event, Summary
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

__all__ = ["unprivileged"]

ARTICLES = 40
"""Of the toy newspaper."""


@pytest.fixture(autouse=True, scope="module")
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A crawl loads modules late, and an unprivileged user may not read them where root installed them."""
    folder = tmp_path_factory.mktemp("loaded")
    cli.run(["crawl", "demo", "--limit", "1", "--archive", str(folder / "archive.db")])


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    monkeypatch.setenv("KLIPING_PROCESSES", "0")


def kliping_crawl(path: Path) -> int:
    return cli.run(["crawl", "demo", "--archive", str(path)])


def stored(path: Path) -> int:
    """How many articles a sound archive holds."""
    with closing(sqlite3.connect(path)) as archive:
        assert archive.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert archive.execute("PRAGMA foreign_key_check").fetchall() == []
        return int(archive.execute("SELECT count(*) FROM articles").fetchone()[0])


def check_completed(path: Path, before: int) -> None:
    """The next run loses nothing and leaves nothing out."""
    assert stored(path) >= before
    assert kliping_crawl(path) == Exit.OK
    assert stored(path) == ARTICLES


@contextmanager
def room(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("size", [400_000, 800_000])
def test_a_full_disk(tmp_path: Path, capfd: pytest.CaptureFixture[str], size: int) -> None:
    path = tmp_path / "archive.db"
    with room(size):
        assert kliping_crawl(path) == Exit.ARCHIVE
    told = capfd.readouterr()
    assert "disk" in told.err
    assert "Traceback" not in told.err
    before = told.out.count("stored")
    assert before < ARTICLES
    check_completed(path, before)


def test_a_disk_without_room_for_the_raw_pages_of_what_is_kept(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """`archive forget` writes the file of raw pages anew; the old one stays until that has succeeded."""
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for number in (1, 2):
            url = f"https://suara.test/{number}"
            large = page(random.Random(number).randbytes(1_000_000), requested=url, url=url)
            archive.captures.store(large, outlet="suara")
    before = [(file.name, file.read_bytes()) for file in path.with_suffix(".warc").iterdir()]
    command = ["archive", "forget", "https://suara.test/1", "--reason", "diminta", "--archive", str(path)]
    with room(500_000):
        assert cli.run(command) == Exit.ARCHIVE
    assert "the disk is full; free some space and try again" in capfd.readouterr().err
    assert [(file.name, file.read_bytes()) for file in path.with_suffix(".warc").iterdir()] == before
    with Archive(path) as archive:
        assert archive.verify().faults == []
    assert cli.run(command) == Exit.OK
    (file,) = path.with_suffix(".warc").iterdir()
    assert file.stat().st_size < 1_100_000
    with Archive(path) as archive:
        assert archive.captures.read(2).content == random.Random(2).randbytes(1_000_000)


def test_an_archive_that_may_not_be_written(unprivileged: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = unprivileged / "archive.db"
    with Archive(path):
        pass
    path.chmod(0o400)
    assert kliping_crawl(path) == Exit.ARCHIVE
    assert "permissions" in capfd.readouterr().err
    path.chmod(0o600)
    check_completed(path, 0)


def test_a_folder_that_turns_read_only(unprivileged: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = unprivileged / "archive.db"
    with Archive(path):
        pass
    unprivileged.chmod(0o500)
    assert kliping_crawl(path) == Exit.ARCHIVE
    assert "permissions" in capfd.readouterr().err
    unprivileged.chmod(0o700)
    check_completed(path, 0)


def test_a_writer_that_does_not_let_go(
    site: DemoSite, run: Crawl, settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    """It comes in the middle of a crawl, and stays for longer than anyone waits."""
    with Archive(settings.archive):
        pass
    holder = sqlite3.connect(settings.archive, isolation_level=None, check_same_thread=False)

    def hold(event: Event) -> None:
        if not holder.in_transaction:
            holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(cli.KlipingError, match="another program is writing"):
        run(on_event=hold)
    assert kliping_crawl(settings.archive) == Exit.ARCHIVE
    assert "Traceback" not in capfd.readouterr().err
    holder.close()
    check_completed(settings.archive, 0)


def test_a_clock_that_jumps_back(site: DemoSite, run: Crawl, settings: Settings) -> None:
    """All that the first run wrote lies in the future."""
    run(limit=10)
    ahead = (datetime.now(UTC) + timedelta(days=400)).isoformat(timespec="seconds")
    with closing(sqlite3.connect(settings.archive, isolation_level=None)) as archive:
        archive.execute("UPDATE robots SET fetched_at = ?", (ahead,))
        archive.execute("UPDATE hosts SET open_at = ?", (ahead,))
        archive.execute("UPDATE captures SET fetched_at = ?", (ahead,))
        archive.execute("UPDATE leads SET discovered_at = ?1, finished_at = ?1", (ahead,))
    site.requests.clear()
    assert run().outlets["demo"].stored == ARTICLES - 10
    assert site.requests[0] == "/robots.txt"


def together(*crawls: object) -> list[Summary]:
    """What crawls that run at the same time tell."""
    summaries: list[Summary] = []
    threads = [threading.Thread(target=lambda one=one: summaries.append(one())) for one in crawls]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return summaries


def test_two_crawls_of_two_outlets_share_an_archive(
    site: DemoSite, run: Crawl, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 30)
    with DemoSite("lain.test", robots=site.robots) as other:
        outlet = replace(other.outlet, slug="lain")
        resolve = other.resolve
        summaries = together(run, lambda: run("lain", outlets={"lain": outlet}, resolve=resolve))
    assert [summary.total.stored for summary in summaries] == [ARTICLES, ARTICLES]
    assert stored(settings.archive) == 2 * ARTICLES


def test_the_second_of_two_crawls_of_one_outlet_waits(
    site: DemoSite, run: Crawl, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 30)
    events: list[Event] = []
    listening = {"on_event": events.append}
    summaries = together(lambda: run(**listening), lambda: run(**listening))
    assert sorted(summary.total.stored for summary in summaries) == [0, ARTICLES]
    assert [event for event in events if isinstance(event, Waiting)] == [Waiting("demo")]
    assert all(site.requests.count(article.path) == 1 for article in site.articles)


def test_two_processes_at_once_end_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scraper", "crawl", "demo", "--archive", str(tmp_path / "archive.db")]
    crawls = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(2)
    ]
    for crawl in crawls:
        assert "locked" not in crawl.communicate()[1]
    assert [crawl.returncode for crawl in crawls] == [Exit.OK, Exit.OK]
    assert stored(tmp_path / "archive.db") == ARTICLES


def test_a_page_that_a_crash_broke_off_is_cut_and_told(
    site: DemoSite, run: Crawl, settings: Settings
) -> None:
    run(limit=5)
    (file,) = settings.archive.with_suffix(".warc").glob("demo-*.warc.gz")
    with file.open("ab") as broken:
        broken.write(file.read_bytes()[:100])
    (told,) = run().outlets["demo"].repairs
    assert told.startswith(f"{file.name} ended in a broken record; 100 bytes were cut")
    with Archive(settings.archive) as archive:
        assert archive.verify().faults == []
