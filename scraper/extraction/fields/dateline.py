"""The dateline: the place that opens the text ("JAKARTA, kliping.id - …", "Medan (ANTARA) - …").

A dateline is a place, what stands with it (outlet, agency, date) and an ending. Which endings count depends
on how sure it is that the place is one: the gazetteer has it, an outlet stands with it, or it is in capitals.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.text import places, prose
from scraper.text.people.name_tables import AGENCIES, COLLECTIVES, NOBODY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.model import Block

MAX_LENGTH = 45
_SEARCHED = 160

_CAPITALISED = r"[A-Z][\w.'’]*"
_PLACE = (
    rf"(?:{_CAPITALISED}(?:(?:\s?/\s?|[ -]){_CAPITALISED}|\s(?:dan|del|of)(?=\s[A-Z])){{0,4}}"
    rf"|[A-Z][A-Z .'’/-]{{2,40}})"
)
_DOMAIN = r"(?:www\.)?[\w-]+(?:\.[\w-]+)+"
_DATE = r"\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\s\w{3,9}\s\d{4})"
_OFFICE = r"[A-Z][\w.&'-]*(?:[ .][\w.&'/-]+){0,3}?"
_BRACKETS = r"[(\[][^()\[\]]{1,40}[)\]]"
_DASH = r"(?:[.,]?\s*(?:--+|[–—])|[.,]-+|\s[-|]|-(?=\s))"
_BESIDE = (
    rf"(?P<with>(?:\s*[,|]?\s*(?:{_BRACKETS}|{_DATE})"
    rf"|(?:\s*[,|]|(?<=[)\]]))\s*(?:{_DOMAIN}(?!\w)|{_OFFICE})){{0,3}}?)"
)
_PLACE_FIRST = re.compile(rf"^(?P<place>{_PLACE}?){_BESIDE}\s*(?P<ending>{_DASH}|:(?=\s))\s*")
_SENTENCE_BEHIND = re.compile(rf"^(?P<place>{_PLACE}){_BESIDE}(?P<ending>[.,](?=\s))\s*")
"""Jakarta, Partai Lembah menang."""
_TIGHT = re.compile(rf"^(?P<place>{_PLACE}?)\s*,\s*(?P<with>{_DOMAIN}?)(?P<ending>-)(?=[A-Z])")
"""SOLO,situs.com-Pasar dibuka."""
_OUTLET_FIRST = re.compile(
    rf"^(?P<with>{_DOMAIN})(?:\s*[,|]\s*|\s+[-–—]+\s+)(?P<place>{_PLACE}?)\s*(?P<ending>{_DASH}|\s?:(?=\s))\s*"
)
_OUTLET_FIRST_OPEN = re.compile(rf"^(?P<with>{_DOMAIN})\s*,\s*(?P<place>[A-Z][a-z]+)(?P<ending>)\s+(?=[A-Z])")
"""Situs6.com, Jakarta Warganet …: nothing ends it."""
_BRACKETED = re.compile(
    rf"^[(\[](?P<place>{_PLACE}?)(?P<with>(?:\s*[,|]\s*[^()\[\]]{{2,30}})?)[)\]]\s*(?P<ending>{_DASH}|)\s*"
)
"""[JAKARTA] Pasar dibuka."""
_SHAPES = (_OUTLET_FIRST, _OUTLET_FIRST_OPEN, _BRACKETED, _TIGHT, _PLACE_FIRST, _SENTENCE_BEHIND)

_DAY = re.compile(rf"[(\[]{_DATE}[)\]]$")
_NO_PLACE = re.compile(r"\.(?:com|co|id|net|tv|org)\b|\d", re.IGNORECASE)
_LABELS = frozenset(
    """
    info video foto photo ket keterangan catatan sejarah profil kisah cerita fakta tips cara pengumuman kabar
    suara radar pikiran cek hoaks hoax breaking update live review ulasan resep liputan khusus eksklusif tajuk
    rencana editorial artikel esai cerpen puisi renungan wawancara analisis infografis nasional pemilu pilkada
    quote judul
