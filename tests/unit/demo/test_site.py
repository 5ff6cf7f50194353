"""The toy paper over HTTP: its articles, the ways to find them, and what a browser needs."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from scraper.demo import DemoSite
from tests.unit.demo.conftest import fetch

LINK = re.compile(r'(?:href|HREF)="([^"]+)"')


def seen(html: str) -> str:
    """The page's text: no scripts, no tags, white space folded."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", "", html)
    return " ".join(unescape(bare).split())


def located(xml: str) -> list[str]:
    return [node.text for node in ElementTree.fromstring(xml).iter() if node.tag.endswith("}loc")]


def decoded(article, body: bytes) -> str:
    return body.decode("windows-1252" if article.template == "old" else "utf-8")


def walk(get, url: str) -> set[str]:
    """Every link of a list, on all its pages."""
    links: set[str] = set()
    while url:
        html = get(url).text
        links |= set(LINK.findall(html))
        url = next(iter(re.findall(r'<link rel="next" href="([^"]+)"', html)), "")
    return links


def test_every_article_shows_all_that_is_expected_of_it(site, get):
    for article in site.articles:
        expected = article.expected(site.url)
        pages = [get(url) for url in expected["pages"] or [expected["url"]]]
        assert {page.status for page in pages} == {200}
        html = "\n".join(decoded(article, page.body) for page in pages)
        text = seen(html)
        for name in ("title", "section", "lead"):
            assert (expected[name] or "") in text
        for block in expected["body"]:
            assert block["text"] in text, article.slug
        for name in (*expected["authors"], *expected["editors"], *expected["tags"], *expected["sources"]):
            assert name in text
        for image in expected["images"]:
            assert image["url"] in html
            assert (image["caption"] or "") in text
            assert get(image["url"]).headers["content-type"] == "image/jpeg"
        for related in expected["related"]:
            assert related["url"] in html
            assert related["title"] in text


def test_a_page_bears_the_day_of_the_visit_and_not_only_that_of_the_article(site, get):
    article = next(a for a in site.articles if a.template == "promedia")
    assert "Minggu, 21 Desember 2025" in get(article.path).text


def test_the_page_of_30_april_reads_as_its_family_does(site, get):
    article = next(a for a in site.articles if a.slug.startswith("harga-beras-di-pasar-induk"))
    html = get(article.path).text
    assert "- Rabu, 30 April 2025 | 12:30 WIB" in html
    assert 'alt="Photo Author"></div>' in html
    assert html.count("Baca Juga: <a href=") == 2
    assert "<p><strong>Penggilingan Kecil Tertekan</strong></p>" in html
    assert " **</p>" in html
    assert "seizin&nbsp;redaksi" in html
    assert html.count(article.pictures[0].caption) == 2


def test_machine_dates_may_lie(site, get):
    article = next(a for a in site.articles if a.machine_date and a.template == "jsonld")
    html = get(article.path).text
    assert '"datePublished": "2025-05-26T08:10:00Z"' in html
    assert "Senin, 26 Mei 2025 08:10 WIB" in html


@pytest.mark.parametrize("start", ["indeks", "sitemap-artikel.xml"])
def test_the_index_and_the_sitemap_reach_every_article(site, get, start):
    found = walk(get, site.url + start) if start == "indeks" else set(located(get(start).text))
    assert {site.url + a.path.removeprefix("/") for a in site.articles} <= found


def test_the_sections_together_reach_every_article(site, get):
    found = set().union(*(walk(get, url) for url in site.outlet.discover.sections[1:]))
    assert {site.url + a.path.removeprefix("/") for a in site.articles} <= found


def test_a_list_shows_ten_articles_a_page_and_ends(get):
    assert get("/indeks").text.count('class="latest__link"') == 10
    assert get("/indeks?page=2").text.count('class="latest__link"') == 10
    assert get("/indeks?page=99").status == 404


def test_every_tag_links_to_a_page_of_its_articles(site, get):
    article = next(a for a in site.articles if "Bulog" in a.tags)
    assert article.path in get("/tag/bulog").text


def test_the_feed_holds_the_latest_twenty_with_their_times(site, get):
    items = ElementTree.fromstring(get(site.outlet.discover.feeds[0]).text).findall("channel/item")
    assert [item.findtext("link") for item in items] == [
        site.url + a.path.removeprefix("/") for a in site.articles[:20]
    ]
    assert items[0].findtext("pubDate") == "Fri, 30 May 2025 11:45:00 +0700"


def test_the_sitemap_index_leads_to_the_news_sitemap_and_to_all_articles(site, get):
    parts = located(get("/sitemap.xml").text)
    assert parts == [site.url + "sitemap-news.xml", site.url + "sitemap-artikel.xml"]
    assert "<news:publication_date>2025-05-30T11:45:00+07:00<" in get(parts[0]).text


def test_robots_txt_asks_for_a_pause_and_forbids_a_folder_that_the_home_page_links(site, get):
    robots = get("/robots.txt").text
    assert "Crawl-delay: 0.05" in robots
    assert "Disallow: /arsip-internal/" in robots
    assert f"Sitemap: {site.url}sitemap.xml" in robots
    forbidden = [url for url in LINK.findall(get("/").text) if "/arsip-internal/" in url]
    assert forbidden
    assert not any(article.path in url for article in site.articles for url in forbidden)
    assert re.search(site.outlet.urls.article, forbidden[0])


