"""By-lines → people with roles, in the ways Indonesian news pages write them.

`Penulis: Nama | Editor: Nama`, `Oleh Nama, Kantor Berita`, `Nama - kanalOutlet`, `Rep: X / Red: Y`, and, with
the label behind, `Nama Penulis Nama Editor`. What is no name (dates, addresses, outlets, places,
login accounts, initials) is recognised by the tables in `name_tables`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scraper.text.people import name_tables as tables
from scraper.text.people.name_tables import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["MAX_LENGTH", "MAX_PEOPLE", "Person", "Role", "clean_name", "initials", "people"]

MAX_LENGTH = 300
"""Characters; a longer text is no by-line and names nobody."""

MAX_PEOPLE = 12
"""How many people one by-line gives at most."""

_MAX_WORDS = 6

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|co|id|tv|info|news|my|sg|uk|me|cc|asia|online)\b(?!\.\w)",
    re.IGNORECASE,
)
_TIME_WORD = (
    r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|mon|tue|wed|thu|fri|sat|sun|\w+day"
    r"|jan|feb|peb|mar|apr|mei|may|jun|jul|agu|agt|ags|agust|aug|sep|sept|okt|oct|nov|nop|des|dec"
    r"|(?:jan|febr|pebr)uar[iy]|maret|march|april|jun[ie]|jul[iy]|agustus|august|(?:sept|nov|nop|des|dec)ember"
    r"|o[kc]tober|wib|wita|wit|gmt|[ap]m|on|pada|at|pukul|tanggal|diperbarui|updated?|diterbitkan|tayang|published"
    r"|jam|menit|hari|bulan|tahun|yang|lalu|ago|hours?|minutes?|min|read|views?|kali|dibaca|shares?|rating)"
)
_GAP = r"[\s,:.|/•·–—-]*"
_NUMBER = r"[^\s/|,;]*\d[^\s/|,;]*"
_SPACES = re.compile(r"[^\S\n]+")
_DIGIT = re.compile(r"\d")
_WHEN = re.compile(
    rf"(?:\b{_TIME_WORD}\b{_GAP})*{_NUMBER}(?:{_GAP}(?:\b{_TIME_WORD}\b|{_NUMBER}))*", re.IGNORECASE
)
# What a template writes next to names: an alternative text, the heading of a list of credits.
_HEADINGS = re.compile(
    r"\b(?:photo|foto) (?:author|penulis|profil)\b|\b(?:tim redaksi(?=\s+\w)|kredit|credits?)\b(?!\s*:)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_BREAK = re.compile(r"\s[-–—]+(?=\s|$)|[|•·»]")
_COMMA = re.compile(r"[,;]")
_AND = re.compile(r"\s*[/&+]\s*|\s+(?:(?i:dan|and|serta|bersama)|y|e|et|und|en|og|och|ve)\s+")
_EDGES = " \t\r\xa0-–—:,;|•·*/\\\"'“”‘’`«»<>#_~=!?"
_TAIL = re.compile(r"\s(?:dari|di|from|in|for|untuk|melaporkan|menulis)\s.*", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['’`.-][^\W\d_]+)*\.?")
_LOWER_PREFIX = re.compile(r"[a-z]{1,3}(?:['’-][^\W\d_a-z]|\.).*")
_CODE = r"(?:[a-z][a-z0-9]{0,4}|[A-Z][A-Z0-9]{0,4}|[A-Z][a-z0-9]{1,3}|(?i:antara|reuters|bernama))"
_CODES = rf"{_CODE}(?:\s?[/,&|-]\s?(?:{_CODE}|\d{{1,3}}|\*{{1,4}})){{0,5}}"
_STARS = r"[*#+]{1,5}"
_BRACKETED = rf"[(\[{{]\s*(?:{_CODES}|{_STARS}(?:\s?[/|,-]?\s?[\w.'/ ]{{1,40}})?)\s*[)\]}}]"
_MARK = re.compile(
    rf"(?:{_BRACKETED}|{_STARS})(?:\s*(?:{_BRACKETED}|{_STARS})){{0,2}}"
    rf"|[a-z]{{2,4}}|[A-Z]{{2,4}}|{_CODE}(?:/{_CODE}){{1,4}}"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in a by-line: `name` as written, titles and degrees included, and what they did."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Label:
    """The meaning of a label, whether a place comes first, and whether it needs a colon or a line's start."""

    role: Role
    posted: bool = False
    colon: bool = False
    start: bool = False


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of a by-line and the label that it stands under, if any."""

    text: str
    label: _Label | None = None
    colon: bool = False


def _table() -> dict[str, _Label]:
    free = {
        word: _Label(role, word in tables.POSTED) for role, words in tables.LABELS.items() for word in words
    }
    strict = {word: _Label(role, colon=True) for role, words in tables.COLON_LABELS.items() for word in words}
    return free | strict | {word: _Label("author", start=True) for word in tables.BY}


_TABLE = _table()
_ANY_LABEL = "|".join(
    re.escape(label).replace(r"\ ", r"\s+") for label in sorted(_TABLE, key=len, reverse=True)
)
_LABEL = re.compile(rf"(?<![\w.'’-])({_ANY_LABEL})(?![\w'’-])(\s*[:：])?", re.IGNORECASE)


def people(
    text: str,
    *,
    default: Role = "author",
    outlet_names: Collection[str] = (),
    collectives: bool = False,
) -> tuple[Person, ...]:
    """Everyone whom a by-line names, in reading order; empty when it names nobody or is no by-line.

    Who stands under no label gets the role `default`, unless labels in the text name theirs, or name who else
    has that role.
    `outlet_names` are names (or domains) of the outlet, which are nobody. Agencies, desks, the outlet itself
    ("Redaksi") are no people; with `collectives` they are returned for a role in which no person is named,
    since some by-lines say just that. Login accounts ("admin"), bare domains, addresses and initials never
    count. Never raises.
    """
    if len(text) > MAX_LENGTH:
        return ()
    outlets = _outlet_keys(frozenset(outlet_names))
    found = [
        (name, segment.label, person)
        for segment in _segments(_without_noise(text))
        for name, person in _named(segment, outlets)
    ]
    names_told = {name.casefold() for name, label, _ in found if label}
    roles_told = {label.role for _, label, person in found if label and person}
    persons: dict[tuple[str, Role], Person] = {}
    others: dict[tuple[str, Role], Person] = {}
    for name, label, person in found:
        if label or (name.casefold() not in names_told and default not in roles_told):
            role = label.role if label else default
            (persons if person else others).setdefault((name.casefold(), role), Person(name, role))
    if collectives:
        roles = {role for _, role in persons}
        persons |= {key: other for key, other in others.items() if other.role not in roles}
    return tuple(persons.values())[:MAX_PEOPLE]


def clean_name(text: str, *, outlet_names: Collection[str] = ()) -> str | None:
    """The person that a machine value (JSON-LD `author.name`, meta author) names, or None if it is nobody.

    The same by-line suffixes are dropped as in `people`; names in lower case are taken too.
    """
    named = people(f"oleh: {text}", outlet_names=outlet_names)
    return named[0].name if named else None


def initials(text: str) -> bool:
    """Whether a closing line is only a mark: initials or an agency in brackets, or asterisks.

    `(abc/def)`, `[abc]`, `(ANT)`, `(fjr/mei)`, `abc/def`, `AZF`, `(*)`, `***`, also with a signature after
    asterisks: `(***/Nama Orang)`. Only the place at the end of a text makes a word such as `AZF` a mark.
    """
    return len(text) <= 60 and bool(_MARK.fullmatch(text.strip(" \t\r\n\xa0.-–—")))


def _without_noise(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    if "@" in text or "." in text or "//" in text:
        text = _DOMAIN.sub(" , ", _ADDRESS.sub(" | ", text))
    text = _HEADINGS.sub(" ; ", text)
    if _DIGIT.search(text):
        text = _WHEN.sub(" | ", text)
    bracketed = _BRACKETS.fullmatch(text.strip())
    if bracketed:
        return bracketed[1]
    return _BRACKETS.sub(lambda inner: f" {inner[1]} " if _LABEL.fullmatch(inner[1].strip()) else " ", text)


@lru_cache(maxsize=256)
def _outlet_keys(names: frozenset[str]) -> frozenset[str]:
    return frozenset(key for name in names for key in (_key(name), _key(_DOMAIN.sub(_stem, name))))


def _stem(domain: re.Match[str]) -> str:
    return domain[0].partition(".")[0]


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _segments(text: str) -> Iterator[_Segment]:
    """The by-line cut at its labels; a label may stand before its names, or (`Nama Editor`) behind them."""
    marks = [(match, label) for match in _LABEL.finditer(text) if (label := _label(match))]
    starts = [0, *(match.end() for match, _ in marks)]
    ends = [*(match.start() for match, _ in marks), len(text)]
    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    behind = bool(texts[0].strip(_EDGES)) and not texts[-1].strip(_EDGES)
    if marks and behind and not any(match[2] for match, _ in marks):
        for own, (_, label) in zip(texts, marks, strict=False):
            others, _, nearest = own.rpartition(";")
            yield _Segment(others)
            yield _Segment(nearest, label)
        return
    yield _Segment(texts[0])
    for before, own, (match, label) in zip(texts, texts[1:], marks, strict=False):
        in_passing = before.rstrip().endswith(",")  # "Nama, Jurnalis Harian"
        if label.posted and not match[2] and ("," in own or in_passing):
            yield _Segment(own.partition(",")[2], label)
        else:
            yield _Segment(own, label, bool(match[2]))


def _label(match: re.Match[str]) -> _Label | None:
    """The label that a word is, where it stands as one."""
    label = _TABLE[" ".join(match[1].casefold().split())]
    before = match.string[: match.start()].rstrip(" \t\xa0")
    at_start = not before or before[-1] in "|;\n•–—-:,.(/"
    return label if match[2] or not (label.colon or (label.start and not at_start)) else None


def _named(segment: _Segment, outlets: frozenset[str]) -> list[tuple[str, bool]]:
    """The names in a piece of a by-line; False marks a collective."""
    named = []
    for line in segment.text.split("\n"):
        for part in _BREAK.split(line):
            here = _listed(_COMMA.split(part), outlets, lenient=segment.colon)
            named += here
            if any(person or _is_agency(name) for name, person in here):
                break
    return named


def _listed(pieces: list[str], outlets: frozenset[str], *, lenient: bool) -> list[tuple[str, bool]]:
    """The names of an enumeration. What follows the last of them (outlet, place, office) ends it."""
    named: list[tuple[str, bool]] = []
    for piece in filter(None, map(_trimmed, pieces)):
        if named and _is_degree(piece):
            named[-1] = (f"{named[-1][0]}, {piece}", named[-1][1])
            continue
        candidates = [
            (name, _is_person(name, outlets, lenient=lenient)) for name in map(_trimmed, _AND.split(piece))
        ]
        here = [(name, person) for name, person in candidates if person is not None]
        ends = any(person for _, person in named) or any(_is_agency(name) for name, _ in here)
        named += here
        if ends and not any(person for _, person in here):
            break
    return named


def _trimmed(text: str) -> str:
    text = _TAIL.sub("", f" {text}").strip(_EDGES)
    last = text.rpartition(" ")[2]
    return text.rstrip(".") if len(last) > 4 and last.find(".") == len(last) - 1 else text


def _is_agency(name: str) -> bool:
    return _key(name) in tables.AGENCIES


def _is_degree(text: str) -> bool:
    return _key(text) in tables.DEGREES or all(_key(word) in tables.DEGREES for word in text.split())


def _is_person(name: str, outlets: frozenset[str], *, lenient: bool) -> bool | None:
    """True for a person, False for a collective, None for neither. `lenient`: lower case will do."""
    words = name.split()
    folded = {word.casefold().strip(".") for word in words}
    full = [word for word in words if not word.endswith(".")]
    if not 1 <= len(full) <= _MAX_WORDS or not all(map(_WORD.fullmatch, words)):
        return None
    if (
        folded & tables.NOBODY
        or _key(name) in tables.PLACES
        or any(word.startswith("admin") for word in folded)
    ):
        return None
    if folded & tables.COLLECTIVES or _key(name) in outlets or _is_agency(name):
        return False
    if len(words) == 1 and len(name) <= 4 and (name.islower() or name.isupper()):
        return None
    if all(map(_is_proper, words)) and not name.islower():
        return True
    return True if lenient and name.islower() and len(words) <= 3 else None


def _is_proper(word: str) -> bool:
    return not word[0].islower() or word in tables.PARTICLES or bool(_LOWER_PREFIX.fullmatch(word))
