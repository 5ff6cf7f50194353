from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.lists import sitemap_entries
from scraper.discover.lists.sitemaps import Sitemap
from scraper.model import Lead, Outlet

OUTLET = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",))
HERE = "https://contoh.id/sitemap.xml"
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def urlset(*entries: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><urlset xmlns="{space}" {NEWS} {IMAGE}>{"".join(entries)}</urlset>'.encode()


def url(loc: str, rest: str = "") -> str:
    return f"<url><loc>{loc}</loc>{rest}</url>"


def read(content: bytes, since: date | None = None) -> tuple[Sitemap, list[Lead]]:
    sitemap = Sitemap(content, HERE, OUTLET, since=since)
    return sitemap, [lead for batch in sitemap.batches() for lead in batch]


def urls(content: bytes, since: date | None = None) -> list[str]:
    return [lead.url for lead in read(content, since)[1]]


def trouble(content: bytes) -> str | None:
    sitemap, _ = read(content)
    return sitemap.trouble.reason if sitemap.trouble else None


PLAIN = "https://contoh.id/petani-rembang-mulai-panen"
NEWS_PART = (
    "<news:news><news:publication_date>2024-05-12T07:00:00+07:00</news:publication_date>"
    "<news:title>Panen</news:title></news:news>"
)


def test_a_news_entry_is_trusted_and_tells_title_and_time() -> None:
    _, (lead,) = read(urlset(url("https://contoh.id/x", NEWS_PART)))
    assert (lead.url, lead.title, lead.source) == ("https://contoh.id/x", "Panen", "sitemap")
    assert isinstance(lead.published_at, datetime)
    assert lead.published_at.isoformat() == "2024-05-12T07:00:00+07:00"


def test_a_plain_entry_must_look_like_an_article_and_its_lastmod_is_no_publication() -> None:
    content = urlset(url(PLAIN, "<lastmod>2024-05-12</lastmod>"), url("https://contoh.id/ekonomi"))
    _, (lead,) = read(content)
    assert (lead.url, lead.published_at) == (PLAIN, None)


def test_a_pictures_address_and_title_are_not_the_pages() -> None:
    picture = "<image:image><image:loc>https://contoh.id/f.jpg</image:loc><image:title>T</image:title></image:image>"
    _, (lead,) = read(urlset(url(PLAIN, picture)))
    assert (lead.url, lead.title) == (PLAIN, None)


def test_what_was_last_modified_before_since_is_left_out_and_counted() -> None:
    content = urlset(url(PLAIN, "<lastmod>2024-05-12T23:00:00Z</lastmod>"), url(PLAIN + "-lagi"))
    assert urls(content, since=date(2024, 5, 13)) == [PLAIN, PLAIN + "-lagi"]
    sitemap, leads = read(content, since=date(2024, 5, 14))
    assert ([lead.url for lead in leads], sitemap.older) == ([PLAIN + "-lagi"], 1)


def test_an_index_names_its_parts_but_not_those_of_tags_and_authors() -> None:
    parts = "".join(
        f"<sitemap><loc>https://contoh.id/{name}.xml</loc><lastmod>2024-05-{day}</lastmod></sitemap>"
        for day, name in enumerate(
            ("post-sitemap", "post_tag-sitemap", "author-sitemap", "sitemap-news"), start=10
        )
    )
    content = f"<sitemapindex>{parts}</sitemapindex>".encode()
    sitemap, _ = read(content)
    assert [part.url for part in sitemap.parts] == [
        "https://contoh.id/post-sitemap.xml",
        "https://contoh.id/sitemap-news.xml",
    ]
    assert sitemap.parts[0].modified == date(2024, 5, 10)


def test_gzip_is_known_by_its_first_bytes() -> None:
    assert urls(gzip.compress(urlset(url(PLAIN)))) == [PLAIN]


def test_gzip_that_breaks_off_gives_what_came_before() -> None:
    content = gzip.compress(urlset(*(url(f"{PLAIN}-{n * 7919 % 1000}") for n in range(5000))))
    assert len(urls(content[:-200])) > 100
    assert trouble(content[:-200]) == "damaged"


def test_gzip_may_come_in_several_members() -> None:
    content = urlset(url(PLAIN), url(PLAIN + "-lagi"))
    packed = gzip.compress(content[:150]) + gzip.compress(content[150:])
    assert urls(packed) == [PLAIN, PLAIN + "-lagi"]


def test_a_bomb_is_unpacked_to_the_bound_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_entries, "MAX_BYTES", 10_000)
    bomb = gzip.compress(urlset(url(PLAIN)) + b" " * 5_000_000 + urlset(url(PLAIN + "-akhir")))
    assert urls(bomb) == [PLAIN]


