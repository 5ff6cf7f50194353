from __future__ import annotations

import pytest

from scraper.extraction.fields.headline import without_site
from tests.unit.extraction.pages import PARAGRAPHS, TITLE, page, read

NAMES = frozenset({"lembahpos", "lembahposcom", "lembah pos", "lembahpos.com"})


class TestTheSitesNameIsNoPartOfTheTitle:
    @pytest.mark.parametrize(
        "title",
        [
            "Harga Cabai Naik - Lembah Pos",
            "Harga Cabai Naik – Lembah Pos",
            "Harga Cabai Naik — Lembah Pos",
            "Harga Cabai Naik | Lembahpos.com",
            "Harga Cabai Naik|Lembah Pos",
            "Harga Cabai Naik » Lembah Pos",
            "Harga Cabai Naik :: Lembahpos News",
            "Lembah Pos | Harga Cabai Naik",
            "Lembah Pos - Harga Cabai Naik",
            "Lembah Pos | Harga Cabai Naik | Lembahpos.com",
        ],
    )
    def test_it_goes(self, title: str) -> None:
        assert without_site(title, NAMES) == "Harga Cabai Naik"

    @pytest.mark.parametrize(
        "title",
        [
            "Harga Cabai Naik",
            "Barcelona - Madrid Berakhir Imbang",
            "Cabai: Pedas di Dapur, Pedas di Pasar",
            "Jalan Pasar Rebo-Pasar Minggu Macet",
            "Lembah Pos",
            "Kota A | Kota B",
            "",
        ],
    )
    def test_what_is_no_site_stays(self, title: str) -> None:
        assert without_site(title, NAMES) == title

    def test_a_short_section_behind_a_bar_goes_too(self) -> None:
        title = "Harga Cabai Naik di Semua Pasar Tradisional Kota | Ekonomi"
        assert without_site(title, NAMES) == "Harga Cabai Naik di Semua Pasar Tradisional Kota"


class TestChoice:
    def test_the_displayed_headline_wins_over_a_declared_one_that_is_cut_short(self) -> None:
        article = read(
            page(head='<meta property="og:title" content="Pasar Ikan Dibuka Kembali Setelah Ban">')
        )
        assert article.title == TITLE
        assert article.provenance["title"] == "visible:h1"

    def test_a_heading_of_the_sites_name_is_not_the_headline(self) -> None:
        html = page().replace("<nav>", "<h1>Suara Kota</h1><nav>")
        assert read(html).title == TITLE

    def test_a_teaser_with_a_link_is_not_the_headline(self) -> None:
        teaser = f'<h2><a href="/berita/1/x">{TITLE}</a></h2>'
        article = read(page().replace("<nav>", f"{teaser}<nav>"))
        assert article.title == TITLE
        assert article.provenance["title"] == "visible:h1"

    def test_a_declared_title_stands_where_the_page_displays_none(self) -> None:
        html = page(head='<meta property="og:title" content="Judul yang Tidak Tampil di Halaman">')
        html = html.replace(f"<h1>{TITLE}</h1>", "").replace(TITLE, "Judul yang Tidak Tampil di Halaman")
        assert read(html).title == "Judul yang Tidak Tampil di Halaman"

    def test_entities_are_decoded_and_white_space_is_folded(self) -> None:
        html = page(title="Sate &amp; Soto:\n  &quot;Perang&quot; di&nbsp;Pasar Ikan Kota")
        assert read(html).title == 'Sate & Soto: "Perang" di Pasar Ikan Kota'


LATEST = f"""<div class="daftar"><h3><a href="/berita/1/x">{TITLE}</a></h3>
<h3><a href="/berita/2/y">Kabar Lain dari Kota</a></h3></div>"""


class TestTheLineThatDisplaysIt:
    @pytest.mark.parametrize(
        "shown",
        [
            f'<a href="/berita/1/pasar-ikan-dibuka-kembali" class="judul">{TITLE}</a>',
            f'<div class="judul">{TITLE}</div>',
            f"<h2>{TITLE}</h2>",
        ],
        ids=["link", "div", "h2"],
    )
    def test_without_a_heading_of_the_first_rank_it_is_the_line_above_the_text(self, shown: str) -> None:
        html = page(below=LATEST).replace(f"<h1>{TITLE}</h1>", f"<div>{shown}</div>")
        article = read(html)
        assert article.title == TITLE
        assert [block.text for block in article.body] == list(PARAGRAPHS)

    def test_the_displayed_one_wins_over_one_written_for_search_engines(self) -> None:
        head = '<meta property="og:title" content="5 Fakta Banjir Surut yang Wajib Anda Tahu">'
        html = page(head=head).replace(f"<title>{TITLE}", "<title>5 Fakta Banjir Surut yang Wajib Anda Tahu")
        assert read(html).title == TITLE

    def test_a_label_above_it_in_the_same_heading_is_no_part_of_it(self) -> None:
        html = page().replace(f"<h1>{TITLE}", f"<h1><span>Ekonomi Kota</span><span>{TITLE}</span>")
        assert read(html).title == TITLE

    def test_a_category_above_it_is_not_it(self) -> None:
        html = page().replace(f"<h1>{TITLE}</h1>", f"<h1>Berita Kota Kita</h1><h2>{TITLE}</h2>")
        assert read(html).title == TITLE

    def test_the_last_crumb_is_not_it(self) -> None:
        crumb = f'<ul class="breadcrumb"><li><a href="/">Depan</a></li><li><h1>{TITLE[:27]}</h1></li></ul>'
        html = page().replace("<nav>", f"{crumb}<nav>").replace(f"<h1>{TITLE}</h1>", f"<h2>{TITLE}</h2>")
        assert read(html).title == TITLE

    def test_the_title_of_a_days_page_is_not_it(self) -> None:
        html = page().replace(f"<title>{TITLE}", "<title>Berita Harian 2 Mei 1997")
        html = html.replace(f"<h1>{TITLE}</h1>", f"<p>BERITA HARIAN</p><center>{TITLE}</center>")
        assert read(html).title == TITLE
