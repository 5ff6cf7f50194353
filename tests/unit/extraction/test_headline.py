from __future__ import annotations

import pytest

from scraper.extraction.fields.headline import without_site
from tests.unit.extraction.pages import TITLE, page, read

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
