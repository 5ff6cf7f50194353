"""Stored pages are read again by today's reader, and what it makes of them is a revision."""

from __future__ import annotations

import os
import random
import shutil
import signal
import threading
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from scraper.archive import Archive
from scraper.crawler import Waiting
from scraper.crawler.offline.reparse import ReparseFilter, reparse
from scraper.crawler.offline.reparse_report import Reparsed, ReparseReport
from scraper.crawler.reporting.wording import describe
from scraper.errors import ArchiveError
from scraper.extraction.reader import read
from scraper.extraction.version import EXTRACTOR_VERSION
from scraper.model import Failed, NotAnArticle
from tests.unit.archive.examples import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scraper.demo import DemoSite
    from scraper.model import Page
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

SPOILT = 3
STATE = "SELECT id, title, text, digest, changed_at, gone_at, last_seen, extractor, revision FROM articles"
REVISIONS = "SELECT article_id, number, kind, seen_at, capture_id, title, changed FROM revisions"


@pytest.fixture
def whole(run: Crawl, archive: Archive, site: DemoSite) -> Iterator[Archive]:
    """The whole toy newspaper, of which an older reader took three headlines wrong; the site is closed."""
    run()
    archive._database.execute("UPDATE articles SET extractor = 0")
    archive._database.execute(
        "UPDATE articles SET title = title || ' | Suara Kliping' WHERE id <= ?", (SPOILT,)
    )
    site.requests.clear()
    yield archive
    assert site.requests == []


@pytest.fixture
def reread(settings: Settings, site: DemoSite) -> Any:
    def run_again(wanted: ReparseFilter | None = None, **options: Any) -> ReparseReport:
        return reparse(options.pop("settings", settings), wanted, outlets={"demo": site.outlet}, **options)

    return run_again


def states(archive: Archive) -> list[dict[str, Any]]:
    return [
        *archive.query(STATE + " ORDER BY id"),
        *archive.query(REVISIONS + " ORDER BY article_id, number"),
    ]


def killed(reread: Any, settings: Settings, seconds: float) -> bool:
    """Read again in a process that is killed after so long; whether it was still at work then."""
    child = os.fork()
    if not child:
        try:
            reread(settings=settings)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def troubles(archive: Archive, reread: Any) -> list[Reparsed]:
    events: list[Any] = []
    reread(on_event=events.append)
    return [event for event in events if event.trouble]


def put_in_place_of_the_page(archive: Archive, article_id: int, content: bytes) -> str:
    """Another page, stored as the newest at an article's address; returns that."""
    stored = archive.articles.get(article_id)
    assert stored is not None
    shown = page(content, requested=stored.url, url=stored.url)
    capture = archive.captures.store(shown, outlet="demo")
    archive._database.execute("UPDATE captures SET article_id = ? WHERE id = ?", (article_id, capture))
    return stored.url


def test_a_better_reader_makes_revisions(whole: Archive, reread: Any, site: DemoSite) -> None:
    total = reread()
    assert (total.read, total.changed) == (len(site.articles), SPOILT)
    assert (total.fields, total.unseen) == ({"title": SPOILT}, {})
    assert (total.pageless, total.lost, total.failed) == (0, 0, 0)
    for article in site.articles:
        stored = whole.articles.get(site.url.rstrip("/") + article.path)
        assert stored is not None
        expected = article.expected(site.url)
        assert {name: stored.to_dict()[name] for name in expected} == expected
    first, newest = whole.articles.revisions.of(1)
    assert (newest.kind, newest.changed, newest.extractor) == ("reparse", ("title",), EXTRACTOR_VERSION)
    assert (newest.seen_at, newest.capture) == (first.seen_at, first.capture), "the same page was seen"
    old = whole.articles.revisions.content(1, 1)
    assert old is not None
    assert old.title == f"{newest.title} | Suara Kliping"


def test_what_this_version_has_read_is_not_read_again(whole: Archive, reread: Any, site: DemoSite) -> None:
    reread()
    before = states(whole)
    assert reread() == ReparseReport()
    again = reread(ReparseFilter(everything=True))
    assert (again.read, again.changed) == (len(site.articles), 0)
    assert states(whole) == before


def test_what_no_reader_sees_changes_without_a_revision(whole: Archive, reread: Any) -> None:
    whole._database.execute("UPDATE articles SET section = 'Lama' WHERE id = 9")
    assert reread().unseen == {"section": 1}
    stored = whole.articles.get(9)
    assert stored is not None
    assert stored.section != "Lama"
    assert len(whole.articles.revisions.of(9)) == 1


def test_nothing_is_told_of_the_outlet(whole: Archive, reread: Any) -> None:
    whole._database.execute("UPDATE articles SET gone_at = '2030-01-01T00:00:00Z'")
    reread()
    marks = list(whole.query("SELECT DISTINCT gone_at, changed_at FROM articles"))
    assert marks == [{"gone_at": "2030-01-01T00:00:00Z", "changed_at": None}]


def test_a_dry_run_tells_the_same_and_writes_nothing(whole: Archive, reread: Any) -> None:
    dump = list(whole._database._connection.iterdump())
    rehearsed = reread(dry_run=True)
    assert list(whole._database._connection.iterdump()) == dump
    assert rehearsed == reread()


def test_of_some_days_and_of_some_outlet_only(whole: Archive, reread: Any) -> None:
    row = next(whole.query("SELECT published_on AS day, count(*) AS n FROM articles GROUP BY 1"))
    day = date.fromisoformat(row["day"])
    assert reread(ReparseFilter("asing")).read == 0
    assert reread(ReparseFilter("demo", day, day)).read == row["n"]


