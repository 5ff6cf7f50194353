"""The language of a text, told by its commonest words: Indonesian, Malay, Javanese, Sundanese, English."""

from __future__ import annotations

import re
from collections import Counter

SHARED = (
    "yang dan di untuk dengan dari ini itu pada tidak akan kata juga adalah sudah kepada dalam oleh ada saya"
)
"""Words that Indonesian and Malay share: they tell that a text is one of the two, not which."""

MARKERS = {
    "id": "karena bahwa bisa mengatakan ujarnya katanya telah saat para kami tersebut secara seperti hingga",
    "ms": "kerana bahawa boleh berkata beliau manakala ialah kerajaan daripada sebanyak sahaja ekoran bagi",
    "jv": "sing lan ing kanggo karo saka iki kuwi ora amarga yen uga wis dening marang kang nalika",
    "su": "anu jeung pikeun ku ti ieu eta henteu lantaran oge geus nu jadi waktu aya teu",
    "en": "the and of to in for with from this that on not will because said also is are was have by at as",
}
_WORDS = {language: frozenset(words.split()) for language, words in MARKERS.items()}
_SHARED = frozenset(SHARED.split())
MIN_WORDS = 12
MIN_SHARE = 0.08
MALAY_ONLY = frozenset("kerana bahawa manakala ialah kerajaan sahaja ekoran beliau".split())
DOUBT = 2
"""So many different words that only Malay has must speak for it: Indonesian papers quote Malaysians."""


def detect(text: str, declared: str = "") -> str:
    """A BCP 47 tag. The declared one (`<html lang>`) stands where the text is in no language known here."""
    words = Counter(re.findall(r"[a-z']+", text[:2000].lower()))
    size = words.total()
    fallback = declared.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()
    fallback = fallback if fallback != "in" and re.fullmatch(r"[a-z]{2,3}", fallback) else "id"
    if size < MIN_WORDS:
        return fallback
    counts = {language: _total(words, known) for language, known in _WORDS.items()}
    shared = _total(words, _SHARED)
    for language in ("id", "ms"):
        counts[language] += shared
    if sum(word in words for word in MALAY_ONLY) < DOUBT:
        counts["ms"] = 0
    best = max(counts, key=lambda language: (counts[language], language == "id"))
    if counts[best] >= MIN_SHARE * size or (best == "id" and shared and counts[best] >= 5):
        return best
    return fallback


def _total(words: Counter[str], known: frozenset[str]) -> int:
    return sum(words[word] for word in known if word in words)
