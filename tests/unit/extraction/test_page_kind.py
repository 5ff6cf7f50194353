from __future__ import annotations

import pytest

from scraper.extraction import extract
from scraper.model import Article, NotAnArticle, PageKind
from tests.unit.extraction.pages import PARAGRAPHS, TITLE, URL, page, read


def kind(html: str, url: str = URL) -> PageKind | None:
    found = extract(html, url)
    return found.kind if isinstance(found, NotAnArticle) else None


def plain(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


TEASERS = "".join(
    f'<div class="item"><h3><a href="/berita/{n}/kabar">Kabar dari kampung nomor {n} di tepi sungai</a></h3>'
    f"<div><p>Warga kampung nomor {n} membersihkan selokan bersama pada hari Minggu pagi.</p></div></div>"
    for n in range(12)
)


def test_an_article_is_one() -> None:
    assert isinstance(extract(page(), URL), Article)


def test_a_short_article_that_says_so_is_one() -> None:
    short = page(f"<p>{PARAGRAPHS[0]}</p>", head='<meta property="og:type" content="article">')
    assert isinstance(extract(short, URL), Article)


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (plain("Suara Kota", f"<h1>Suara Kota</h1>{TEASERS}"), "https://suarakota.test/"),
        (
            plain("Kategori: Nasional - Suara Kota", f"<h1>Kategori: Nasional</h1>{TEASERS}"),
            "https://suarakota.test/x",
        ),
        (
            plain("Berita Kampung Hari Ini", f"<h1>Berita Kampung Hari Ini</h1>{TEASERS}"),
            "https://suarakota.test/kampung",
        ),
        (page(), "https://suarakota.test/indeks"),
        (page(), "https://suarakota.test/tag/pasar"),
    ],
    ids=["home", "category", "teasers", "index", "tag"],
)
def test_lists_of_articles_are_sections(html: str, url: str) -> None:
    assert kind(html, url) is PageKind.SECTION


@pytest.mark.parametrize(
    "url",
    [
        "https://frontpage.test/2024/pasar-ikan-dibuka-kembali",
        "https://www.topik.test/2024/pasar-ikan-dibuka-kembali",
        "https://suarakota.test/index.php/kota/12-pasar-ikan-dibuka-kembali",
        "https://suarakota.test/index.php?option=com_content&id=12",
    ],
)
def test_a_hosts_name_and_a_front_controller_are_no_section(url: str) -> None:
    assert isinstance(extract(page(), url), Article)


@pytest.mark.parametrize(
    "title",
    [
        "404 - Suara Kota",
        "Suara Kota | 404",
        "Error 404 (Not Found)!",
        "404: Halaman Tidak Ditemukan",
        "Halaman Tidak Ditemukan",
        "Page not found",
        "Artikel yang Anda cari tidak ditemukan",
    ],
)
def test_a_soft_404(title: str) -> None:
    body = f"<h1>{title}</h1><p>Maaf, yang Anda cari sudah dipindahkan atau dihapus oleh redaksi kami.</p>"
    assert kind(plain(title, body)) is PageKind.NOT_FOUND


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Checking your browser before accessing suarakota.test."),
        ("Attention Required!", "Please complete the captcha to continue to the site."),
        ("Access denied", "You do not have permission to view this page on this server."),
    ],
)
def test_a_challenge(title: str, text: str) -> None:
    assert kind(plain(title, f"<h1>{title}</h1><p>{text}</p>")) is PageKind.CHALLENGE


def test_a_consent_wall() -> None:
    text = "We value your privacy. We and our partners store cookies on your device to measure what you read."
    assert (
        kind(plain("Before you continue", f"<h1>Before you continue</h1><p>{text}</p>")) is PageKind.CONSENT
    )


def test_a_stub_before_a_paywall() -> None:
    declared = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pasar Ikan Dibuka Kembali",'
        '"isAccessibleForFree":"False"}</script>'
    )
    assert kind(page(f"<p>{PARAGRAPHS[0]}</p>", head=declared)) is PageKind.PAYWALL


