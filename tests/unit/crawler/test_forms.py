"""One article under several addresses: mobile, AMP, and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.demo import Status
from tests.unit.extraction.pages import PARAGRAPHS, page

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from tests.unit.crawler.conftest import Crawl

PATH = "/daerah/1234567890/pasar-ikan-dibuka-kembali-setelah-banjir"


def own(site: DemoSite) -> str:
    return site.url.rstrip("/") + PATH


def serve(site: DemoSite) -> None:
    """The article, and a shorter AMP page of it that names the article's address."""
    head = f'<link rel="canonical" href="{own(site)}">'
    short = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:3])
    site.faults[PATH] = Status(200, body=page(head=head).encode())
    site.faults[f"{PATH}/amp"] = Status(200, body=page(short, head=head).encode())


def texts(archive: Archive) -> list[str]:
    return [row["text"] for row in archive.query("SELECT text FROM articles")]


def test_an_amp_page_gives_the_article_under_its_own_address(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    serve(site)
    run(f"{own(site)}/amp")
    assert archive.articles.get(own(site)) is not None


def test_the_articles_own_page_replaces_what_an_amp_page_gave(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    serve(site)
    run(f"{own(site)}/amp", own(site))
    assert texts(archive) == ["\n\n".join(PARAGRAPHS)]


def test_an_amp_page_does_not_replace_what_the_articles_own_page_gave(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    serve(site)
    report = run(own(site), f"{own(site)}/amp").outlets["demo"]
    assert (report.stored, report.unchanged) == (1, 1)
    assert texts(archive) == ["\n\n".join(PARAGRAPHS)]
    assert archive.leads.outcome(f"{own(site)}/amp") == ("unchanged", "")


def test_a_query_for_the_amp_form_is_not_asked_for_besides(site: DemoSite, run: Crawl) -> None:
    serve(site)
    assert run(own(site), f"{own(site)}?amp=1", f"{own(site)}?outputType=amp").outlets["demo"].stored == 1
    assert [path for path in site.requests if path.startswith(PATH)] == [PATH]


def test_a_mobile_host_is_the_outlets_too(site: DemoSite, run: Crawl, archive: Archive) -> None:
    serve(site)
    mobile = own(site).replace("://", "://m.")
    run(mobile, own(site), resolve={**site.resolve, f"m.{site.host}": site.address})
    assert [row["url"] for row in archive.query("SELECT url FROM articles")] == [own(site)]
