from __future__ import annotations

import pytest

from scraper.extraction import extract
from scraper.model import Article

TEXT = "<p>Warga pesisir merakit perahu pengangkut sampah dari drum bekas dan kayu sisa bangunan.</p>" * 4
DATE = "<div>Senin, 7 Maret 2022 19:05 WIB</div>"


def authors(byline: str, below: str = "") -> tuple[str, ...]:
    page = (
        "<title>Perahu Sampah dari Drum Bekas</title><div><h1>Perahu Sampah dari Drum Bekas</h1>"
        f"<div>{byline}</div><div>{TEXT}</div>{below}</div>"
    )
    article = extract(page, "https://kabarrawa.test/perahu-sampah")
    assert isinstance(article, Article)
    return article.authors


@pytest.mark.parametrize(
    "byline",
    [
        f"<div>Wening Larasati</div>{DATE}",
        f"{DATE}<div>Wening Larasati</div>",
        f"{DATE}<div>Wening Larasati (Bandung)</div>",
        f"<div>Ikuti @rawa</div>{DATE}<div>Wening Larasati</div>",
        "<div>Wening Larasati &bull; 7 Maret 2022 19:05 WIB</div>",
        f'{DATE}<div><a href="/lingkungan">Alam</a> <a href="/penulis/wening">Wening Larasati</a></div>',
        f'<p><a href="/?author=wening">Wening Larasati</a></p>{DATE}',
        f'{DATE}<div><a href="/w1"><i class="fa fa-user"></i>Wening Larasati</a></div>',
        f'{DATE}<div><i class="icon-person"></i><span class="n">Wening Larasati</span> 3 Komentar</div>',
    ],
)
def test_a_name_without_a_label(byline: str) -> None:
    assert authors(byline) == ("Wening Larasati",)


def test_two_names_beside_the_date() -> None:
    assert authors(f"{DATE}<div>Wening Larasati, Jarwo</div>") == ("Wening Larasati", "Jarwo")


@pytest.mark.parametrize(
    "byline",
    [
        f"{DATE}<div>Jawa Tengah</div>",
        f"{DATE}<div>Alam</div>",
        f'{DATE}<div><a href="/tag/wening-larasati">Wening Larasati</a></div>',
        f"{DATE}<h3>Wening Larasati</h3>",
        f"{DATE}<div>Privacy Policy</div>",
        f'{DATE}<div><a href="/kategori/alam"><i class="icon-folder"></i>Alam Raya</a> 3 Komentar</div>',
    ],
)
def test_no_name(byline: str) -> None:
    assert authors(byline) == ()


def test_a_label_tells_more() -> None:
    assert authors(f"{DATE}<div>Wening Larasati</div>", "<p>Penulis: Jarwo Setiadi</p>") == ("Jarwo Setiadi",)


def test_an_editor_with_a_page_of_an_author_is_no_author() -> None:
    byline = f'{DATE}<div>Editor: <a href="/penulis/ani">Ani Wati</a></div>'
    assert authors(byline) == ()
