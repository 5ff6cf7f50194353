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
