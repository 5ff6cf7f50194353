"""A check of the toy newspaper: what it tries, what it notices, and what it leaves alone."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING, Any, Protocol
from urllib.request import Request, urlopen

import pytest

from scraper.crawler import Waiting, crawl
from scraper.crawler.health.assessment import Assessment, EntryPointState, fields_of
from scraper.crawler.health.health_check import Checked, check
from scraper.demo import Slow, Status
from scraper.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.archive import Archive
    from scraper.crawler.health.assessment import CheckReport, OutletHealth
    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

HTML = {"Content-Type": "text/html; charset=utf-8"}
MONTH = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"
DATES = re.compile(
    r"<time.*?</time>|<meta[^>]*(?:time|date)[^>]*>|20\d\d-\d\d-\d\d(?:[T ][\d:+.Z]*)?"
    rf"|\d{{1,2}} (?:{MONTH}|[A-Z][a-z]{{2}}) 20\d\d|\d\d?/\d\d?/20\d\d",
    re.DOTALL,
)
CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing</h1>"
    b"<p>Please enable JavaScript and cookies to continue</p></body></html>"
)


class Check(Protocol):
    def __call__(self, *names: str, **options: Any) -> CheckReport: ...


@pytest.fixture
def checkup(site: DemoSite, settings: Settings) -> Check:
    """Check the toy newspaper (or other outlets) beside the test's archive."""

    def check_site(*names: str, **options: Any) -> CheckReport:
        options = {"outlets": {"demo": site.outlet}, "resolve": site.resolve, "settings": settings, **options}
        return check(names or ("demo",), **options)

    return check_site


@pytest.fixture
def look(checkup: Check) -> Any:
    """What a check says of the toy newspaper."""
    return lambda **options: checkup(**options).outlets["demo"]


def states(health: OutletHealth, kind: str) -> list[EntryPointState]:
    return [point.state for point in health.entry_points if point.kind == kind]


def reword(site: DemoSite, pattern: re.Pattern[str], words: str = "") -> None:
    """Let each article come with another template, in which there are other words."""
    for article in site.articles:
        url = f"http://127.0.0.1:{site.address[1]}{article.path}"
        with urlopen(Request(url, headers={"Host": site.host})) as answer:
            page = answer.read().decode(answer.headers.get_content_charset() or "utf-8", "replace")
        site.faults[article.path] = Status(200, HTML, pattern.sub(words, page).encode())


def test_all_is_well_and_each_entry_point_was_tried(site: DemoSite, run: Crawl, look: Any) -> None:
    site.days = site.wordpress = True
    run()
    health = look()
    assert (health.assessment, health.reasons) == (Assessment.WELL, [])
    tried = {point.kind for point in health.entry_points}
    assert tried == {"home", "feed", "wordpress", "sitemap", "index", "section", "search"}
    assert {point.url for point in health.entry_points} >= {
        site.url,
        f"{site.url}feed.xml",
        f"{site.url}sitemap.xml",
    }
    assert states(health, "feed") == states(health, "sitemap") == [EntryPointState.WORKS]
    assert states(health, "wordpress") == states(health, "home") == [EntryPointState.WORKS]
    assert states(health, "index") == [EntryPointState.EMPTY]  # the paper's last issue is not of today


def test_the_newest_articles_are_read(site: DemoSite, look: Any) -> None:
    titles = [sample.words for sample in look(articles=2).samples]
    assert titles == [article.title for article in site.articles[:2]]


def test_an_entry_point_that_worked_and_is_gone_is_named(site: DemoSite, run: Crawl, look: Any) -> None:
    run(limit=1)
    look()
    site.faults["/feed.xml"] = Status(404)
    for _ in range(2):  # and again, until it is mended
        health = look()
        assert health.assessment is Assessment.BROKEN
        assert [reason.partition(";")[0] for reason in health.reasons] == [
            f"feed {site.url}feed.xml: gone (404)"
        ]
    site.faults.clear()
    assert look().assessment is Assessment.WELL


def test_what_never_worked_is_not_broken(site: DemoSite, run: Crawl, look: Any) -> None:
    site.faults["/feed.xml"] = Status(404)
    run(limit=1)
    for _ in range(2):
        health = look()
        assert health.assessment is Assessment.WELL
        assert states(health, "feed") == [EntryPointState.TROUBLE]


def test_a_section_that_lists_nothing_any_more_is_broken(site: DemoSite, run: Crawl, look: Any) -> None:
    run(limit=1)
    look()
    site.faults["/indeks"] = Status(200, HTML, b"<p>Segera hadir</p>")
    assert [reason.partition(";")[0] for reason in look().reasons] == [
        f"section {site.url}indeks: names no article"
    ]


def test_a_template_without_dates_loses_them(site: DemoSite, run: Crawl, look: Any) -> None:
    run()
    reword(site, DATES)
    health = look()
    assert health.assessment is Assessment.BROKEN
    assert health.lost == ["published_at", "time of day"]


def test_a_template_that_shows_a_sentence_of_each_text_is_noticed(
    site: DemoSite, run: Crawl, look: Any
) -> None:
    run()
    for article in site.articles:
        page = f"<title>{article.title}</title><h1>{article.title}</h1><p>{'Kata kata. ' * 25}</p>"
        site.faults[article.path] = Status(200, HTML, page.encode())
    health = look()
    assert health.assessment is Assessment.BROKEN
    assert health.reasons[-1].startswith("bodies of at most ")


