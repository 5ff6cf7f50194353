from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.text import urls

HOME = "https://news.test/daerah/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.test/read/1/judul.html", "https://news.test/read/1/judul.html"),
        ("HTTP://News.TEST/Read", "http://news.test/Read"),
        ("http://news.test", "http://news.test/"),
        ("http://news.test.:80/a", "http://news.test/a"),
        ("https://news.test:443/a", "https://news.test/a"),
        ("https://news.test:8443/a", "https://news.test:8443/a"),
        ("https://news.test/a#komentar", "https://news.test/a"),
        ("https://news.test/a/./b/../c", "https://news.test/a/c"),
        ("https://news.test/../../a", "https://news.test/a"),
        ("https://news.test/%2e%2E/a/..", "https://news.test/"),
        ("https://news.test/%7euser/%2fx%c3%a9", "https://news.test/~user/%2Fx%C3%A9"),
        ("https://news.test/jum'at é", "https://news.test/jum'at%20%C3%A9"),
        ("https://news.test/50%", "https://news.test/50%25"),
        ("https://news.test//a//b/", "https://news.test//a//b/"),
        ("https://bücher.test/", "https://xn--bcher-kva.test/"),
        ("https://user:secret@news.test/a", "https://news.test/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        (" https://news.test/ba\nca ", "https://news.test/baca"),
        ("https:\\\\news.test\\a?b=\\", "https://news.test/a?b=%5C"),
    ],
)
def test_one_page_has_one_url(url: str, expected: str) -> None:
    assert urls.canonical(url) == expected


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=x&utm_medium=y", ""),
        ("b=2&UTM_Source=x&a=1", "b=2&a=1"),
        ("id=7&fbclid=abc&gclid=def", "id=7"),
        ("%75tm_source=x&id=7", "id=7"),
        ("amp;utm_source=x&amp;amp;id=7", "id=7"),
        ("PHPSESSID=0f&page=2", "page=2"),
        ("sid=99&page=all", "page=all"),
        ("page=all", "page=all"),
        ("ref=12", "ref=12"),
        ("source=antre", "source=antre"),
        ("medium=terkait-widget&campaign=kanan-4&id=7", "id=7"),
        ("campaign=4", "campaign=4"),
        ("amp=1", ""),
        ("id=7&amp", "id=7"),
        ("id=7&outputType=amp", "id=7"),
        ("amp=50-watt&outputType=json", "amp=50-watt&outputType=json"),
        ("&&a&b=", "a&b="),
        ("q=ibu kota&r=%3d", "q=ibu%20kota&r=%3D"),
    ],
)
def test_trackers_and_sessions_go_and_the_rest_keeps_its_order(query: str, kept: str) -> None:
    expected = f"https://news.test/read?{kept}" if kept else "https://news.test/read"
    assert urls.canonical(f"https://news.test/read?{query}") == expected


def test_a_session_id_in_the_path_goes() -> None:
    assert urls.canonical("https://news.test/a;jsessionid=1F.node2/b?c=1") == "https://news.test/a/b?c=1"
    assert urls.canonical("https://news.test/a;versi=2") == "https://news.test/a;versi=2"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/read/1", "https://news.test/read/1"),
        ("read/1", "https://news.test/daerah/read/1"),
        ("../read/1", "https://news.test/read/1"),
        ("?page=2", "https://news.test/daerah/?page=2"),
        ("#atas", "https://news.test/daerah/"),
        ("", "https://news.test/daerah/"),
        ("//cdn.test/a.jpg", "https://cdn.test/a.jpg"),
        ("http://other.test/", "http://other.test/"),
    ],
)
def test_links_are_resolved_against_their_page(link: str, expected: str) -> None:
    assert urls.canonical(link, HOME) == expected


@pytest.mark.parametrize(
    "link",
    [
        "javascript:void(0)",
        "mailto:redaksi@news.test",
        "tel:021",
        "data:text/html,x",
        "ftp://news.test/",
        "http://",
        "http:///a",
        "http://[zz/",
        "http://news.test:99999/",
        "http://news.test:port/",
        "http://a b.test/",
        "http://a%20b.test/",
        "https://news.test/\ud800",
        "https://news.test/" + "a" * urls.MAX_LENGTH,
        "https://" + "a." * 200 + "test/",
    ],
)
def test_what_is_no_web_address_is_none(link: str) -> None:
    assert urls.canonical(link, HOME) is None


def test_a_relative_link_without_a_page_is_none() -> None:
    assert urls.canonical("/read/1") is None
    assert urls.canonical("news.test/read/1") is None
    assert urls.canonical("/read/1", "not a url") is None


_PIECES = """
    http:// HTTPS:// // / a.test A.Test. É.test :80 @ [::1] ? & # ;sid=1 utm_source=x medium=x amp; %2e %2E%2e
    %zz % .. . = é 。 \\
"""
_messy = st.lists(st.sampled_from([*_PIECES.split(), " ", "\ud800", "\x00"]), max_size=12).map("".join)


