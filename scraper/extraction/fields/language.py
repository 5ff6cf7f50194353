"""The language of a text: by its commonest words, else by a detector, else what is declared, else `und`.

The word lists decide between Indonesian, Malay, Javanese, Sundanese and English, which small detectors do
not tell apart reliably (docs/decisions/language.md). All other languages are left to CLD3.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

UNDETERMINED = "und"
"""The BCP 47 tag of a language that could not be determined."""

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
_MALAYIC = frozenset(("id", "ms"))
_WORDS = {
    language: frozenset((f"{SHARED} {words}" if language in _MALAYIC else words).split())
    for language, words in MARKERS.items()
}
MALAY_ONLY = frozenset("kerana bahawa manakala ialah kerajaan sahaja ekoran beliau".split())
DOUBT = 2
"""So many different words that only Malay has must speak for it: Indonesian papers quote Malaysians."""

SAMPLE = 2000
"""Characters of the text that are looked at."""

MIN_WORDS = 12
MIN_LETTERS = 30
"""What a text must have to be judged; the letters count in scripts that put no spaces between words."""

MIN_SHARE = {"id": 0.1, "ms": 0.1, "jv": 0.1, "su": 0.1, "en": 0.2}
MIN_DIFFERENT = 3
"""The share of a language's listed words among all, and how many different ones, for the lists to decide.

Other Germanic languages have many of the English ones: Dutch `in`, `is`, `was`, Danish `at`, `for`, `have`.
"""

MIN_PROBABILITY = 0.9
MIN_MALAYIC = 0.5
"""How sure the detector must be. Between Indonesian and Malay it never is, and half is enough for both."""

_UNSPACED = frozenset("CJK HIRAGANA KATAKANA THAI LAO KHMER MYANMAR".split())
_SCRIPTS = _UNSPACED | frozenset(
    "LATIN CYRILLIC GREEK ARABIC HEBREW DEVANAGARI BENGALI GUJARATI GURMUKHI TAMIL TELUGU KANNADA MALAYALAM"
    " SINHALA GEORGIAN ARMENIAN ETHIOPIC HANGUL".split()
)
"""The scripts that the detector was trained on: in others it is sure of some language all the same."""

_RENAMED = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv"}
"""Codes that ISO 639 has withdrawn, and pages and detectors still use."""

_REGIONAL = frozenset("ace ban bbc bew bjn bug gor mad mak min nia sas tet".split())
"""Languages of the archipelago that neither lists nor detector have: nobody declares one by mistake."""

_CLOSE = (frozenset(("no", "nb", "nn")), frozenset(("bs", "hr", "sr")), frozenset(("fil", "tl")))
"""Groups that the detector cannot tell apart: what is declared decides within one."""

_WORD = re.compile(r"[^\W\d_]+")
_PRIMARY = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]*)?", re.IGNORECASE)


def detect(text: str, declared: str = "", default: str = UNDETERMINED) -> str:
    """The primary subtag (BCP 47) of the text's language.

    `declared` (`<html lang>`) counts where the text is too short, or in no language that can be told from it:
    themes of content systems declare English on pages in any language. `default` is the last resort, such as
    the language of the outlet.
    """
    sample = text[:SAMPLE]
    fallback = primary(declared) or primary(default) or UNDETERMINED
    script = _script(sample)
    words = Counter(_WORD.findall(sample.lower()))
    if not (words.total() >= MIN_WORDS or (script in _UNSPACED and _letters(words) >= MIN_LETTERS)):
        return fallback
    listed = _by_words(words) if script == "LATIN" else None
    if listed or fallback in _REGIONAL or script not in _SCRIPTS:
        return listed or fallback
    detected = _by_detector(sample)
    if detected in _MALAYIC:
        return _malay_or_indonesian(words)
    if detected is None or any({detected, fallback} <= group for group in _CLOSE):
        return fallback
    return detected


def primary(tag: str) -> str:
    """The language alone of a tag such as `id-ID`, in today's codes; "" if it names none."""
    match = _PRIMARY.fullmatch(tag.strip())
    code = match[1].lower() if match else ""
    return "" if code == UNDETERMINED else _RENAMED.get(code, code)


def _script(text: str) -> str:
    """The script of most letters, by its name in Unicode; "" where there are no letters."""
    scripts: Counter[str] = Counter()
    for char, count in Counter(text).items():
        if char.isalpha():
            scripts[unicodedata.name(char, "").partition(" ")[0]] += count
    return max(scripts, key=lambda script: scripts[script], default="")


def _letters(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())


def _by_words(words: Counter[str]) -> str | None:
    """The language whose listed words are most frequent, if they are frequent and various enough."""
    excluded = _MALAYIC - {_malay_or_indonesian(words)}
    counts = {
        language: _total(words, listed) for language, listed in _WORDS.items() if language not in excluded
    }
    best = max(counts, key=lambda language: counts[language])
    is_frequent = counts[best] >= MIN_SHARE[best] * words.total()
    return best if is_frequent and len(words.keys() & _WORDS[best]) >= MIN_DIFFERENT else None


def _total(words: Counter[str], listed: Iterable[str]) -> int:
    return sum(words[word] for word in listed if word in words)


def _malay_or_indonesian(words: Counter[str]) -> str:
    """Which of the two a text is, that is one of them."""
    if len(words.keys() & MALAY_ONLY) < DOUBT:
        return "id"
    return "ms" if _total(words, _WORDS["ms"]) > _total(words, _WORDS["id"]) else "id"


def _by_detector(sample: str) -> str | None:
    """What CLD3 is sure of. Latin transcriptions are left out: it takes unknown languages for such."""
    found = _detector().FindLanguage(sample.encode(errors="ignore").decode())
    language = primary(found.language)
    least = MIN_MALAYIC if language in _MALAYIC else MIN_PROBABILITY
    return language if found.probability >= least and not found.language.endswith("-Latn") else None


@cache
def _detector() -> Any:
    import gcld3

    return gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=SAMPLE)
