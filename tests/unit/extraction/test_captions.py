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
