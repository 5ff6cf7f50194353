"""The article's own address, whichever form of the page was read."""

from __future__ import annotations

import pytest

from tests.unit.extraction.pages import TEXT, URL, page, read

CANONICAL = f'<link rel="canonical" href="{URL}">'
FORMS = [
    URL.replace("://", "://m."),
    URL.replace("://", "://amp."),
    URL.replace("://", "://www.") + "/amp/",
    URL.replace("/berita/", "/amp/berita/"),
    f"{URL}?amp=1",
    f"{URL}?outputType=amp",
    f"{URL}?utm_source=amp",
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_page_has_the_address_that_it_declares(form: str) -> None:
    assert read(page(head=CANONICAL), form).url == URL


def test_an_amp_page_is_read_like_others() -> None:
    picture = (
        '<figure><img src="/pasar.jpg" width="640" height="360"><figcaption>Pasar ikan.</figcaption></figure>'
    )
    plain = page(picture + TEXT, head=CANONICAL)
    amp = plain.replace("<html", "<html amp").replace("<img", "<amp-img").replace('360">', '360"></amp-img>')
    assert [image.caption for image in read(plain).images] == ["Pasar ikan."]
    assert read(amp, f"{URL}/amp").to_dict() == read(plain).to_dict()


@pytest.mark.parametrize("form", [f"{URL}?amp=1", f"{URL}?outputType=amp"])
def test_a_query_for_another_form_is_no_part_of_the_address(form: str) -> None:
    assert read(page(), form).url == URL


def test_an_address_on_another_site_is_not_believed() -> None:
    stolen = '<link rel="canonical" href="https://lain.test/berita/1/pasar-ikan-dibuka-kembali">'
    assert read(page(head=stolen)).url == URL


def test_a_home_page_is_no_articles_address() -> None:
    assert read(page(head='<link rel="canonical" href="https://suarakota.test/">')).url == URL


def widget(address: str) -> str:
    link = '<p><a href="https://suarakota.test/kota">Kota</a></p>'
    return f'<div class="fb-like" data-href="{address}"></div>{link}'


def test_an_article_that_a_widget_names_gives_the_address_of_a_page_without_any() -> None:
    assert read(page(below=widget(URL)), "").url == URL


@pytest.mark.parametrize("address", ["https://suarakota.test/", "https://jejaring.test/suarakota", "/"])
def test_a_front_page_that_a_widget_names_is_not_the_pages_address(address: str) -> None:
    assert not read(page(below=widget(address)), "").url