def test_a_whole_text_is_an_article_though_declared_as_not_free() -> None:
    declared = (
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    )
    assert kind(page("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 2), head=declared)) is None


def test_a_gallery_with_hardly_a_text() -> None:
    declared = '<script type="application/ld+json">{"@type":"ImageGallery","name":"Banjir"}</script>'
    pictures = "".join(f'<figure><img src="/{n}.jpg"></figure>' for n in range(9))
    assert kind(page(f"{pictures}<p>{PARAGRAPHS[0]}</p>", head=declared)) is PageKind.GALLERY


def test_a_video_with_hardly_a_text() -> None:
    assert (
        kind(page(f"<p>{PARAGRAPHS[0]}</p>", head='<meta property="og:type" content="video.other">'))
        is PageKind.VIDEO
    )


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "<p>Hai.</p>", plain(TITLE, f"<h1>{TITLE}</h1>")])
def test_nothing_to_read(html: str) -> None:
    assert kind(html) is PageKind.EMPTY


@pytest.mark.parametrize(
    "title", ["Tersesat di Rute 404, Sopir Ini Selamat", "Petugas Captcha Manusia Kini Jadi Pekerjaan"]
)
def test_an_article_about_such_things_is_an_article(title: str) -> None:
    long = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 4)
    assert isinstance(extract(page(long, title=title), URL), Article)


@pytest.mark.parametrize(
    "title",
    [
        "Bertambah 404 Kasus Positif Covid-19 dalam Sehari",
        "404 Ekor Sapi Kurban Diperiksa Dokter Hewan",
        "Pesawat dengan Nomor 404 Itu Terbang Lagi",
        "Panen Naik Jadi 404 - Petani Senang",
    ],
)
def test_a_number_in_a_headline_is_no_error_code(title: str) -> None:
    assert isinstance(extract(page(title=title), URL), Article)


def test_an_address_with_a_number_for_a_host_is_no_video() -> None:
    assert isinstance(extract(page(), "https://20.suarakota.test/berita/1/pasar-ikan"), Article)


def test_an_ad_label_is_no_paywall() -> None:
    text = "".join(f"<p>{paragraph}</p><p>Scroll untuk melanjutkan membaca</p>" for paragraph in PARAGRAPHS)
    assert isinstance(extract(page(text), URL), Article)


def test_the_evidence_is_told() -> None:
    found = extract(page(), "https://suarakota.test/indeks")
    assert isinstance(found, NotAnArticle)
    assert "suarakota.test/indeks" in found.evidence


LONG = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "url", "expected"),
    [
        ("FOTO: Pasar Ikan Dibuka Kembali", URL, "gallery"),
        ("VIDEO: Pasar Ikan Dibuka Kembali", URL, "video"),
        ("Pasar Ikan Dibuka Kembali", "https://suarakota.test/foto/12/pasar-ikan", "gallery"),
        ("Pasar Ikan Dibuka Kembali", "https://video.suarakota.test/12/pasar-ikan", "video"),
        ("Pasar Ikan Dibuka Kembali", URL, "article"),
    ],
)
def test_a_page_of_pictures_or_a_video_with_a_text_is_an_article_of_its_own_kind(
    title: str, url: str, expected: str
) -> None:
    article = read(page(LONG, title=title), url)
    assert article.kind == expected
    assert len(article.body) == len(PARAGRAPHS)
    assert not article.paywalled


def test_the_opening_of_a_text_that_costs_is_returned_and_flagged() -> None:
    message = "<div>Berlangganan untuk melanjutkan membaca</div>"
    article = read(page(LONG + message))
    assert article.paywalled
    assert article.kind == "article"
    assert [block.text for block in article.body] == list(PARAGRAPHS)
    assert article.provenance["paywalled"] == "Berlangganan untuk melanjutkan membaca"
    assert not read(page(LONG)).paywalled


def test_teasers_beside_a_short_text_make_no_section() -> None:
    article = read(page(f"{LONG}<section>{TEASERS}</section>"))
    assert [block.text for block in article.body] == list(PARAGRAPHS)
