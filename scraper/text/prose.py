"""Measures of prose: keys for comparing texts, sentences, and sizes that hold for all scripts."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_CACHED = 2000
"""Characters of a text whose key is cached: one line of a page may be as long as the page."""

LABEL_ONLY = frozenset(
    (
        "advertisement iklan tags tag topik terkait related share bagikan komentar comments komentari"
        " x close tutup loading editor penulis reporter redaksi sumber foto video populer terkini"
        " terbaru trending rekomendasi print cetak email facebook twitter whatsapp telegram line"
        " pinterest reddit linkedin google tumblr digg tweet 0 1 2 3 perbesar lihat"
        " kirim ke teman kembali atas copy link"
        " salin tautan like suka follow ikuti kami font size ukuran next previous prev selanjutnya"
        " sebelumnya lainnya more selengkapnya credits credit"
    ).split()
)
"""A line of nothing but these words is a label or a button."""

_ENDS = frozenset(".!?…。！？．؟۔।")
_SENTENCE_END = re.compile(r"[.!?…؟۔।][\"”’'»“)\]]*(?:\s|$)|[。！？．]")
_WIDE = re.compile("[\u3040-\ud7a3]")
"""A character that is a syllable or a word: kana, Chinese and Korean."""
_WORD = re.compile(r"\w+")


def key(text: str) -> str:
    """Letters and digits only, case folded, words parted by single spaces: for comparing texts."""
    return _short_key(text) if len(text) <= MAX_CACHED else _key(text)


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


_short_key = lru_cache(maxsize=4096)(_key)


def labels_only(text: str) -> bool:
    """Whether a short text is nothing but labels and buttons ("Bagikan Facebook Twitter")."""
    if len(text) > 80:
        return False
    words = (match.group() for match in _WORD.finditer(text.casefold()))
    return all(word in LABEL_ONLY or not word.strip("_") for word in words)


def sentences(text: str) -> int:
    """How many sentence ends a text holds; a measure of prose, not of grammar."""
    return len(_SENTENCE_END.findall(text))


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences do, quotation marks and brackets behind aside."""
    return text.rstrip('"”’»«“)]）」』 ')[-1:] in _ENDS


def size(text: str) -> int:
    """How long a text is in characters of an alphabet: one of Chinese or Japanese counts as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))