def test_broken_xml_gives_what_came_before() -> None:
    content = urlset(url(PLAIN), url("https://contoh.id/a&b=c"), url(PLAIN + "-lagi"))
    assert urls(content) == [PLAIN]
    assert trouble(content) == "damaged"


def test_a_whole_sitemap_is_no_trouble() -> None:
    assert trouble(urlset(url(PLAIN))) is None


def test_entities_are_refused_before_any_entry() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
    )
    bomb += b"]><urlset><url><loc>https://contoh.id/&m;</loc></url></urlset>"
    assert (urls(bomb), trouble(bomb)) == ([], "dangerous")


@pytest.mark.parametrize(
    "declared",
    [
        'a SYSTEM "file:///etc/passwd"',
        '% a SYSTEM "https://contoh.id/a.dtd"',
        'a "petani-rembang-mulai-panen"',
    ],
)
def test_nothing_is_loaded_from_outside_nor_put_in(declared: str) -> None:
    content = f"<!DOCTYPE urlset [<!ENTITY {declared}>]><urlset><url><loc>https://contoh.id/&a;</loc></url></urlset>"
    assert (urls(content.encode()), trouble(content.encode())) == ([], "dangerous")


def test_elements_without_end_are_refused_and_what_came_before_counts() -> None:
    content = urlset(url(PLAIN), "<a>" * 100_000)
    assert (urls(content), trouble(content)) == ([PLAIN], "dangerous")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("form", ["xml", "text"])
def test_a_large_sitemap_comes_in_many_batches_and_loses_nothing(form: str, packed: bool) -> None:
    wanted = [f"{PLAIN}-{number}" for number in range(10_000)]
    content = urlset(*map(url, wanted)) if form == "xml" else "\n".join(wanted).encode()
    batches = list(Sitemap(gzip.compress(content) if packed else content, HERE, OUTLET).batches())
    assert [lead.url for batch in batches for lead in batch] == wanted
    assert max(map(len, batches)) < 4000


GROWTH = """
import resource, sys, zlib
from scraper.discover.lists.sitemaps import Sitemap
from scraper.model import Outlet

outlet = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",))
packer = zlib.compressobj(wbits=31)
packed = bytearray(packer.compress(b"<urlset>"))
for number in range(int(sys.argv[1])):
    packed += packer.compress(b"<url><loc>https://contoh.id/%07d/a</loc></url>" % number)
packed += packer.compress(b"</urlset>") + packer.flush()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
leads = sum(map(len, Sitemap(bytes(packed), "https://contoh.id/s.xml", outlet).batches()))
print(leads, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_hundred_thousand_entries_are_read_in_the_memory_of_a_few() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, "100000"], capture_output=True, text=True, check=True
    )
    leads, kilobytes = map(int, done.stdout.split())
    assert leads == 100_000
    assert kilobytes < 20_000, "their tree, or a list of their leads, would take many times that"


def test_plain_text_is_read_line_by_line() -> None:
    assert urls(f"\ufeff{PLAIN}\r\n\r\nbukan alamat\n{PLAIN}-lagi\n".encode()) == [PLAIN, PLAIN + "-lagi"]


def test_foreign_entries_are_left_out() -> None:
    assert urls(urlset(url("https://lain.test/petani-rembang-mulai-panen", NEWS_PART))) == []


@pytest.mark.parametrize(
    "content", [b"", b"<!doctype html><html><body>Maaf<br></body></html>", b"\x1f\x8brusak"]
)
def test_what_is_no_sitemap_gives_nothing(content: bytes) -> None:
    sitemap, leads = read(content)
    assert (leads, sitemap.parts, sitemap.older) == ([], [], 0)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    read(noise)
    read(urlset(url(PLAIN, NEWS_PART)).replace(b"2024", noise))
    read(b'<?xml version="1.0" encoding="' + noise + b'"?>' + urlset(url(PLAIN)))
    read(gzip.compress(noise) + noise)
