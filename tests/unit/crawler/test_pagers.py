"""Articles of several pages whose pagers lead nowhere: what the crawl leaves out is told and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.cli.display import progress
from scraper.crawler import Visited
from scraper.demo import Status
from scraper.extraction.pages.pagination import MAX_PAGES
from tests.unit.extraction.pages import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.archive import Archive
    from scraper.crawler import Event
    from scraper.demo import DemoSite
    from tests.unit.crawler.conftest import Crawl

PATH = "/daerah/1234567890/pasar-ikan-dibuka-kembali-setelah-banjir"


def leaf(number: int, *linked: int) -> Status:
    """One page of the article, with a text of its own and a pager that names other pages."""
    paragraphs = "".join(
        f"<p>Halaman {number} bercerita tentang lapak nomor {number}-{n}, yang kini berdiri lagi di tepi"
        f" sungai berkat gotong royong warga kampung {number * n}.</p>"
        for n in range(1, 5)
    )
    links = " ".join(f'<a href="{PATH}?page={n}">{n}</a>' for n in linked)
    return Status(200, body=page(paragraphs, below=f'<div class="paging">{links}</div>').encode())


def read_by(run: Crawl, site: DemoSite) -> Visited:
    """Crawl the article; the event that tells of it."""
    events: list[Event] = []
    hear: Callable[[Event], None] = events.append
    run(f"{site.url.rstrip('/')}{PATH}", on_event=hear)
    (visited,) = [event for event in events if isinstance(event, Visited)]
    return visited


def numbers_asked(site: DemoSite) -> list[int]:
    return [int(path.partition("?page=")[2] or 1) for path in site.requests if path.startswith(PATH)]


def test_pages_that_only_their_neighbours_name_are_read_too(site: DemoSite, run: Crawl) -> None:
    site.faults.update({PATH: leaf(1, 2), f"{PATH}?page=2": leaf(2, 1, 3), f"{PATH}?page=3": leaf(3, 2)})
    visited = read_by(run, site)
    assert visited.article is not None
    assert "lapak nomor 3-1" in visited.article.text
    assert len(visited.article.pages) == 3
    assert "cut" not in progress.visited_line(visited)


def test_a_pager_that_loops_ends_where_it_only_repeats(site: DemoSite, run: Crawl, archive: Archive) -> None:
    site.faults[PATH] = leaf(1, 2, 3, 4, 5)  # under every number the site shows page one
    site.faults[f"{PATH}?page=2"] = leaf(2, 1, 3, 4, 5)
    visited = read_by(run, site)
    assert visited.article is not None
    assert visited.article.text.count("lapak nomor 1-1,") == 1
    assert len(visited.article.pages) == 2
    assert numbers_asked(site) == [1, 2, 3]
    reason = "page 3 only repeats; it and what follows were left out"
    assert f"(cut: {reason})" in progress.visited_line(visited)
    assert archive.leads.outcome(visited.lead.url) == ("stored", f"cut: {reason}")


def test_a_pager_that_never_ends_is_left_after_the_last_page_that_is_read(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    site.faults[PATH] = leaf(1, 2)
    site.faults.update({f"{PATH}?page={n}": leaf(n, n - 1, n + 1) for n in range(2, MAX_PAGES + 20)})
    visited = read_by(run, site)
    assert visited.article is not None
    assert len(visited.article.pages) == MAX_PAGES
    assert numbers_asked(site) == list(range(1, MAX_PAGES + 1))
    reason = f"the pager goes on to page {MAX_PAGES + 1}; {MAX_PAGES} were read"
    assert f"(cut: {reason})" in progress.visited_line(visited)
    assert archive.leads.outcome(visited.lead.url) == ("stored", f"cut: {reason}")


def test_a_page_that_cannot_be_had_is_told(site: DemoSite, run: Crawl, archive: Archive) -> None:
    site.faults.update({PATH: leaf(1, 2, 3), f"{PATH}?page=2": Status(404), f"{PATH}?page=3": leaf(3, 1, 2)})
    visited = read_by(run, site)
    assert visited.article is not None
    assert "lapak nomor 3-1" in visited.article.text
    assert archive.leads.outcome(visited.lead.url) == ("stored", "cut: page 2: gone (404)")
