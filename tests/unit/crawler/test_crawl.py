"""Whole crawls of the toy newspaper, over real connections."""

from __future__ import annotations

import os
import signal
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from scraper.crawler import Visited
from scraper.crawler.offline.reparse import ReparseFilter, reparse
from scraper.demo import Reset, Status
from scraper.errors import ArchiveError, UsageError
from scraper.extraction import Reading, read, reader_process
from scraper.model import Article, Block, Discovery, Lead, Outlet, Page, Removed
from scraper.text.similarity.fingerprint import MIN_ARTICLES, OutletMemory
from scraper.text.similarity.sketches import sketch

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.archive import Archive
    from scraper.crawler import Event
    from scraper.demo import DemoSite
    from scraper.demo.articles import DemoArticle
    from scraper.model.article import Moment
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl


def url_of(site: DemoSite, article: DemoArticle) -> str:
    return site.url.rstrip("/") + article.path


def article_requests(site: DemoSite) -> Counter[str]:
    paths = tuple(article.path for article in site.articles)
    return Counter(path for path in site.requests if path.startswith(paths))


def as_printed(archive: Archive, url: str) -> dict[str, object]:
    """The stored article's fields that a printed page would show."""
    stored = archive.articles.get(url)
    assert stored is not None, url
    return {name: value for name, value in stored.to_dict().items() if name not in {"removed", "provenance"}}


def stored_urls(archive: Archive) -> set[str]:
    return {row["url"] for row in archive.query("SELECT url FROM articles")}


def after(visits: int, act: Callable[[], object]) -> Callable[[Event], None]:
    """A listener that acts when so many leads were visited."""
    seen = Counter[str]()

    def listen(event: Event) -> None:
        seen["visits"] += isinstance(event, Visited)
        if isinstance(event, Visited) and seen["visits"] == visits:
            act()

    return listen


def test_every_article_of_the_paper_is_stored(site: DemoSite, run: Crawl, archive: Archive) -> None:
    report = run().outlets["demo"]
    assert stored_urls(archive) == {url_of(site, article) for article in site.articles}
    assert report.stored == report.discovered == len(site.articles)
    assert not report.failed
    assert report.left == 0


def test_every_article_is_read_as_its_author_would(site: DemoSite, run: Crawl, archive: Archive) -> None:
    run()
    for article in site.articles:
        assert as_printed(archive, url_of(site, article)) == article.expected(site.url)


@pytest.mark.parametrize("whole", [True, False])
def test_the_sketch_that_came_with_a_reading_is_that_of_the_whole_text(
    whole: bool, site: DemoSite, run: Crawl, archive: Archive
) -> None:
    site.whole = whole
    run(outlets={"demo": replace(site.outlet, urls=replace(site.outlet.urls, whole=None))})
    rows = list(archive.query("SELECT text, simhash FROM articles LEFT JOIN simhashes ON article_id = id"))
    assert [row["simhash"] for row in rows] == [
        made.simhash if (made := sketch(row["text"])) else None for row in rows
    ]
    assert sum(row["simhash"] is not None for row in rows) > len(rows) / 2


@pytest.mark.parametrize("charset", ["windows-1252", "windows-1252-undeclared", "mojibake"])
def test_a_page_in_another_charset_or_damaged_in_the_usual_ways_comes_out_clean(
    charset: str, site: DemoSite, run: Crawl, archive: Archive
) -> None:
    site.charset = charset
    seed = next(article for article in site.articles if article.editors == ("R. Heryanto",))
    run(url_of(site, seed))
    assert as_printed(archive, url_of(site, seed)) == seed.expected(site.url)


