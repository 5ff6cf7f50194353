"""Updates of the toy newspaper: only what is due, and all that is, over days that pass in an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from scraper.archive.store.locks import UPDATE
from scraper.crawler import Summary, Visited
from scraper.crawler.runs.update import update
from scraper.demo import Reset, Slow, Status
from scraper.errors import UpdateRunning, UsageError

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.crawler.reporting.events import Event
    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

NEW = 20
"""So many articles the feed names."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

TIMES = {
    "articles": ("first_seen", "last_seen", "changed_at", "gone_at"),
    "revisions": ("seen_at",),
    "runs": ("started_at", "finished_at"),
    "leads": ("finished_at", "discovered_at"),
}


class Update(Protocol):
    def __call__(self, *names: str, **options: Any) -> Summary: ...


@pytest.fixture
def renew(site: DemoSite, settings: Settings) -> Update:
    """Update the test's archive of the toy newspaper, of which `site.requests` then tells."""

    def renewed(*names: str, **options: Any) -> Summary:
        site.requests.clear()
        options = {"outlets": {"demo": site.outlet}, "resolve": site.resolve, "settings": settings, **options}
        return update(names, **options)

    return renewed


def wait(archive: Archive, passed: timedelta) -> None:
    """Let time pass: all that the archive tells was so much earlier."""
    earlier = f"-{int(passed.total_seconds())} seconds"
    for table, columns in TIMES.items():
        for column in columns:
            archive._database.execute(
                f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, ?)", (earlier,)
            )


def state(archive: Archive, url: str) -> dict[str, Any]:
    columns = "articles.title, last_seen, gone_at, revision, outcome"
    sql = f"SELECT {columns} FROM articles JOIN leads ON article_id = articles.id WHERE articles.url = ?"
    (row,) = archive.query(sql, (url,))
    return row


def edit(site: DemoSite, archive: Archive, url: str, old: str, new: str) -> None:
    """The paper changes what an article's page says."""
    page = archive.captures.read(archive.captures.of_lead(url)[url])
    body = page.content.replace(old.encode(), new.encode())
    site.faults["/" + url.removeprefix(site.url)] = Status(200, {"Content-Type": "text/html"}, body)


def first(site: DemoSite) -> tuple[str, str]:
    """The URL and the title of an article on one page."""
    article = next(a for a in site.articles if len(a.page_paths) == 1)
    return site.url.rstrip("/") + article.path, article.title


