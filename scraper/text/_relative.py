"""Times relative to now, in Indonesian, Malay and English: `5 menit lalu`, `baru saja`, `kemarin`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS = {
    "second": "detik dtk dt second seconds sec secs",
    "minute": "menit mnt mn minit minute minutes min mins",
    "hour": "jam hour hours",
    "day": "hari day days",
    "week": "minggu mgg pekan week weeks",
    "month": "bulan bln month months",
    "year": "tahun thn year years",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_LETTERS = {
    "second": "s",
    "minute": "m",
    "hour": "j",
    "day": "d h hr",
    "week": "w wk wks",
    "month": "mo mos",
    "year": "y yr yrs th",
}
"""Shortest forms, which count only behind digits."""
_LETTER = {word: unit for unit, words in _LETTERS.items() for word in words.split()}
_ENGLISH = {"h": "hour", "hr": "hour", "hrs": "hour"}
"""What means another unit, or none, before an Indonesian `lalu`: `6 hr lalu` are days, `6 hr ago` hours."""
_BARE = ("j", "h", "hr", "jam", "dtk", "dt", "mnt", "mgg", "bln", "thn")
"""Units that tell a time by themselves (`3 j`): others may as well say how long reading takes (`3 min`)."""
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_MONTHS = {"month": 1, "year": 12}
_FINE = {"second", "minute", "hour"}

_NUMBERS = (
    ("se", "satu", "a", "an", "one"),
    ("dua", "two"),
    ("tiga", "three"),
    ("empat", "four"),
    ("lima", "five"),
    ("enam", "six"),
    ("tujuh", "seven"),
    ("delapan", "eight"),
    ("sembilan", "nine"),
    ("sepuluh", "ten"),
)
_NUMBER: dict[str, float] = {
    word: value for value, words in enumerate(_NUMBERS, start=1) for word in words
} | {"setengah": 0.5}

_JUST_NOW = (
    "baru saja",
    "baru sahaja",
    "barusan",
    "beberapa detik lalu",
    "beberapa detik yang lalu",
    "beberapa saat lalu",
    "beberapa saat yang lalu",
    "just now",
    "moments ago",
    "a moment ago",
    "a few seconds ago",
)
_DAY_PHRASES = (
    "hari ini, tadi pagi, tadi siang, tadi sore, pagi ini, siang ini, sore ini, malam ini, today",
    "kemarin, kemaren, kelmarin, tadi malam, semalam, yesterday, last night",
    "kemarin lusa, kemarin dulu",
)
_DAYS_AGO = {phrase: days for days, row in enumerate(_DAY_PHRASES) for phrase in row.split(", ")}
_LONGEST_FIRST = sorted(_DAYS_AGO, key=len, reverse=True)

_DIGITS = r"\d{1,3}(?:[.,]\d)?"
_WORD = "|".join(_UNIT)
_SHORT = "|".join([*_UNIT, *_LETTER, *_ENGLISH])
_QUANTITY = rf"(?:{_DIGITS}\s*(?:{_SHORT})|(?:{'|'.join(_NUMBER)})\s*(?:{_WORD}))\b"
_PART = re.compile(rf"({_DIGITS}|{'|'.join(_NUMBER)})\s*({_SHORT})\b", re.ASCII)
_PHRASE = re.compile(
    rf"(?<!\w)(?<!\d[.,])(?:(?P<now>{'|'.join(_JUST_NOW)})|(?P<day>{'|'.join(_LONGEST_FIRST)})"
    rf"|(?P<ago>(?:{_QUANTITY}\.?[\s,]*(?:(?:dan|and)\s+)?){{1,3}})(?:(?:yang|yg)\s+)?(?P<tense>lalu|silam|ago)"
    rf"|(?P<bare>{_DIGITS}\s*(?:{'|'.join(_BARE)})))\b",
    re.ASCII,
)
_SEPARATORS = "|-•·()[]\n/"


def find(folded: str, now: datetime) -> Iterator[tuple[datetime | date, int, int]]:
    """Every relative time in folded text, counted from `now` (aware), with its start and end.

    What is given in hours or finer is a datetime in the zone of `now`; what is coarser is the day alone.
    Nothing is found that would lie before the first year.
    """
    for match in _PHRASE.finditer(folded):
        moment: datetime | date | None = now
        if match["day"]:
            moment = now.date() - timedelta(days=_DAYS_AGO[match["day"]])
        elif match["ago"]:
            moment = _ago(match["ago"], now, english=match["tense"] == "ago")
        elif match["bare"]:
            alone = stands_alone(folded, match.start(), match.end())
            moment = _ago(match["bare"], now, english=False) if alone else None
        if moment is not None:
            yield moment, match.start(), match.end()


def stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether nothing but separators stands next to folded[start:end]."""
    before, after = folded[:start].rstrip(" "), folded[end:].lstrip(" ")
    return (not before or before[-1] in _SEPARATORS) and (not after or after[0] in _SEPARATORS)


def _ago(quantities: str, now: datetime, *, english: bool) -> datetime | date | None:
    seconds = months = 0.0
    fine = False
    for number, word in _PART.findall(quantities):
        count = _NUMBER.get(number) or float(number.replace(",", "."))
        unit = _unit(word, english=english)
        seconds += count * _SECONDS.get(unit, 0)
        months += count * _MONTHS.get(unit, 0)
        fine = fine or unit in _FINE
    # In UTC, so that a change to or from summer time does not count as hours passed.
    then = (now.astimezone(UTC) - timedelta(seconds=round(seconds))).astimezone(now.tzinfo)
    return then if fine and not months else _months_before(then.date(), round(months))


def _unit(word: str, *, english: bool) -> str:
    return (english and _ENGLISH.get(word)) or _UNIT.get(word) or _LETTER.get(word) or _ENGLISH[word]


def _months_before(day: date, months: int) -> date | None:
    """The same day that many months earlier, or else that month's last; None before the first year."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