def test_what_is_not_there_is_a_404_and_one_page_only_says_so(get):
    assert get("/tidak-ada").status == 404
    lost = get("/halaman-hilang")
    assert (lost.status, "Halaman tidak ditemukan" in lost.text) == (200, True)


def test_the_outlet_tells_articles_from_other_pages(site):
    rule, ignored = site.outlet.urls.article, site.outlet.urls.ignore
    for article in site.articles:
        assert re.search(rule, article.path)
        assert all(re.search(ignored, path) or not re.search(rule, path) for path in article.page_paths[1:])
    for path in ("/", "/indeks?page=2", "/kategori/daerah", "/tag/bulog", "/tentang-kami", "/feed.xml"):
        assert not re.search(rule, path)


def test_a_path_without_its_last_slash_moves_to_the_one_with_it(site, get):
    article = next(a for a in site.articles if a.template == "wordpress")
    reply = get(article.path.removesuffix("/"))
    assert (reply.status, reply.headers["location"]) == (301, site.url + article.path.removeprefix("/"))


def test_a_long_article_is_had_whole_or_page_by_page(site, get):
    article = next(a for a in site.articles if a.template == "promedia" and len(a.parts) == 3)
    last = article.parts[-1][0].text
    assert last not in get(article.path).text
    assert last in get(f"{article.path}?page=3").text
    assert last in get(f"{article.path}?page=all").text
    site.whole = False
    assert last not in get(f"{article.path}?page=all").text
    assert "Tampilkan Semua" not in get(article.path).text


def test_links_follow_the_name_that_a_browser_used(site):
    address = f"127.0.0.1:{site.address[1]}"
    html = fetch(site, "/", Host=address).text
    assert site.url not in html
    assert f"http://{address}/indeks" in html
    for own in (site.host, f"{site.host}:8080", '"><script>'):
        assert f"http://{address}/" not in fetch(site, "/", Host=own).text
        assert site.url in fetch(site, "/", Host=own).text


def test_a_person_can_click_every_link_of_the_home_page(site, get):
    own = {url for url in LINK.findall(get("/").text) if url.startswith(site.url)}
    assert {url: get(url).status for url in own} == dict.fromkeys(own, 200)


def test_requests_are_remembered_in_order(site, get):
    get("/robots.txt")
    get("/indeks?page=2")
    assert site.requests == ["/robots.txt", "/indeks?page=2"]


def test_feeds_sitemaps_and_robots_can_be_switched_off_while_it_serves(site, get):
    assert get("/feed.xml").status == 200
    site.feeds, site.sitemaps = False, False
    assert [get(path).status for path in ("/feed.xml", "/sitemap.xml", "/sitemap-news.xml")] == [
        404,
        404,
        404,
    ]
    assert "application/rss+xml" not in get("/").text
    assert "Sitemap:" not in get("/robots.txt").text
    site.robots = "User-agent: *\nDisallow: /\n"
    assert get("/robots.txt").text == site.robots


@pytest.mark.parametrize(
    ("charset", "header", "meta", "codec"),
    [
        ("utf-8", "text/html; charset=utf-8", "utf-8", "utf-8"),
        ("windows-1252", "text/html; charset=windows-1252", "windows-1252", "windows-1252"),
        ("windows-1252-undeclared", "text/html", None, "windows-1252"),
    ],
)
def test_pages_come_in_the_charset_asked_for(charset, header, meta, codec):
    with DemoSite(charset=charset) as site:
        article = next(a for a in site.articles if a.template == "jsonld" and "“" in a.title)
        reply = fetch(site, article.path)
        html = reply.body.decode(codec)
        assert article.title in html
        assert reply.headers["content-type"] == header
        assert re.findall(r'<meta charset="(.*?)"', html) == ([meta] if meta else [])


def test_mojibake_is_damaged_text_in_sound_utf_8(site, get):
    site.charset = "mojibake"
    article = next(a for a in site.articles if a.template == "promedia" and a.closing)
    html = get(article.path).text
    assert "seizinÂ\u00a0redaksi" in html
    assert "â€œ" in html


def test_old_pages_are_windows_1252_and_do_not_say_so(site, get):
    article = next(a for a in site.articles if a.template == "old")
    reply = get(article.path)
    assert reply.headers["content-type"] == "text/html"
    assert b"charset" not in reply.body.lower()
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode("utf-8")


def test_a_folder_of_pages_is_served_as_it_is(tmp_path):
    (tmp_path / "satu & dua.html").write_bytes(b"<p>caf\xe9\x00</p>")
    (tmp_path / "tiga.html").write_bytes(b"<p>tiga</p>")
    (tmp_path / "catatan.txt").write_bytes(b"rahasia")
    with DemoSite(pages=tmp_path) as site:
        pages = located(fetch(site, "/sitemap.xml").text)
        assert pages == [site.url + "satu%20%26%20dua.html", site.url + "tiga.html"]
        assert set(pages) <= set(LINK.findall(fetch(site, "/").text))
        assert all(re.search(site.outlet.urls.article, url.removeprefix(site.url[:-1])) for url in pages)
        reply = fetch(site, pages[0])
        assert reply.body == b"<p>caf\xe9\x00</p>"
        assert reply.headers["content-type"] == "text/html"
        assert "Sitemap:" in fetch(site, "/robots.txt").text
        assert [fetch(site, path).status for path in ("/catatan.txt", "/../conftest.py")] == [404, 404]
        assert site.articles == []
