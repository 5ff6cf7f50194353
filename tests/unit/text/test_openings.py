"""How lines open that are no text, in languages beside Indonesian."""

from __future__ import annotations

import pytest

from scraper.text import openings, prose


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Lesen Sie auch: Warum die Glocke läutet", "read-also"),
        ("» À LIRE AUSSI. La cloche du port", "read-also"),
        ("Leia também", "read-also"),
        ("【関連記事】桟橋の鐘", "read-also"),
        ("Publicité", "advert"),
        ("La suite après cette publicité", "advert"),
        ("责任编辑：马小海", "byline"),
        ("Подписывайтесь на наш канал", "pitch"),
    ],
)
def test_an_opening_tells_why_a_line_is_no_text(text: str, why: str) -> None:
    assert why in openings.reasons(text)


@pytest.mark.parametrize(
    "text", ["Publicité mensongère au port", "Leer más libros", "Annoncé lundi, le plan", "Tea"]
)
def test_a_word_that_goes_on_is_another_word(text: str) -> None:
    assert not list(openings.reasons(text))


def test_sentences_end_in_every_script() -> None:
    assert prose.sentences("渡し船は終わった。理由は？") == 2
    assert prose.sentences("لماذا؟ لا أحد يعرف.") == 2
    assert prose.ends_sentence("“我们一直用硬币。”")
    assert not prose.ends_sentence("Ein Titel")


def test_a_chinese_character_says_as_much_as_three_letters() -> None:
    assert prose.size("渡し船") == 9
    assert prose.size("“Harga” naik") == 12