def test_pages_that_are_no_articles_any_more_are_told(site: DemoSite, run: Crawl, look: Any) -> None:
    run()
    for article in site.articles:
        site.faults[article.path] = Status(200, HTML, b"<p>Segera hadir</p>")
    health = look()
    assert health.assessment is Assessment.BROKEN
    assert health.samples[0].words.startswith("no article (")
    assert health.reasons == ["none of the newest leads is an article that can be read"]


@pytest.mark.parametrize("fault", [Status(403), Status(200, HTML, CHALLENGE)], ids=["403", "challenge"])
def test_a_site_that_shuts_its_doors_refuses(site: DemoSite, look: Any, fault: Status) -> None:
    site.faults["*"] = fault
    assert look().assessment is Assessment.REFUSED


def test_robots_txt_is_obeyed(site: DemoSite, look: Any) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"
    assert look().assessment is Assessment.REFUSED
    assert site.requests == ["/robots.txt"]


def test_a_site_that_cannot_be_reached_is_knocked_at_once(site: DemoSite, look: Any) -> None:
    health = look(resolve={site.host: ("127.0.0.1", 9)})
    assert health.assessment is Assessment.UNPROVEN
    assert {point.words.partition(":")[0] for point in health.entry_points} == {"failed (unreachable)"}


def test_only_the_run_is_written(site: DemoSite, run: Crawl, look: Any, archive: Archive) -> None:
    run(limit=3)
    tables = "articles leads captures outlets revisions indexed_days usage_policies hosts robots".split()

    def rows() -> list[Any]:
        return [list(archive.query(f"SELECT * FROM {table}")) for table in tables]

    before = rows()
    look()
    assert rows() == before
    (kept,) = archive.query("SELECT status, summary FROM runs WHERE command = 'check'")
    assert kept["status"] == "ok"
    last = archive.runs.last("check", "demo")
    assert last is not None
    assert last["assessment"] == "well"
    assert archive.runs.last("check", "lain") is None


def test_without_an_archive_none_is_made(checkup: Check, tmp_path: Path) -> None:
    found = checkup()
    assert not found.has_memory
    assert found.assessments == {Assessment.WELL: 1}
    assert list(tmp_path.iterdir()) == []


def test_an_outlet_that_only_the_archive_knows_is_checked(
    site: DemoSite, settings: Settings, checkup: Check
) -> None:
    crawl([site.url], settings, outlets={}, resolve=site.resolve, limit=1)
    (health,) = checkup(site.host, outlets={}).outlets.values()
    assert health.assessment is Assessment.WELL
    assert states(health, "feed") == [EntryPointState.WORKS]  # its home page names it


def test_a_page_is_no_outlet(site: DemoSite, checkup: Check) -> None:
    with pytest.raises(UsageError, match="a check is of a whole outlet"):
        checkup(f"{site.url}kategori/daerah")


def test_of_two_outlets_one_does_not_wait_for_the_other(site: DemoSite, checkup: Check) -> None:
    site.faults["/feed.xml"] = Slow(0.2)
    told: list[Any] = []
    found = checkup("demo", "127.0.0.1:9", on_event=told.append)
    assert [event.outlet for event in told] == ["127.0.0.1", "demo"]
    assert list(found.outlets) == ["demo", "127.0.0.1"]


def test_the_archive_and_the_check_mean_the_same_by_each_field(run: Crawl, archive: Archive) -> None:
    run()
    rates = archive.fill_rates("demo")
    ids = [row["id"] for row in archive.query("SELECT id FROM articles")]
    has = [fields_of(article) for number in ids if (article := archive.articles.get(number))]
    assert rates.articles == len(has)
    assert rates.shares == {name: pytest.approx(sum(one[name] for one in has) / len(has)) for name in has[0]}


def test_nothing_is_usual_of_an_outlet_without_articles(archive: Archive) -> None:
    assert archive.fill_rates("demo").articles == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_a_check_that_is_stopped_keeps_what_it_saw(
    site: DemoSite, run: Crawl, checkup: Check, archive: Archive, number: signal.Signals
) -> None:
    run(limit=1)
    site.faults["/sitemap.xml"] = Slow(30)
    stop = checkup("demo", "127.0.0.1:9", on_event=lambda _: os.kill(os.getpid(), number))
    assert stop.interrupted
    assert list(stop.outlets) == ["127.0.0.1"]
    assert [row["status"] for row in archive.query("SELECT status FROM runs WHERE id > 1")] == ["interrupted"]
    assert archive.runs.last("check", "demo") is None
    assert archive.runs.last("check", "127.0.0.1") is not None


def test_a_check_waits_for_a_crawl_of_the_outlet(run: Crawl, checkup: Check, archive: Archive) -> None:
    run(limit=1)
    lock = archive.lock("demo")
    assert lock.acquire()
    told: list[Any] = []

    def tell(event: Any) -> None:
        told.append(type(event))
        lock.release()

    checkup(on_event=tell)
    assert told == [Waiting, Checked]


def test_a_listener_that_fails_is_no_fault_of_an_outlet(run: Crawl, checkup: Check, archive: Archive) -> None:
    run(limit=1)

    def crash(_: object) -> None:
        raise RuntimeError("out of the blue")

    with pytest.raises(RuntimeError, match="out of the blue"):
        checkup(on_event=crash)
    assert [row["status"] for row in archive.query("SELECT status FROM runs WHERE id > 1")] == ["failed"]
