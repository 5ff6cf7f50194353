"""Pages that are no article, as sites show them, in Indonesian and in English; and articles about them."""

from __future__ import annotations

import pytest

from scraper.extraction import extract
from scraper.model import Article, NotAnArticle, PageKind
from tests.unit.extraction.pages import PARAGRAPHS, TEXT, URL, page

SITE = "https://suarakota.test"
MENU = "".join(
    f'<li><a href="/kanal/{name}">{name}</a></li>'
    for name in "Nasional Daerah Ekonomi Olahraga Hiburan Otomotif Wisata Opini Budaya Foto Video".split()
)
DATED = '<meta property="article:published_time" content="2024-03-04T08:00:00+07:00">'


def site(title: str, text: str, *, head: str = "") -> str:
    """A page in the site's frame, with its menu and foot."""
    frame = f"<header><ul>{MENU}</ul></header><main>{text}</main><footer><p>© 2024 Suara Kota</p></footer>"
    return f"<html><head><title>{title}</title>{head}</head><body>{frame}</body></html>"


def teasers(*headlines: str) -> str:
    return "".join(
        f'<article><h3><a href="/berita/{n}/kabar">{headline}</a></h3><p>{PARAGRAPHS[n % 4]}</p></article>'
        for n, headline in enumerate(headlines * 3)
    )


def pictures(caption: str) -> str:
    return "".join(
        f'<figure><img src="/{n}.jpg"><figcaption>{caption} ({n}/9)</figcaption></figure>' for n in range(9)
    )


def kind(html: str, url: str = URL) -> PageKind | None:
    found = extract(html, url)
    return found.kind if isinstance(found, NotAnArticle) else None


PAGES = [
    pytest.param(
        PageKind.SECTION,
        f"{SITE}/ekonomi",
        site(
            "Berita Ekonomi Terkini - Suara Kota",
            "<h1>Ekonomi</h1>"
            + teasers("Harga Cabai Turun di Tiga Pasar", "Koperasi Nelayan Beli Kapal Bekas"),
        ),
        id="section-id",
    ),
    pytest.param(
        PageKind.SECTION,
        f"{SITE}/business",
        site(
            "Latest Business News - City Voice",
            "<h1>Business</h1>" + teasers("Chilli prices fall in three markets", "Fishers buy a used boat"),
        ),
        id="section-en",
    ),
    pytest.param(
        PageKind.GALLERY,
        f"{SITE}/foto/12/panen-garam",
        site(
            "FOTO: Panen Garam di Rembang", f"<h1>FOTO: Panen Garam di Rembang</h1>{pictures('Petani garam')}"
        ),
        id="gallery-id",
    ),
    pytest.param(
        PageKind.GALLERY,
        f"{SITE}/photos/12/salt-harvest",
        site("In pictures: Salt harvest", f"<h1>Salt harvest</h1>{pictures('A farmer rakes salt')}"),
        id="gallery-en",
    ),
    pytest.param(
        PageKind.VIDEO,
        f"{SITE}/video/12/panen-garam",
        site(
            "VIDEO: Panen Garam di Rembang",
            '<h1>VIDEO: Panen Garam di Rembang</h1><video src="/1.mp4"></video>'
            "<p>Petani garam di Rembang mulai memanen, meski hujan masih turun.</p>",
        ),
        id="video-id",
    ),
    pytest.param(
        PageKind.VIDEO,
        f"{SITE}/salt-harvest-begins",
        site(
            "Watch: Salt harvest begins",
            "<h1>Salt harvest begins</h1><p>Farmers in Rembang have begun to rake their salt.</p>",
            head='<meta property="og:type" content="video.other">',
        ),
        id="video-en",
    ),
    pytest.param(
        PageKind.SEARCH,
        f"{SITE}/pencarian/banjir",
        site(
            "Hasil Pencarian untuk banjir - Suara Kota",
            "<h1>Hasil Pencarian untuk banjir</h1>" + teasers("Banjir Surut di Empat Kecamatan"),
        ),
        id="search-id",
    ),
    pytest.param(
        PageKind.SEARCH,
        f"{SITE}/?s=flood",
        site("You searched for flood - City Voice", "<h1>flood</h1>" + teasers("The flood recedes in town")),
        id="search-en",
    ),
    pytest.param(
        PageKind.SEARCH,
        f"{SITE}/search?q=qwerty",
        site("Pencarian - Suara Kota", "<h1>Pencarian</h1><p>Tidak ada hasil.</p>"),
        id="search-without-results",
    ),
    pytest.param(
        PageKind.NOT_FOUND,
        URL,
        site(
            "Suara Kota",
            "<h1>Ups! Halaman tidak ditemukan</h1><p>Maaf, halaman yang Anda cari tidak tersedia atau sudah"
            " dipindahkan. Silakan kembali ke beranda, atau cari berita lain lewat kotak pencarian.</p>",
        ),
        id="not-found-id",
    ),
    pytest.param(
        PageKind.NOT_FOUND,
        URL,
        site(
            "City Voice",
            "<h1>Oops!</h1><p>The page you are looking for could not be found. It may have been moved, or it"
            " never existed. Try the menu above, or have a look at our latest stories instead.</p>",
        ),
        id="not-found-en",
    ),
    pytest.param(
        PageKind.CONSENT,
        URL,
        site(
            "Suara Kota",
            "<h1>Sebelum Anda melanjutkan</h1><p>Kami dan mitra kami menggunakan cookie untuk mengukur apa"
            " yang Anda baca dan menampilkan iklan. Pilih “Terima semua” untuk menyetujuinya.</p>",
        ),
        id="consent-id",
    ),
    pytest.param(
        PageKind.CONSENT,
        URL,
        site(
            "City Voice",
            "<h1>We value your privacy</h1><p>We and our partners store cookies on your device to measure"
            " what you read and to show advertisements. Choose “Accept all” to agree to that.</p>",
        ),
        id="consent-en",
    ),
    pytest.param(
        PageKind.CHALLENGE,
        URL,
        site(
            "Tunggu sebentar...",
            "<h1>suarakota.test</h1><p>Verifikasi bahwa Anda adalah manusia dengan menyelesaikan tindakan di"
            " bawah ini. Kami perlu memeriksa keamanan koneksi Anda sebelum membuka halaman.</p>",
        ),
        id="challenge-id",
    ),
    pytest.param(
        PageKind.CHALLENGE,
        URL,
        site(
            "suarakota.test",
            "<h1>suarakota.test</h1><p>Please complete the security check to access the site. This may take a"
            " few seconds; the page will then open by itself, and you need not reload it.</p>",
        ),
        id="challenge-en",
    ),
    pytest.param(
        PageKind.PAYWALL,
        URL,
        page(
            f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><div>Berlangganan untuk melanjutkan membaca</div>",
            head=DATED,
        ),
        id="paywall-id",
    ),
    pytest.param(
        PageKind.PAYWALL,
        URL,
        page(
            f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>",
            below="<div>Subscribe to keep reading this story.</div>",
        ),
        id="paywall-en",
    ),
]