def test_a_second_crawl_finds_nothing_to_do(site: DemoSite, run: Crawl) -> None:
    run()
    site.requests.clear()
    report = run().outlets["demo"]
    assert report.finished_before == report.discovered == len(site.articles)
    assert report.visited == 0
    assert not article_requests(site)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_a_crawl_that_is_stopped_goes_on_where_it_was(
    site: DemoSite, run: Crawl, archive: Archive, number: signal.Signals
) -> None:
    summary = run(on_event=after(5, lambda: os.kill(os.getpid(), number)))
    assert summary.interrupted
    assert 5 <= summary.outlets["demo"].stored < len(site.articles)
    assert [row["status"] for row in archive.query("SELECT status FROM runs")] == ["interrupted"]

    assert not run().interrupted
    assert len(stored_urls(archive)) == len(site.articles)
    assert max(article_requests(site).values()) == 1


def test_a_crawl_that_crashes_repeats_no_finished_work(site: DemoSite, run: Crawl, archive: Archive) -> None:
    def crash() -> None:
        raise RuntimeError("out of the blue")

    with pytest.raises(RuntimeError, match="out of the blue"):
        run(on_event=after(3, crash))
    assert [row["status"] for row in archive.query("SELECT status FROM runs")] == ["failed"]
    run()
    assert len(stored_urls(archive)) == len(site.articles)
    assert max(article_requests(site).values()) == 1


def test_a_page_that_was_stored_but_not_read_is_read_from_the_archive(
    site: DemoSite, run: Crawl, archive: Archive, settings: Settings
) -> None:
    run(limit=1)
    url = next(iter(stored_urls(archive)))
    (capture,) = archive.captures.of_lead(url).values()
    page = archive.captures.read(capture)
    fresh = replace(settings, archive=settings.archive.with_name("other.db"))
    with_type = type(archive)(fresh.archive)
    with with_type as other:
        other.outlets.register(site.outlet)
        other.leads.add([Lead(url, "demo", "feed")])
        other.captures.store(page, outlet="demo", lead=url)
        other.leads.fetched(url)
    site.requests.clear()
    run(settings=fresh)
    assert not any(url.endswith(path) for path in site.requests)


def test_several_pages_become_one_article(site: DemoSite, run: Crawl, archive: Archive) -> None:
    long = next(article for article in site.articles if len(article.page_paths) > 1)
    run(url_of(site, long))
    whole = archive.articles.get(url_of(site, long))
    site.whole = False
    assert whole is not None
    joined = archive_of_joined_pages(site, run, archive, long)
    assert [block.text for block in joined] == [block.text for block in whole.body]


def archive_of_joined_pages(
    site: DemoSite, run: Crawl, archive: Archive, long: DemoArticle
) -> tuple[object, ...]:
    path = archive.path.with_name("joined.db")
    outlet = replace(site.outlet, urls=replace(site.outlet.urls, whole=None))
    from scraper.settings import Settings

    quick = Settings(archive=path, delay=0, attempts=1)
    run(url_of(site, long), settings=quick, outlets={"demo": outlet})
    with type(archive)(path) as other:
        article = other.articles.get(url_of(site, long))
        assert article is not None
        assert len(other.captures.of_lead(url_of(site, long))) >= len(long.page_paths)
        return article.body