def test_an_article_without_a_page_stays_as_it_is(whole: Archive, reread: Any) -> None:
    whole._database.execute("UPDATE captures SET article_id = NULL WHERE article_id = 1")
    before = whole.articles.get(1)
    assert reread().pageless == 1
    assert whole.articles.get(1) == before


def test_one_that_is_none_today_stays_as_it_is_and_is_named(whole: Archive, reread: Any) -> None:
    url = put_in_place_of_the_page(whole, 1, b"<h1>Indeks</h1><a href=/a>Berita</a>")
    before = whole.articles.get(1)
    (told,) = troubles(whole, reread)
    assert told.url == url
    assert isinstance(told.trouble, NotAnArticle)
    assert whole.articles.get(1) == before
    (again,) = troubles(whole, reread)
    assert again == replace(told, left=0), "and so each time"


def test_damage_is_one_articles_failure(
    whole: Archive, reread: Any, settings: Settings, site: DemoSite
) -> None:
    capture = next(iter(whole.reparse_queries.pages(1).values()))
    (row,) = whole.query("SELECT file, offset FROM captures WHERE id = ?", (capture,))
    with (settings.archive.with_suffix(".warc") / row["file"]).open("r+b") as file:
        file.seek(row["offset"] + 40)
        file.write(bytes(40))
    events: list[Any] = []
    total = reread(on_event=events.append)
    assert total.read + total.failed == len(site.articles)
    failed = [event.url for event in events if isinstance(event.trouble, Failed)]
    article = whole.articles.get(1)
    assert article is not None
    assert article.url in failed
    assert len(failed) == total.failed


def test_a_page_that_the_reader_fails_on_is_named_and_the_others_are_read(
    whole: Archive, reread: Any, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = put_in_place_of_the_page(whole, 1, b"<p>Halo</p>")

    def with_a_bug(page: Page, *others: Any) -> Any:
        return 1 / 0 if page.content == b"<p>Halo</p>" else read(page, *others)

    monkeypatch.setattr("scraper.extraction.reader_process.read", with_a_bug)
    (failed,) = troubles(whole, reread)
    assert failed.url == url
    assert describe(failed.trouble) == "failed (extractor): ZeroDivisionError: division by zero"
    (left,) = whole.query("SELECT id FROM articles WHERE extractor = 0")
    assert left == {"id": 1}


def test_processes_beside_read_the_same(whole: Archive, reread: Any, settings: Settings) -> None:
    saved = settings.archive.with_name("saved.db")
    whole._database.execute("VACUUM INTO ?", (str(saved),))
    shutil.copytree(whole.path.with_suffix(".warc"), saved.with_suffix(".warc"))
    assert reread() == reread(settings=replace(settings, archive=saved, processes=2))
    with Archive(saved) as archive:
        assert states(archive) == states(whole)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need processes that start at once")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_killed_again_and_again_it_ends_as_if_undisturbed(
    whole: Archive, reread: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.crawler.offline.reparse.BATCH", 4)
    saved = settings.archive.with_name("saved.db")
    whole._database.execute("VACUUM INTO ?", (str(saved),))
    shutil.copytree(whole.path.with_suffix(".warc"), saved.with_suffix(".warc"))
    reread()
    undisturbed = states(whole)
    disturbed = replace(settings, archive=saved)
    rounds = 0
    while killed(reread, disturbed, random.uniform(0, 0.3)):
        rounds += 1
    with Archive(saved) as archive:
        assert states(archive) == undisturbed
        assert archive.verify().faults == []


def test_while_a_crawl_is_at_work_it_waits(whole: Archive, reread: Any, site: DemoSite) -> None:
    lock = whole.lock("demo")
    assert lock.acquire()
    told: list[Any] = []

    def hear(event: Any) -> None:
        told.append(event)
        if isinstance(event, Waiting):
            threading.Timer(0.1, lock.release).start()

    assert reread(on_event=hear).read == len(site.articles)
    assert told[0] == Waiting("demo")
    assert told[-1].left == 0


def test_what_an_import_stored_meanwhile_is_read_and_not_overwritten(
    whole: Archive, reread: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.crawler.offline.reparse.BATCH", 20)
    stored = whole.articles.get(40)
    assert stored is not None
    shown = whole.captures.read(next(iter(whole.reparse_queries.pages(40).values())))
    newer = replace(shown, content=shown.content.replace(stored.title.encode(), b"Judul Baru"), packed=None)
    written: list[int] = []
    pages_of = Archive(whole.path).reparse_queries.pages

    def pages(rereads: Any, article_id: int) -> dict[str, int]:
        """The article's pages; and just then, once, another program stores a newer one."""
        before = pages_of(article_id)
        if article_id == 40 and not written:
            written.append(whole.captures.store(newer, outlet="demo"))
            whole.articles.store(replace(stored, title="Judul Baru"), captures=written, kind="import")
        return before

    monkeypatch.setattr("scraper.archive.queries.reparse_queries.ReparseQueries.pages", pages)
    reread()
    now = whole.articles.get(40)
    assert now is not None
    assert now.title == "Judul Baru"
    assert [revision.kind for revision in whole.articles.revisions.of(40)] == ["crawl", "import"]


@pytest.mark.parametrize("dry_run", [True, False])
def test_of_no_archive_is_a_fault(settings: Settings, tmp_path: Path, dry_run: bool) -> None:
    missing = tmp_path / "tiada.db"
    with pytest.raises(ArchiveError):
        reparse(replace(settings, archive=missing), dry_run=dry_run)
    assert not missing.exists()
