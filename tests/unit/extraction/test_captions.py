from __future__ import annotations

import pytest

from scraper.extraction.fields.captions import credit
from tests.unit.extraction.pages import PARAGRAPHS, TEXT, page, read


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Suasana pasar. (Foto: Ani Wati)", "Ani Wati"),
        ("Suasana pasar [Foto: Ani Wati]", "Ani Wati"),
        ("Suasana pasar. Foto: Ani Wati", "Ani Wati"),
        ("Suasana pasar / Foto: Dok. Ani", "Dok. Ani"),
        ("Foto: Ani Wati/Warta", "Ani Wati/Warta"),
        ("Suasana pasar (Ani Wati/Warta)", "Ani Wati/Warta"),
        ("Suasana pasar. [Warta/Ani Wati]", "Warta/Ani Wati"),
        ("Suasana pasar (ANTARA FOTO/Ani Wati)", "ANTARA FOTO/Ani Wati"),
        ("Suasana pasar. (Dok. Pemkot)", "Dok. Pemkot"),
        ("Suasana pasar. (Sumber: Pixabay)", "Pixabay"),
        ("Suasana pasar. Sumber: Pixabay", "Pixabay"),
        ("Suasana pasar (ist)", "ist"),
    ],
)
def test_the_credit_at_a_captions_end(caption: str, expected: str) -> None:
    assert credit(caption) == expected


@pytest.mark.parametrize(
    "caption",
    [
        "Suasana pasar di tepi sungai.",
        "Wali kota (kiri) dan pedagang (kanan)",
        "Suasana pasar, Rabu (3/4/2024).",
        "Suasana pasar (3/4)",
        "Musim tanam (2019/2020)",
        "",
    ],
)
def test_no_credit(caption: str) -> None:
    assert credit(caption) is None


