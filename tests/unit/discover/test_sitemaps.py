from __future__ import annotations

import gzip
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover import sitemaps
from scraper.model import Outlet

OUTLET = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",))
HERE = "https://contoh.id/sitemap.xml"
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def urlset(*entries: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><urlset xmlns="{space}" {NEWS} {IMAGE}>{"".join(entries)}</urlset>'.encode()


def url(loc: str, rest: str = "") -> str:
    return f"<url><loc>{loc}</loc>{rest}</url>"


def urls(content: bytes, since: date | None = None) -> list[str]:
    return [lead.url for lead in sitemaps.read(content, HERE, OUTLET, since=since).leads]


PLAIN = "https://contoh.id/petani-rembang-mulai-panen"
NEWS_PART = (
    "<news:news><news:publication_date>2024-05-12T07:00:00+07:00</news:publication_date>"
    "<news:title>Panen</news:title></news:news>"
)


def test_a_news_entry_is_trusted_and_tells_title_and_time() -> None:
    (lead,) = sitemaps.read(urlset(url("https://contoh.id/x", NEWS_PART)), HERE, OUTLET).leads
    assert (lead.url, lead.title, lead.source) == ("https://contoh.id/x", "Panen", "sitemap")
    assert isinstance(lead.published_at, datetime)
    assert lead.published_at.isoformat() == "2024-05-12T07:00:00+07:00"


def test_a_plain_entry_must_look_like_an_article_and_its_lastmod_is_no_publication() -> None:
    content = urlset(url(PLAIN, "<lastmod>2024-05-12</lastmod>"), url("https://contoh.id/ekonomi"))
    (lead,) = sitemaps.read(content, HERE, OUTLET).leads
    assert (lead.url, lead.published_at) == (PLAIN, None)


def test_a_pictures_address_and_title_are_not_the_pages() -> None:
    picture = "<image:image><image:loc>https://contoh.id/f.jpg</image:loc><image:title>T</image:title></image:image>"
    (lead,) = sitemaps.read(urlset(url(PLAIN, picture)), HERE, OUTLET).leads
    assert (lead.url, lead.title) == (PLAIN, None)


def test_what_was_last_modified_before_since_is_left_out_and_counted() -> None:
    content = urlset(url(PLAIN, "<lastmod>2024-05-12T23:00:00Z</lastmod>"), url(PLAIN + "-lagi"))
    assert urls(content, since=date(2024, 5, 13)) == [PLAIN, PLAIN + "-lagi"]
    read = sitemaps.read(content, HERE, OUTLET, since=date(2024, 5, 14))
    assert ([lead.url for lead in read.leads], read.older) == ([PLAIN + "-lagi"], 1)


def test_an_index_names_its_parts_but_not_those_of_tags_and_authors() -> None:
    parts = "".join(
        f"<sitemap><loc>https://contoh.id/{name}.xml</loc><lastmod>2024-05-{day}</lastmod></sitemap>"
        for day, name in enumerate(
            ("post-sitemap", "post_tag-sitemap", "author-sitemap", "sitemap-news"), start=10
        )
    )
    content = f"<sitemapindex>{parts}</sitemapindex>".encode()
    read = sitemaps.read(content, HERE, OUTLET)
    assert [part.url for part in read.parts] == [
        "https://contoh.id/post-sitemap.xml",
        "https://contoh.id/sitemap-news.xml",
    ]
    assert read.parts[0].modified == date(2024, 5, 10)


def test_gzip_is_known_by_its_first_bytes() -> None:
    assert urls(gzip.compress(urlset(url(PLAIN)))) == [PLAIN]


def test_gzip_that_breaks_off_gives_what_came_before() -> None:
    content = gzip.compress(urlset(*(url(f"{PLAIN}-{n * 7919 % 1000}") for n in range(5000))))
    assert len(urls(content[:-200])) > 100


def test_a_bomb_is_unpacked_to_the_bound_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_BYTES", 10_000)
    bomb = gzip.compress(urlset(url(PLAIN)) + b" " * 5_000_000 + urlset(url(PLAIN + "-akhir")))
    assert urls(bomb) == [PLAIN]


def test_broken_xml_gives_what_came_before() -> None:
    content = urlset(url(PLAIN), url("https://contoh.id/a&b=c"), url(PLAIN + "-lagi"))
    assert urls(content) == [PLAIN]


def test_entities_do_not_grow() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
    )
    assert urls(bomb + b"]><urlset><url><loc>https://contoh.id/&m;</loc></url></urlset>") == []


def test_plain_text_is_read_line_by_line() -> None:
    assert urls(f"\ufeff{PLAIN}\r\n\r\nbukan alamat\n{PLAIN}-lagi\n".encode()) == [PLAIN, PLAIN + "-lagi"]


def test_foreign_entries_are_left_out() -> None:
    assert urls(urlset(url("https://lain.test/petani-rembang-mulai-panen", NEWS_PART))) == []


@pytest.mark.parametrize(
    "content", [b"", b"<!doctype html><html><body>Maaf<br></body></html>", b"\x1f\x8brusak"]
)
def test_what_is_no_sitemap_gives_nothing(content: bytes) -> None:
    assert sitemaps.read(content, HERE, OUTLET) == sitemaps.Sitemap()


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    sitemaps.read(noise, HERE, OUTLET)
    sitemaps.read(urlset(url(PLAIN, NEWS_PART)).replace(b"2024", noise), HERE, OUTLET)
