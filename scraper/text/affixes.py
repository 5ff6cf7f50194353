"""Indonesian affixes: which words come of a root, and of which roots a word may have come.

The rules are those of the grammars: the nasal of meN- and peN- that swallows k, p, s or t, what may stand
before what, and which suffixes a prefix allows. `family` needs no dictionary: the words in use are one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORTEST = 3
"""Letters of a root. What is shorter (`di`, `ke`, `an`) is an affix itself more often than not."""

WHOLE = frozenset(
    """
    adalah apalagi bagaimana beranda berapa beras berita berlian direksi jaringan kecewa kecuali
    kelapa keluarga kemeja kepala kerabat kereta keringat ketua ketika lapangan makalah masalah medali media
    mentari mentega menteri merdeka meriah pasukan pekarangan pendeta pengantin penjara perahu perawan
    percaya peristiwa perkara pertama perwira pesawat pesisir sebagai seberang segera sejarah sekarang sekitar
    sekolah sekutu selalu selama selatan selesai semangat senapan senjata sepeda seragam setelah setia setuju
    silakan tentara terapi terasi terigu terima
    """.split()
)
"""Words that look like forms of shorter ones (selat + an, se + karang), and are roots or have left theirs."""

_CLITICS = ("", "nya", "ku", "mu", "lah", "kah", "pun", "nyalah", "nyapun")

_VERB = ("", "kan", "i")
_NOUN = ("", "an")
_EITHER = ("", "kan", "an", "i")
_WRAPPED = ("an",)

_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", _EITHER), ("meN", _VERB), ("di", _VERB), ("ter", _VERB), ("ber", ("", "kan", "an")), ("peN", _NOUN),
    ("pe", _NOUN), ("per", ("", "an", "kan", "i")), ("ke", _NOUN), ("se", _NOUN),
    ("memper", _VERB), ("diper", _VERB), ("member", ("kan", "i")), ("diber", ("kan",)),
    ("menge", _VERB), ("penge", _WRAPPED), ("sepenge", _WRAPPED),
    ("dike", ("kan", "i")), ("menye", ("kan", "i")), ("dise", ("kan", "i")),
    ("menter", ("kan",)), ("diter", ("kan",)), ("keter", _WRAPPED), ("keber", _WRAPPED),
    ("kese", _WRAPPED), ("kepeN", _WRAPPED), ("kepe", _WRAPPED), ("pember", _WRAPPED), ("sepeN", _WRAPPED),
    ("berke", _WRAPPED), ("berpeN", _NOUN), ("ku", _VERB), ("kau", _VERB),
)  # fmt: skip
"""Prefixes as they pile up, and the suffixes that each allows. N is the nasal that fits the root."""

_ENDINGS = {suffixes: tuple(s + c for s in suffixes for c in _CLITICS) for _, suffixes in _PREFIXES}

_NASALS: dict[str, tuple[tuple[str, int], ...]] = {
    **dict.fromkeys("aiueogh", (("ng", 0),)),
    **dict.fromkeys("bfv", (("m", 0),)),
    **dict.fromkeys("cdjz", (("n", 0),)),
    "l": (("", 0), ("ng", 0)),
    "k": (("ng", 1), ("ng", 0)),
    "p": (("m", 1), ("m", 0)),
    "s": (("ny", 1), ("n", 0)),
    "t": (("n", 1), ("n", 0)),
}
"""By a root's first letter: the nasal, and how many of the root's letters it swallows; loans keep theirs."""

_MONOSYLLABLE = re.compile(r"[^aiueo]*[aiueo][^aiueo]*")
_LONGEST_FIRST = tuple(sorted({e for endings in _ENDINGS.values() for e in endings}, key=len, reverse=True))


def forms(root: str) -> set[str]:
    """All words that the affixes of Indonesian make of a root, itself among them; few of them are in use."""
    return {form + clitic for form in _bare_forms(root) for clitic in _CLITICS}


def _bare_forms(root: str) -> set[str]:
    return {
        start + suffix
        for prefix, suffixes in _PREFIXES
        for start in _joined(prefix, root)
        for suffix in suffixes
    }


def _joined(prefix: str, root: str) -> Iterator[str]:
    """The prefix before the root, as it is spelled: me + tulis is menulis, ber + renang is berenang."""
    if prefix.endswith("N"):
        bare = prefix[:-1]
        for nasal, swallowed in _NASALS.get(root[0], (("", 0),)):
            yield bare + nasal + root[swallowed:]
        if _MONOSYLLABLE.fullmatch(root):
            yield f"{bare}nge{root}"
        return
    if prefix.endswith("er"):
        if root.startswith("r") or re.match(r"[^aiueo]+er", root):  # be-renang, be-kerja
            yield prefix[:-1] + root
        if root == "ajar":
            yield prefix[:-1] + "lajar"
    yield prefix + root


def roots(word: str) -> list[str]:
    """The roots of which a word may have come, itself the first; most of them mean nothing."""
    starts = {word.removesuffix(ending) for ending in _LONGEST_FIRST}
    found = dict.fromkeys([word])
    for start in sorted(starts, key=len, reverse=True):
        for candidate in _bared(start):
            if _may_be_root(candidate, start) and word in forms(candidate):
                found[candidate] = None
    return list(found)


def _bared(start: str) -> Iterator[str]:
    """A word's beginning without each prefix, and with the letter that its nasal may have swallowed."""
    yield start
    for prefix, _ in _PREFIXES[1:]:
        bare = prefix.removesuffix("N")
        for spelled in (bare, bare[:-1], f"{bare[:-1]}l") if bare.endswith("er") else (bare,):
            if start.startswith(spelled):
                yield start[len(spelled) :]
        if prefix.endswith("N"):
            for nasal, swallowed in (("ng", "k"), ("nge", ""), ("m", "p"), ("ny", "s"), ("n", "t")):
                if start.startswith(bare + nasal):
                    rest = start[len(bare + nasal) :]
                    yield rest
                    yield swallowed + rest


def _may_be_root(candidate: str, start: str) -> bool:
    """Nearly all Indonesian roots have two syllables, so that what is left of `makan` or `bulan` is none."""
    if _MONOSYLLABLE.fullmatch(candidate):
        return len(candidate) >= SHORTEST and start.endswith(f"nge{candidate}")  # me-nge-cat
    return len(candidate) >= SHORTEST


def family(word: str, in_use: Callable[[set[str]], set[str]]) -> set[str]:
    """The words in use that have a word's root; `in_use` returns those of many words that are.

    Of the roots that it may have come of, the one counts that has most words in use: where `dikorupsi` and
    `korupsi` are, `mengorupsi` does not come of `orupsi`. A root that is in use itself goes before one that
    is not.
    """
    made = {root: _family(root) for root in roots(word)}
    made = {root: words for root, words in made.items() if word in words}
    # A root has a thousand forms, and each is looked for: so first the roots, then the forms without clitics.
    used_roots = in_use(set(made))
    made = {root: words for root, words in made.items() if root in used_roots or not used_roots}
    bare = in_use({word}.union(*(words & _bare_forms(root) for root, words in made.items())))
    used = bare | in_use({form + clitic for form in bare for clitic in _CLITICS})
    best = max(made, key=lambda root: (root in used, len(made[root] & used), len(root)))
    return made[best] & used


def _family(root: str) -> set[str]:
    """The forms of a root without those of words that only look as if they were such."""
    words = forms(root)
    for other in WHOLE & words - {root}:
        words -= forms(other)
    return words