class TestOnThePage:
    def test_a_figure_gives_picture_caption_and_credit(self) -> None:
        caption = "Suasana pasar. (Foto: Ani Wati)"
        figure = f'<figure><img src="/foto/pasar.jpg"><figcaption>{caption}</figcaption></figure>'
        (image,) = read(page(above=figure)).images
        assert image.url == "https://suarakota.test/foto/pasar.jpg"
        assert (image.caption, image.credit) == (caption, "Ani Wati")

    def test_a_caption_between_paragraphs_is_no_text(self) -> None:
        figure = '<figure><img src="/b.jpg"><figcaption>Meja pinjaman dari gereja.</figcaption></figure>'
        article = read(page(TEXT.replace("</p><p>", f"</p>{figure}<p>", 1)))
        assert tuple(block.text for block in article.body) == PARAGRAPHS
        assert [image.caption for image in article.images] == ["Meja pinjaman dari gereja."]

    def test_a_picture_that_loads_late_has_its_real_address(self) -> None:
        picture = '<img src="data:image/gif;base64,R0lGOD" data-src="/b.jpg">'
        (image,) = read(page(above=f"<figure>{picture}<figcaption>Meja.</figcaption></figure>")).images
        assert image.url == "https://suarakota.test/b.jpg"

    def test_without_any_the_declared_picture_stands_in(self) -> None:
        (image,) = read(page(head='<meta property="og:image" content="https://cdn.test/besar.jpg">')).images
        assert (image.url, image.caption) == ("https://cdn.test/besar.jpg", None)

    @pytest.mark.parametrize(
        "other",
        [
            '<img src="/logo.png">',
            '<img src="/pixel.gif" width="1" height="1">',
            '<div class="share"><img src="/wa.png"></div>',
            '<div class="terkini"><img src="/lain.jpg"></div>',
        ],
    )
    def test_logos_pixels_and_other_articles_pictures_are_not_the_articles(self, other: str) -> None:
        assert read(page(TEXT + other)).images == ()

    @pytest.mark.parametrize(
        "picture",
        [
            '<picture><source srcset="/a.webp 300w, /b.webp 900w"><img src="data:image/gif,R0"></picture>',
            '<img src="/img/lazy.gif" data-foto="https://suarakota.test/b.webp">',
            '<img src="/img/loading.gif"><noscript><img src="/b.webp"></noscript>',
            '<noscript><img src="/b.webp"></noscript>',
            '<img srcset="/b.webp 2x, /kecil.webp 1x">',
            '<img data-lazy-src="/b.webp" src="/1x1.png">',
        ],
    )
    def test_the_address_stands_in_many_places(self, picture: str) -> None:
        (image,) = read(page(above=f"<figure>{picture}<figcaption>Meja.</figcaption></figure>")).images
        assert (image.url, image.caption) == ("https://suarakota.test/b.webp", "Meja.")

    @pytest.mark.parametrize(
        "credit",
        [
            "(ANTARA/Ani Wati)",
            "ANTARA FOTO/Ani Wati/tom.",
            "Foto: Ani",
            "Photo : Ani",
            "Dok. Warga",
            "Reuters",
        ],
    )
    def test_a_bare_credit_in_its_own_box_under_the_lead_picture(self, credit: str) -> None:
        (image,) = read(page(above=f'<div><img src="/b.jpg"></div><div>{credit}</div>')).images
        assert image.caption == credit

    @pytest.mark.parametrize(
        "shown",
        [
            '<div class="photo"><img src="/b.jpg"><p>{}</p></div>',
            '<div class="xyz"><div><img src="/b.jpg"></div>{}</div>',
            "<table><tr><td><img src='/b.jpg'></td></tr><tr><td>{}</td></tr></table>",
            '<center><img src="/b.jpg"></center><center><i>{}</i></center>',
            '<p style="text-align: center"><img src="/b.jpg"></p><p style="text-align: center">{}</p>',
            '<p><img src="/b.jpg"></p><p><em>{}</em></p>',
        ],
    )
    def test_a_caption_between_paragraphs_whose_box_has_no_name(self, shown: str) -> None:
        caption = "Para pedagang menata meja pinjaman dari gereja di tepi sungai."
        article = read(page(TEXT.replace("</p><p>", f"</p>{shown.format(caption)}<p>", 1)))
        assert [image.caption for image in article.images] == [caption]
        assert tuple(block.text for block in article.body) == PARAGRAPHS

    @pytest.mark.parametrize(
        "text",
        [
            TEXT.replace("</p><p>", '</p><p><img src="/b.jpg"></p><p>', 1),
            TEXT.replace("</p><p>", '</p><p><img src="/b.jpg">', 1),
            TEXT.replace("<p>", '<p align="center">').replace("</p><p", '</p><img src="/b.jpg"><p', 1),
            "".join(f'<div><img src="/{n}.jpg">{paragraph}</div>' for n, paragraph in enumerate(PARAGRAPHS)),
        ],
    )
    def test_a_paragraph_behind_a_picture_is_text(self, text: str) -> None:
        article = read(page(text))
        assert tuple(block.text for block in article.body) == PARAGRAPHS
        assert not any(image.caption for image in article.images)

    def test_a_credit_below_a_caption_belongs_to_it(self) -> None:
        shown = (
            '<div><img src="/b.jpg"></div><div>Meja pinjaman dari gereja di kota</div><div>Foto: Ani</div>'
        )
        (image,) = read(page(above=shown)).images
        assert (image.caption, image.credit) == ("Meja pinjaman dari gereja di kota Foto: Ani", "Ani")

    def test_a_section_heading_is_no_caption(self) -> None:
        hero = '<div class="hero-caption"><h1>Berita</h1></div>'
        html = page().replace("<h1>", "<h2>").replace("</h1>", "</h2>").replace("<main>", f"<main>{hero}")
        assert read(html).images == ()

    def test_a_standfirst_that_is_called_a_caption_is_none(self) -> None:
        standfirst = '<p class="caption-title">Pedagang kembali berjualan di tepi sungai</p>'
        lead = '<div>Senin, 8 Januari 2024</div><figure><img src="/b.jpg"></figure>'
        assert [image.caption for image in read(page(above=standfirst + lead)).images] in ([], [None])