def test_an_update_right_after_a_crawl_has_nothing_to_do(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    run()
    assert renew().outlets == {}
    assert site.requests == []
    assert [row["command"] for row in archive.query("SELECT command FROM runs")] == ["crawl"]


def test_an_update_of_an_outlet_never_crawled_gets_what_it_tells_of(
    site: DemoSite, renew: Update, archive: Archive
) -> None:
    report = renew("demo").outlets["demo"]
    assert report.polled == "whole"
    assert report.stored == NEW
    assert renew().outlets == {}
    assert site.requests == []


def test_what_is_due_is_asked_for_once(site: DemoSite, run: Crawl, renew: Update, archive: Archive) -> None:
    run()
    wait(archive, 2 * DAY)
    report = renew().outlets["demo"]
    assert report.polled == "whole"
    assert report.unchanged == len(site.articles)
    assert "/feed.xml" in site.requests
    assert renew().outlets == {}
    assert site.requests == []


def test_a_revisit_that_is_due_finds_an_edit_and_keeps_what_was(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    run()
    url, title = first(site)
    edit(site, archive, url, title, "Judul Baru yang Lain Sekali")
    wait(archive, 50 * timedelta(minutes=1))
    assert renew().outlets == {}
    wait(archive, 20 * timedelta(minutes=1))
    report = renew().outlets["demo"]
    assert (report.revised, report.unchanged) == (1, len(site.articles) - 1)
    assert report.polled is None, "the toy's newest article is old: once a day is enough"
    assert "/feed.xml" not in site.requests
    now = state(archive, url)
    assert (now["title"], now["revision"]) == ("Judul Baru yang Lain Sekali", 2)


def test_an_unchanged_article_was_seen_and_is_not_sent_again(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    run()
    wait(archive, 2 * HOUR)
    report = renew().outlets["demo"]
    assert report.fetched == 0
    url, _ = first(site)
    seen = datetime.fromisoformat(state(archive, url)["last_seen"])
    assert datetime.now(UTC) - seen < HOUR
    assert state(archive, url)["revision"] == 1


@pytest.mark.parametrize("soft", [False, True], ids=["410", "a page that says so"])
def test_an_article_that_is_taken_down_is_gone_and_kept_and_may_come_back(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive, soft: bool
) -> None:
    run()
    url, title = first(site)
    path = "/" + url.removeprefix(site.url)
    body = b"<html><title>404 - Halaman tidak ditemukan</title><h1>Halaman tidak ditemukan</h1></html>"
    site.faults[path] = Status(200, {"Content-Type": "text/html"}, body) if soft else Status(410)
    wait(archive, 2 * HOUR)
    assert renew().outlets["demo"].gone == 1
    gone = state(archive, url)
    assert gone["gone_at"]
    assert (gone["title"], gone["outcome"]) == (title, "gone")
    del site.faults[path]
    wait(archive, DAY)
    renew()
    assert state(archive, url)["gone_at"], "of an article that is gone, the next revisit is that of a week"
    wait(archive, 7 * DAY)
    renew()
    assert state(archive, url)["gone_at"] is None


def test_a_revisit_that_fails_leaves_the_article_as_it_was_and_is_tried_an_hour_later(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    run()
    url, _ = first(site)
    path = "/" + url.removeprefix(site.url)
    before = state(archive, url)
    site.faults[path] = Status(500)
    wait(archive, 2 * HOUR)
    assert renew().outlets["demo"].failed == {"http-500": 1}
    assert state(archive, url)["outcome"] == before["outcome"]
    del site.faults[path]
    assert renew().outlets == {}
    wait(archive, HOUR)
    renew()
    assert state(archive, url)["outcome"] == "unchanged"


def test_without_revisits_only_what_is_new_is_asked_for(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    run()
    wait(archive, 2 * DAY)
    assert renew(revisits=False).outlets["demo"].visited == 0


def test_a_site_out_of_reach_is_left_alone_longer_and_longer_and_back_at_once(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    run()
    wait(archive, 2 * DAY)
    site.faults["*"] = Reset()
    assert renew().outlets["demo"].fault
    assert renew().outlets == {}
    wait(archive, timedelta(minutes=6))
    assert renew().outlets["demo"].fault
    wait(archive, timedelta(minutes=6))
    assert renew().outlets == {}, "the second failure doubles the wait"
    site.faults.clear()
    wait(archive, timedelta(minutes=6))
    assert renew().outlets["demo"].polled == "whole"
    assert archive.activity.polls(["demo"])["demo"].failures == 0


def test_an_update_whose_time_is_over_ends_well_and_the_next_goes_on(
    site: DemoSite, renew: Update, archive: Archive
) -> None:
    def slow_down(event: Event) -> None:
        if isinstance(event, Visited):
            site.faults["*"] = Slow(0.3)

    summary = renew("demo", max_time=timedelta(seconds=1), on_event=slow_down)
    assert summary.timed_out
    assert not summary.interrupted
    stored = summary.outlets["demo"].stored
    assert 0 < stored < NEW
    assert [row["status"] for row in archive.query("SELECT status FROM runs")] == ["ok"]
    site.faults.clear()
    assert renew().outlets["demo"].stored == NEW - stored


def test_after_days_without_an_update_the_days_between_are_walked(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    site.days = True
    run(outlets={"demo": site.outlet})
    wait(archive, 4 * DAY)
    renew(outlets={"demo": site.outlet})
    today = datetime.now(UTC).date()
    walked = {path.partition("date=")[2][:10] for path in site.requests if path.startswith("/indeks?date=")}
    assert {str(today - number * DAY) for number in range(1, 5)} <= walked
    assert str(today - 8 * DAY) not in walked


def test_a_poll_that_was_not_whole_is_made_up_for(
    site: DemoSite, run: Crawl, renew: Update, archive: Archive
) -> None:
    run()
    whole = archive.activity.polls(["demo"])["demo"].complete
    wait(archive, 2 * DAY)
    site.faults["/sitemap.xml"] = Status(503)
    assert renew().outlets["demo"].polled == "partly"
    polled = archive.activity.polls(["demo"])["demo"]
    assert whole
    assert polled.complete == whole - 2 * DAY
    assert polled.answered
    assert polled.answered >= whole  # to the second


def test_one_update_at_a_time(renew: Update, archive: Archive) -> None:
    lock = archive.lock(UPDATE)
    assert lock.acquire()
    with pytest.raises(UpdateRunning, match="another update is at work"):
        renew("demo")
    lock.release()
    renew("demo")


def test_an_update_is_of_outlets_that_there_are(site: DemoSite, renew: Update) -> None:
    with pytest.raises(UsageError, match="no outlet was crawled"):
        renew()
    with pytest.raises(UsageError, match="name the outlet"):
        renew(site.url + "daerah/1")