@given(
    st.one_of(_messy, st.text(), _messy.map("https://a.test/".__add__)),
    st.one_of(st.none(), _messy, st.text()),
)
@example("http://a.test/;sid=1/%2e%2e/?&amp;amp;&", None)
@example("http://a.test//..//..", None)
def test_canonical_is_idempotent_and_never_raises(url: str, base: str | None) -> None:
    once = urls.canonical(url, base)
    if once is not None:
        assert urls.canonical(once) == once
        assert urlsplit(once).scheme in {"http", "https"}
        assert urls.host(once)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://News.Test:8080/a", "news.test"),
        ("//news.test/a", "news.test"),
        ("http://[::1]/", "::1"),
        ("/a", ""),
        ("http://[zz/", ""),
        ("mailto:a@news.test", ""),
    ],
)
def test_host(url: str, expected: str) -> None:
    assert urls.host(url) == expected


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://news.test/a", True),
        ("https://www.news.test/a", True),
        ("https://bola.news.test/a", True),
        ("https://m.regional.test/a", True),
        ("https://fakenews.test/a", False),
        ("https://news.test.evil.test/a", False),
        ("https://regional.test.evil/", False),
        ("/a", False),
        ("", False),
    ],
)
def test_a_url_is_own_on_an_own_host_or_below_it(url: str, own: bool) -> None:
    assert urls.is_own(url, ("www.news.test", "Regional.test", "")) is own


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("news.test", "news.test"),
        ("a.b.news.test", "news.test"),
        ("www.koran.co.id", "koran.co.id"),
        ("dinas.kota.go.id", "kota.go.id"),
        ("warta.web.id", "warta.web.id"),
        ("blog.my.id", "blog.my.id"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("warga.blogspot.com", "warga.blogspot.com"),
        ("www.warga.wordpress.com", "warga.wordpress.com"),
        ("wordpress.com", "wordpress.com"),
        ("news.bbc.co.ke", "bbc.co.ke"),
        ("a.punch.com.ng", "punch.com.ng"),
        ("a.warga.netlify.app", "warga.netlify.app"),
        ("netlify.app", "netlify.app"),
        ("warta.kota.kawasaki.jp", "warta.kota.kawasaki.jp"),
        ("news.city.kawasaki.jp", "city.kawasaki.jp"),
        ("a.koran.unlisted", "koran.unlisted"),
        ("a.koran.xn--p1ai", "koran.xn--p1ai"),
        ("a..b", "a..b"),
        ("co.id", "co.id"),
        ("WWW.News.Test.", "news.test"),
        ("localhost", "localhost"),
        ("10.0.0.1", "10.0.0.1"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_site_is_the_registrable_domain(name: str, domain: str) -> None:
    assert urls.site(name) == domain


@pytest.mark.parametrize(
    ("url", "owner", "own"),
    [
        ("https://news.bbc.co.ke/a", "bbc.co.ke", True),
        ("https://someone-else.co.ke/a", "bbc.co.ke", False),
        ("https://someone-else.co.ke/a", "co.ke", False),
        ("https://co.ke/a", "co.ke", True),
        ("https://punch.com.ng/a", "com.ng", False),
        ("https://warga.netlify.app/a", "netlify.app", False),
        ("https://netlify.app/a", "www.netlify.app", True),
        ("https://www.netlify.app/a", "netlify.app", True),
        ("https://a.warga.vercel.app/a", "warga.vercel.app", True),
        ("https://lain.vercel.app/a", "warga.vercel.app", False),
        ("https://warga.wordpress.com/a", "wordpress.com", False),
        ("https://bucket.s3.amazonaws.com/a", "amazonaws.com", False),
        ("https://koran.id/a", "id", False),
        ("http://10.0.0.1/a", "10.0.0.1", True),
        ("http://10.0.0.1/a", "0.0.1", False),
        ("http://[2001:db8::1]/a", "2001:db8::1", True),
        ("http://localhost/a", "localhost", True),
        ("https://bukankoran.id/a", "koran.id", False),
    ],
)
def test_ownership_ends_at_a_public_suffix(url: str, owner: str, own: bool) -> None:
    assert urls.is_own(url, (owner,)) is own


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2025/05/06/judul", date(2025, 5, 6)),
        ("read/2025/5/6/203156726/judul?page=2", date(2025, 5, 6)),
        ("2025-05-06/judul.html", date(2025, 5, 6)),
        ("nasional/20250506104152-20-659058/judul", date(2025, 5, 6)),
        ("2021/04/92713", None),
        ("2021/04/92", None),
        ("2021/04/12", None),
        ("2021/04/12/", None),
        ("2025/13/06/judul", None),
        ("2025/02/30/judul", None),
        ("12025/05/06/judul", None),
        ("20250506/judul", None),
        ("20250506994152-20/judul", None),
        ("judul?tanggal=/2025/05/06/x", None),
        ("", None),
    ],
)
def test_the_day_that_an_address_names(path: str, expected: date | None) -> None:
    assert urls.day(f"https://situs.test/{path}") == expected