def test_what_robots_forbids_is_refused_and_not_asked_for(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    site.feeds = site.sitemaps = False
    site.robots = "User-agent: *\nDisallow: /arsip-internal/\nDisallow: " + site.articles[0].path
    report = run().outlets["demo"]
    assert report.refused["robots"] >= 1
    assert site.articles[0].path not in site.requests
    assert not any(path.startswith("/arsip-internal") for path in site.requests)
    assert report.stored == len(site.articles) - 1


def test_robots_that_forbids_everything_leaves_nothing(site: DemoSite, run: Crawl) -> None:
    site.robots = "User-agent: *\nDisallow: /"
    report = run().outlets["demo"]
    assert report.discovered == 0
    assert all(found.trouble for found in report.sources)
    assert site.requests == ["/robots.txt"]


def test_without_a_feed_the_sitemaps_are_read(site: DemoSite, run: Crawl) -> None:
    site.feeds = False
    report = run().outlets["demo"]
    assert report.stored == len(site.articles)
    assert {found.kind for found in report.sources if found.leads} == {"sitemap"}


def test_without_feeds_and_sitemaps_links_and_pagers_are_followed(site: DemoSite, run: Crawl) -> None:
    site.feeds = site.sitemaps = False
    report = run().outlets["demo"]
    assert report.stored == len(site.articles)
    assert {found.kind for found in report.sources if found.leads} == {"index"}
    assert "/indeks?page=2" in site.requests


def test_a_site_without_a_profile_is_found_by_what_it_says_itself(site: DemoSite, run: Crawl) -> None:
    report = run(site.url, outlets={}).outlets["suarakliping.test"]
    assert report.stored == len(site.articles)


def test_a_site_without_profile_feeds_and_sitemaps_is_walked(site: DemoSite, run: Crawl) -> None:
    site.feeds = site.sitemaps = False
    report = run(site.url, outlets={}).outlets["suarakliping.test"]
    assert report.stored == len(site.articles)


def test_index_pages_are_bounded(site: DemoSite, run: Crawl, settings: Settings) -> None:
    site.feeds = site.sitemaps = False
    report = run(settings=replace(settings, max_index_pages=3)).outlets["demo"]
    assert sum(found.kind == "index" for found in report.sources) == 3


def test_since_and_until_are_days_inclusive(site: DemoSite, run: Crawl, archive: Archive) -> None:
    since, until = date(2025, 4, 16), date(2025, 5, 8)
    run(since=since, until=until)
    days = [
        date.fromisoformat(row["published_at"][:10])
        for row in archive.query("SELECT published_at FROM articles")
    ]
    assert min(days) == since
    assert max(days) == until


def test_a_date_that_only_the_page_tells_counts_too(site: DemoSite, run: Crawl, archive: Archive) -> None:
    site.feeds = site.sitemaps = False
    report = run(since=date(2025, 5, 10)).outlets["demo"]
    assert report.refused["out-of-range"] == len(site.articles) - report.stored
    assert 0 < report.stored < len(site.articles)

    site.requests.clear()
    assert run().outlets["demo"].stored == len(site.articles) - report.stored
    first_pages = {article.path for article in site.articles}
    assert not first_pages & set(site.requests), "what was left out for its date is read from the archive"


def test_limit_bounds_visits_and_the_next_crawl_goes_on(site: DemoSite, run: Crawl) -> None:
    assert run(limit=3).outlets["demo"].stored == 3
    second = run(limit=3).outlets["demo"]
    assert second.stored == 3
    assert second.left > 0
    assert max(article_requests(site).values()) == 1


def test_an_articles_address_brings_that_article_only(site: DemoSite, run: Crawl, archive: Archive) -> None:
    article = site.articles[2]
    summary = run(url_of(site, article))
    assert stored_urls(archive) == {url_of(site, article)}
    assert summary.outlets["demo"].discovered == 1
    assert set(site.requests) <= {"/robots.txt", *article.page_paths, f"{article.path}?page=all"}


def test_an_article_that_is_named_is_seen_again_as_it_is_today(site: DemoSite, run: Crawl) -> None:
    run(url_of(site, site.articles[2]))
    site.requests.clear()
    assert run(url_of(site, site.articles[2])).outlets["demo"].unchanged == 1
    assert site.articles[2].path in site.requests


def test_a_section_page_brings_its_own_articles_only(site: DemoSite, run: Crawl, archive: Archive) -> None:
    section = site.outlet.discover.sections[1]
    path = "/" + section.removeprefix(site.url)
    report = run(section).outlets["demo"]
    assert report.stored > 0
    assert "/feed.xml" not in site.requests
    assert site.requests.count(path) == 1, "the page that told section from article is not fetched twice"
    written = {url_of(site, article): article.section for article in site.articles}
    assert len({written[url] for url in stored_urls(archive)}) == 1


def test_a_section_pages_pager_is_followed(site: DemoSite, run: Crawl) -> None:
    report = run(f"{site.url}indeks").outlets["demo"]
    assert report.stored == len(site.articles)


def test_an_article_that_is_gone(site: DemoSite, run: Crawl, archive: Archive) -> None:
    article = site.articles[0]
    site.faults[article.path] = Status(410)
    report = run().outlets["demo"]
    assert report.gone == 1
    assert archive.leads.outcome(url_of(site, article)) == ("gone", "410")


@pytest.mark.parametrize(
    ("status", "reason"), [(401, "blocked"), (403, "blocked"), (451, "blocked"), (400, "http-error")]
)
def test_an_article_that_is_refused(site: DemoSite, run: Crawl, status: int, reason: str) -> None:
    site.faults[site.articles[0].path] = Status(status)
    assert run().outlets["demo"].refused == {reason: 1}


def test_an_article_elsewhere_is_not_followed(site: DemoSite, run: Crawl) -> None:
    site.faults[site.articles[0].path] = Status(301, {"Location": "https://lain.test/x"})
    assert run().outlets["demo"].refused == {"other-host": 1}


def test_what_is_no_text_is_refused(site: DemoSite, run: Crawl) -> None:
    site.faults[site.articles[0].path] = Status(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
    assert run().outlets["demo"].refused == {"not-text": 1}


def test_a_fault_that_passes_is_sat_out(site: DemoSite, run: Crawl, settings: Settings) -> None:
    site.faults[site.articles[0].path] = Status(503, {"Retry-After": "0"}, times=1)
    report = run(settings=replace(settings, attempts=2)).outlets["demo"]
    assert report.stored == len(site.articles)


def test_a_fault_that_stays_is_tried_again_by_the_next_crawl(site: DemoSite, run: Crawl) -> None:
    site.faults[site.articles[0].path] = Status(503, times=1)
    assert run().outlets["demo"].failed == {"http-503": 1}
    assert run().outlets["demo"].stored == 1


def test_a_block_that_recurs_on_stored_articles_is_cut_from_those_that_come_later(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    new = site.articles[0]
    block = Block("p", new.expected(site.url)["body"][2]["text"])
    archive.outlets.register(site.outlet)
    for number in range(MIN_ARTICLES):
        old = Article(url=f"{site.url}lama/{number}", outlet="demo", title="Lama", body=(block,))
        archive.articles.store(old, captures=[])
    run(url_of(site, new))
    stored = archive.articles.get(url_of(site, new))
    assert stored is not None
    assert block not in stored.body
    assert Removed("recurring", block.text) in stored.removed


def test_each_fetch_is_kept_as_a_capture_whatever_its_status(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    gone = site.articles[0]
    site.faults[gone.path] = Status(410)
    run()
    statuses = Counter(row["status"] for row in archive.query("SELECT status FROM captures"))
    assert statuses[410] == 1
    kept = {row["url"] for row in archive.query("SELECT url FROM captures WHERE status = 200")}
    assert {site.url, f"{site.url}feed.xml", f"{site.url}sitemap.xml"} <= kept


def test_an_article_without_a_date_has_that_of_its_feed_and_keeps_it(
    site: DemoSite, settings: Settings, run: Crawl, archive: Archive
) -> None:
    article = site.articles[0]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ["Warga kota datang pagi ke pasar ikan. " * 3] * 4)
    undated = f"<title>Pasar Ikan Dibuka Lagi</title><h1>Pasar Ikan Dibuka Lagi</h1><div>{text}</div>"
    site.faults[article.path] = Status(200, {"Content-Type": "text/html"}, undated.encode())
    run()
    for _ in range(2):
        stored = archive.articles.get(url_of(site, article))
        assert stored is not None
        assert stored.published_at == article.published.replace(second=0)
        assert stored.provenance["published_at"] == "lead"
        reparse(settings, ReparseFilter(everything=True), outlets={"demo": site.outlet})


def test_a_reader_that_breaks_on_one_page_breaks_that_page_only(
    site: DemoSite, run: Crawl, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = url_of(site, site.articles[0])

    def break_on_one(page: Page, outlet: Outlet, memory: OutletMemory, listed: Moment | None) -> Reading:
        if page.url == url:
            raise ZeroDivisionError
        return read(page, outlet, memory, listed)

    with monkeypatch.context() as patch:
        patch.setattr(reader_process, "read", break_on_one)
        report = run().outlets["demo"]
    assert report.failed == {"extractor": 1}
    word, detail = archive.leads.outcome(url) or ("", "")
    assert word == "failed"
    assert "ZeroDivisionError" in detail
    site.requests.clear()
    assert run().outlets["demo"].stored == 1
    assert not article_requests(site), "its bytes were kept"


def test_a_site_that_goes_away_is_left_for_later(site: DemoSite, run: Crawl) -> None:
    for article in site.articles:
        site.faults[article.path] = Reset()
    report = run().outlets["demo"]
    assert report.failed == {"unreachable": 10}
    assert "try again later" in str(report.fault)
    assert report.left > 0


def test_a_site_out_of_reach_is_a_report_and_others_go_on(site: DemoSite, run: Crawl) -> None:
    dead = Outlet("mati", "Mati", "http://mati.test/", ("mati.test",), delay=0)
    summary = run(
        "mati",
        "demo",
        outlets={"demo": site.outlet, "mati": dead},
        resolve={**site.resolve, "mati.test": ("127.0.0.1", 9)},
    )
    assert "mati.test" in str(summary.outlets["mati"].fault)
    assert summary.outlets["demo"].stored == len(site.articles)


def test_two_targets_of_one_outlet_are_one_crawl(site: DemoSite, run: Crawl) -> None:
    summary = run("demo", url_of(site, site.articles[0]))
    assert list(summary.outlets) == ["demo"]
    assert summary.outlets["demo"].stored == len(site.articles)
    assert max(article_requests(site).values()) == 1


@pytest.mark.parametrize(
    "target", ["ftp://contoh.id/", "mailto:a@contoh.id", "tak-dikenal", "javascript:x", "http://"]
)
def test_what_is_no_target_is_told_before_anything_is_done(
    run: Crawl, settings: Settings, target: str
) -> None:
    with pytest.raises(UsageError, match=r"tak-dikenal|not a web address"):
        run(target)
    assert not settings.archive.exists()


def test_an_archive_that_cannot_be_used_is_told(run: Crawl, settings: Settings) -> None:
    settings.archive.write_bytes(b"this is no database, and long enough to be looked at")
    with pytest.raises(ArchiveError):
        run()


def test_the_run_is_kept_with_its_summary(site: DemoSite, run: Crawl, archive: Archive) -> None:
    summary = run()
    (row,) = archive.query("SELECT command, targets, status, summary FROM runs")
    assert (row["command"], row["targets"], row["status"]) == ("crawl", '["demo"]', "ok")
    assert f'"stored": {summary.total.stored}' in row["summary"]


def test_links_on_a_page_full_of_ways_in_do_not_multiply(site: DemoSite, run: Crawl) -> None:
    outlet = replace(site.outlet, discover=Discovery(feeds=(f"{site.url}feed.xml",) * 3))
    run(outlets={"demo": outlet})
    assert site.requests.count("/feed.xml") == 1


def with_search(site: DemoSite) -> dict[str, Outlet]:
    """The toy newspaper with nothing but its search."""
    site.feeds = site.sitemaps = False
    site.days = True
    ways = Discovery(search=site.outlet.discover.search)
    return {"demo": replace(site.outlet, discover=ways)}


def test_with_a_keyword_only_what_the_search_finds_is_visited(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    word = site.articles[0].title.split()[0].lower()
    run(outlets=with_search(site), keyword=word)
    assert stored_urls(archive) == {url_of(site, a) for a in site.articles if word in a.title.lower()}


def test_an_outlet_without_a_search_says_so(site: DemoSite, run: Crawl) -> None:
    report = run(keyword="panen").outlets["demo"]
    assert "no search of Suara Kliping is known" in (report.fault or "")
    assert not report.visited
