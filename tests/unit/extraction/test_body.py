from __future__ import annotations

import pytest

from tests.unit.extraction.pages import PARAGRAPHS, TEXT, page, read

LETTERS = "".join(
    f"<p>Pembaca nomor {n} menulis surat tentang pasar lama, bau amisnya, dan pedagang yang ramah.</p>"
    for n in range(3)
)


@pytest.mark.parametrize("name", ["articleBody", "articleBody text", "description articleBody"])
def test_what_is_declared_as_the_articles_body_is_it(name: str) -> None:
    split = f'<section itemprop="{name}">{TEXT}</section><section>{LETTERS}</section>'
    assert [block.text for block in read(page(split)).body] == list(PARAGRAPHS)


LINKS = "".join(f'<li><a href="/berita/{n}/kabar">Kabar dari kampung nomor {n}</a></li>' for n in range(4))


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="samping"><b>Berita Terkait</b><ul>{LINKS}</ul></div>',
        f"<p>Berita Terkait</p><ul>{LINKS}</ul>",
        f"<h3>Baca Juga:</h3><ul>{LINKS}</ul>",
    ],
    ids=["own-box", "label-in-text", "heading"],
)
def test_a_related_list_before_the_text_does_not_cut_the_text(box: str) -> None:
    article = read(page(box + TEXT))
    assert [block.text for block in article.body] == list(PARAGRAPHS)
    assert len(article.related) == 4


def test_what_follows_a_related_list_behind_the_text_is_cut() -> None:
    below = (
        f"<p>Berita Terkait</p><ul>{LINKS}</ul><div><p>Surat pembaca dikirim ke meja redaksi kami.</p></div>"
    )
    assert [block.text for block in read(page(TEXT + below)).body] == list(PARAGRAPHS)


@pytest.mark.parametrize("anchor", ['<a name="atas">', '<a href="/foto/besar.jpg">', "<a>"])
def test_an_anchor_that_nobody_closed_makes_no_links(anchor: str) -> None:
    article = read(page(f"{anchor}{TEXT}"))
    assert [block.text for block in article.body] == list(PARAGRAPHS)


def test_paragraphs_in_one_closed_anchor_are_text() -> None:
    article = read(page(f'<a href="/berita/1/pasar">{TEXT}</a>'))
    assert [block.text for block in article.body] == list(PARAGRAPHS)


@pytest.mark.parametrize("label", ["2 dari 3 halaman", "Halaman 2 dari 3", "2 dari 3", "Page 2 of 3"])
@pytest.mark.parametrize("tag", ["div", "p", "h3"])
def test_labels_between_the_parts_of_a_paged_article_are_cut(label: str, tag: str) -> None:
    parts = f'<div class="bagian">{TEXT}</div><div class="bagian"><{tag}>{label}</{tag}>{LETTERS}</div>'
    article = read(page(parts))
    assert len(article.body) == len(PARAGRAPHS) + 3
    assert label not in article.text


def test_a_later_page_in_a_box_with_one_more_name_is_text_across_an_advertisement() -> None:
    advert = '<div class="iklan">Advertisement</div>'
    first = f'<div class="kotak detail-paragraph">{TEXT}</div>'
    second = f'<div class="kotak detail-paragraph lanjutan"><div>{LETTERS}</div></div>'
    article = read(page(first + advert + second))
    assert len(article.body) == len(PARAGRAPHS) + 3


@pytest.mark.parametrize("signature", ["(Ditulis oleh Rina Salim)", "(Rina Salim, kontributor lepas)"])
def test_a_line_in_brackets_behind_the_text_is_a_signature(signature: str) -> None:
    article = read(page(f"{TEXT}<p>{signature}</p>"))
    assert [block.text for block in article.body] == list(PARAGRAPHS)
    assert ("byline", signature) in [(removed.reason, removed.text) for removed in article.removed]


@pytest.mark.parametrize(
    "text", ["(Sumber: catatan juru kunci pasar lama)", "(Pasar ditutup lagi pada Rabu sore.)"]
)
def test_sources_and_sentences_in_brackets_are_text(text: str) -> None:
    assert [block.text for block in read(page(f"{TEXT}<p>{text}</p>")).body] == [*PARAGRAPHS, text]


def test_a_subheading_that_is_a_link_is_a_subheading() -> None:
    heading = '<h3><a href="/tempat/pasar-ikan">Pasar Ikan di Tepi Sungai</a></h3>'
    article = read(page(TEXT.replace("</p><p>", f"</p>{heading}<p>", 2)))
    assert [block.text for block in article.body if block.kind == "h"] == ["Pasar Ikan di Tepi Sungai"] * 2
    assert article.related == ()
