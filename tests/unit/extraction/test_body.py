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


def test_a_subheading_that_is_a_link_is_a_subheading() -> None:
    heading = '<h3><a href="/tempat/pasar-ikan">Pasar Ikan di Tepi Sungai</a></h3>'
    article = read(page(TEXT.replace("</p><p>", f"</p>{heading}<p>", 2)))
    assert [block.text for block in article.body if block.kind == "h"] == ["Pasar Ikan di Tepi Sungai"] * 2
    assert article.related == ()
