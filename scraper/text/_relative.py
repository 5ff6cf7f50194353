"""Times relative to now, in Indonesian, Malay and English: `5 menit lalu`, `baru saja`, `kemarin`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS = {
    "second": "detik second seconds sec secs",
    "minute": "menit mnt minit minute minutes min mins",
    "hour": "jam hour hours hr hrs",
    "day": "hari day days",
    "week": "minggu pekan week weeks",
    "month": "bulan bln month months",
    "year": "tahun thn year years",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
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
_NUMBER = {word: value for value, words in enumerate(_NUMBERS, start=1) for word in words}

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

_QUANTITY = rf"(\d{{1,3}}|{'|'.join(_NUMBER)})\s*({'|'.join(_UNIT)})\b"
_PART = re.compile(_QUANTITY, re.ASCII)
_PHRASE = re.compile(
    rf"(?<!\w)(?:(?P<now>{'|'.join(_JUST_NOW)})|(?P<day>{'|'.join(_LONGEST_FIRST)})"
    rf"|(?P<ago>(?:{_QUANTITY}[\s,]*(?:(?:dan|and)\s+)?){{1,3}})(?:(?:yang|yg)\s+)?(?:lalu|silam|ago))\b",
    re.ASCII,
)


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
            moment = _ago(match["ago"], now)
        if moment is not None:
            yield moment, match.start(), match.end()


def _ago(quantities: str, now: datetime) -> datetime | date | None:
    seconds = months = 0
    fine = False
    for number, word in _PART.findall(quantities):
        count, unit = _NUMBER.get(number) or int(number), _UNIT[word]
        seconds += count * _SECONDS.get(unit, 0)
        months += count * _MONTHS.get(unit, 0)
        fine = fine or unit in _FINE
    # In UTC, so that a change to or from summer time does not count as hours passed.
    then = (now.astimezone(UTC) - timedelta(seconds=seconds)).astimezone(now.tzinfo)
    return then if fine and not months else _months_before(then.date(), months)


def _months_before(day: date, months: int) -> date | None:
    """The same day that many months earlier, or else that month's last; None before the first year."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