""".split()
)
"""Words that open a text before a dash, and are in no name of a place."""


def choose(evidence: Evidence, blocks: Sequence[Block]) -> str | None:
    """The dateline of an article: it opens the text, or its second paragraph."""
    opening = [block.text for block in blocks[:2] if block.kind != "lead"]
    return next((place for text in opening if (place := read(text, evidence.site_names))), None)


def read(paragraph: str, site_names: Collection[str] = ()) -> str | None:
    """The place in the dateline that opens a paragraph, as written, or None.

    `site_names` are names of the paper, joined and in lower case: papers put themselves there, too.
    """
    opening = paragraph[:_SEARCHED]
    for shape in _SHAPES:
        match = shape.match(opening)
        place = _place(match, paragraph, site_names) if match else None
        if place is not None:
            return place
    return None


def _place(match: re.Match[str], paragraph: str, site_names: Collection[str]) -> str | None:
    """The place that a shape found, if it is one."""
    place = match["place"].strip(" ,-–—.|/")
    beside = match["with"].strip(" ,-–—.|")
    rest = paragraph[match.end() :].lstrip(" -–—")
    rank = places.rank(place)
    if rank is None and beside and places.rank(beside) is not None:
        place, beside, rank = beside, place, places.rank(beside)  # the agency stands first: "KBRN, Ambon :"
    words = prose.key(place).split()
    if not words or len(words) > 5 or len(place) > MAX_LENGTH or _NO_PLACE.search(place):
        return None
    if "".join(words) in site_names or rest.startswith(place.lower()):
        return None  # the paper itself, or a doubled word: "Pasar - pasar di kota …"
    if rank not in {"region", "city"} and any(word in _LABELS or word in NOBODY for word in words):
        return None
    ending = match["ending"].strip()
    if rank is not None:
        fits = _ends_known(rank, ending, beside, rest)
    else:
        fits = _stands_for_place(place, words, ending, beside, site_names) and not rest[:1].islower()
    return place if fits else None


def _ends_known(rank: places.Rank, ending: str, beside: str, rest: str) -> bool:
    """Whether this ends the dateline of a place that the gazetteer has.

    Behind a mere comma or full stop comes a sentence, and no other place ("Bogor, Depok, dan Bekasi …").
    """
    if ending not in {".", ",", ":", ""}:
        return bool(beside) or rank != "locality" or not rest[:1].islower()
    if rank == "locality" and not beside and ending != ":":
        return False
    return not rest[:1].islower() and (bool(beside) or ending in {":", ""} or not _opens_with_place(rest))


def _opens_with_place(text: str) -> bool:
    words = text[:MAX_LENGTH].replace(",", " ,").replace(".", " .").split(" ")[:4]
    return any(places.rank(" ".join(words[:count])) for count in range(1, len(words) + 1))


def _stands_for_place(
    place: str, words: list[str], ending: str, beside: str, site_names: Collection[str]
) -> bool:
    """Whether a name that the gazetteer lacks is written as a place in a dateline.

    An outlet or agency stands with it; or it is all capitals before a dash, and neither a label nor an
    abbreviation.
    """
    if any(word in COLLECTIVES for word in words):
        return False
    capitals = place.isupper() and len(words) <= 3 and _is_pronounced(words)
    if beside:
        return (_names_source(beside, site_names) or capitals) and ending not in {".", ","}
    return capitals and ending not in {".", ",", ":", ""} and len(place) > 3


def _is_pronounced(words: list[str]) -> bool:
    """Whether words in capitals have the vowels of names, not those of abbreviations ("DPRD", "BUMN")."""
    return sum(letter in "aeiou" for word in words for letter in word) > len(words)


def _names_source(beside: str, site_names: Collection[str]) -> bool:
    """Whether what stands with a place names an outlet or an agency, or is a date in brackets."""
    if re.search(_DOMAIN, beside) or _DAY.match(beside):
        return True
    keys = [prose.key(part).replace(" ", "") for part in re.split(r"[()\[\],/|]", beside)]
    named = set(prose.key(beside).split())
    return any(key in AGENCIES or key in site_names for key in keys if key) or bool(
        named & (COLLECTIVES | AGENCIES)
    )