@pytest.mark.parametrize(("what", "url", "html"), PAGES)
def test_a_page_that_is_no_article_is_told_for_what_it_is(what: PageKind, url: str, html: str) -> None:
    assert kind(html, url) is what


@pytest.mark.parametrize(
    "title",
    [
        "Halaman Tidak Ditemukan",
        "Page Not Found",
        "Sebelum Anda Melanjutkan",
        "Just a Moment",
        "Pencarian: Tim SAR Belum Menyerah",
    ],
)
def test_a_notice_for_a_headline_is_believed_if_the_page_says_when_it_was_published(title: str) -> None:
    assert isinstance(extract(page(title=title, head=DATED), URL), Article)
    assert isinstance(extract(page(title=title), URL), NotAnArticle)


@pytest.mark.parametrize(
    "title",
    [
        "“Halaman Tidak Ditemukan” Muncul di Situs Pemkot",
        "Halaman Buku Harian Itu Tidak Ditemukan di Museum",
        "Page Not Found: Kisah Perpustakaan yang Hilang",
        "Warga Bosan Mengisi Captcha demi Tiket Kereta",
        "Just a Moment, Kata Pak RT",
        "Akses Ditolak, Warga Kembali ke Rumah",
        "Cara Berlangganan Koran Kembali Diminati",
        "Mengapa Kita Menekan Terima Semua Cookie",
        "Pencarian Korban Longsor Dilanjutkan Besok",
        "Hasil Pencarian Tim SAR Nihil",
        "Search for Missing Boat Resumes",
        "Video Viral Sapi Lepas di Jalan Tol",
        "Foto Lama Kampung Ditemukan di Loteng",
    ],
)
def test_a_headline_about_such_things_is_an_articles(title: str) -> None:
    assert isinstance(extract(page(title=title), URL), Article)


@pytest.mark.parametrize(
    "text",
    [
        "Warga mengeluh karena harus mengisi captcha dua kali sebelum membeli tiket kereta.",
        "Siswa yang masuk tahap seleksi lanjutan diumumkan besok pagi di balai kota.",
        "Kini pembaca koran kota harus berlangganan untuk melanjutkan membaca, kata redaksinya.",
        "Daftar harga ikan selengkapnya ditempel di gerbang pasar.",
        "Sebelum melanjutkan perjalanan ke hulu, rombongan itu beristirahat di pasar.",
    ],
)
def test_a_sentence_about_such_things_is_an_articles(text: str) -> None:
    assert isinstance(extract(page(f"<p>{text}</p>{TEXT}"), URL), Article)


@pytest.mark.parametrize(
    "frame",
    [
        page(above="<div>We value your privacy</div>"),
        page().replace(
            "<main>", "<div>Situs ini menggunakan cookie. <a href='/kebijakan'>Pelajari</a></div><main>"
        ),
        page(below='<aside><a href="/premium">Konten Premium</a></aside>'),
    ],
    ids=["banner", "cookie bar", "menu"],
)
def test_a_notice_beside_an_article_is_none(frame: str) -> None:
    assert isinstance(extract(frame, URL), Article)
