"""Dates in text: the machine's, the by-line's in Indonesian and a dozen other languages, the relative.

`parse` and `read` take a text that is a date; `scan` finds every date in a by-line or an article's
header. Where a date is all numbers the day comes before the month, unless the year comes first. Years
outside 1990-2100 are no dates: a server's null date (1970, 0001) is none either. Times are to the second.

Text is folded first (small letters, no accents, plain punctuation), one character for one. Then one
expression finds the days, and what stands after and before each is read as its time, zone and label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from itertools import pairwise
from typing import TypeVar

from scraper.text import _clock, _foreign, _relative
from scraper.text._calendar import (
    CONNECTORS,
    DAY_NAMES,
    JAKARTA,
    LABELS,
    MONTHS,
    REFERENCES,
    ZONES,
    Role,
    fold,
)

__all__ = ["JAKARTA", "ZONES", "Role", "Stamp", "parse", "read", "scan"]

_Day = TypeVar("_Day", bound=date)

_YEARS = range(1990, 2101)
_LONGEST_DATE = 300
_LONGEST_SCAN = 4000
_REACH = 48
"""Characters before a date within which its weekday and its label begin."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_GAP = r"[\s,./-]*"
_OF = r"(?:(?:de|del|of)\s+)?"
_DATE = re.compile(
    rf"""(?<!\w) (?<!\d[./:-]) (?:
        (?P<d1>\d\d?) (?:st|nd|rd|th|er|[ao])? {_GAP} {_OF} (?P<m1>{_MONTH})(?![a-z])
            {_GAP} {_OF} (?P<y1>\d{{4}}|'?\d\d)
      | (?P<d2>\d\d?) \s? (?P<mark2>[-/.]) \s? (?P<m2>\d\d?) \s? (?P=mark2) \s? (?P<y2>\d{{4}}|\d\d)
      | (?P<y3>\d{{4}}) (?P<mark3>[-/.]) \s? (?P<m3>\d\d?) (?P=mark3) \s? (?P<d3>\d\d?)
      | (?P<m4>{_MONTH})(?![a-z]) \.? \s* (?P<d4>\d\d?) (?:st|nd|rd|th)? (?:
            (?!\d) {_GAP} (?<!\d) (?P<y4>\d{{4}})
          | \s+ (?P<time5>\d\d?:\d\d:\d\d) \s+ (?:(?:[a-z]{{1,5}}|[+-]\d{{4}})\s+)? (?P<y5>\d{{4}}) )
    ) (?! \d | :\d | [./-]\d+(?![\d:]))""",
    re.VERBOSE | re.ASCII,
)
_PARTS = {
    "y1": ("y1", "m1", "d1"),  # 7 Oktober 2020 · 30-Jan-17
    "y2": ("y2", "m2", "d2"),  # 7/10/2020
    "d3": ("y3", "m3", "d3"),  # 2020-10-07
    "y4": ("y4", "m4", "d4"),  # October 7, 2020
    "y5": ("y5", "m4", "d4"),  # Oct  7 15:13:00 2020, as C's asctime() writes
}
"""The last group of each family → its year, month and day."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d(?::?\d\d(?![.,])|(?![.,:\d]))|\Z)", re.ASCII)
"""What Python reads of ISO 8601 as people mean it: to Python, `15.13` is a decimal hour."""

_RANGE = re.compile(r"(?<![\w.:])(\d\d?)(?:\s*([a-z]+))?\s*-\s*\Z", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:-|s/d|sampai|hingga|to|until)\s*", re.ASCII)
_WORD = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date at text[start:end]: weekday, time and zone included, its label not.

    `moment` is an aware datetime, or a bare day where there is no time; `role` is what the label right
    before it says that it is, or None where there is no label.
    """

    moment: datetime | date
    start: int
    end: int
    role: Role | None = None


def parse(text: str, *, now: datetime | None = None, zone: tzinfo = JAKARTA) -> datetime | None:
    """The moment in `text`, aware; a bare day gives its midnight in `zone`. Else as `read`."""
    found = read(text, now=now, zone=zone)
    if found is None or isinstance(found, datetime):
        return found
    return datetime.combine(found, time(), zone)


def read(text: str, *, now: datetime | None = None, zone: tzinfo = JAKARTA) -> datetime | date | None:
    """The moment or bare day in `text`: a text that is a date, labels and noise around it allowed.

    Reads ISO 8601, RFC 822 and RFC 3339, Unix time in seconds or milliseconds, numeric dates (day first),
    and dates with the month in words; `5 menit lalu` and `kemarin 14:20` only when `now` (aware, or naive
    in `zone`) is given. A time keeps the zone that is written next to it, or else gets `zone`. Of several
    dates the first that is not labelled as an update counts. Only the first 300 characters are looked at.
    None when there is no date, or an impossible one; never raises.
    """
    text = " ".join(text[:_LONGEST_SCAN].split())[:_LONGEST_DATE]
    exact = _machine(text, zone)
    if exact is not None:
        return exact
    folded = fold(text)
    stamps = _absolute(folded, text, zone)
    if not stamps and now is not None:
        stamps = _from_now(folded, text, now, zone)
    if stamps:
        return next((stamp for stamp in stamps if stamp.role != "modified"), stamps[0]).moment
    return None if _DATE.search(folded) else _foreign_date(text, zone)


def mostly(text: str) -> bool:
    """Whether a line is a date and little else ("Jum'at, 19 Juni 2015 | 13:12 WIB", "Nama | 30-01-2017")."""
    stamps = scan(text[:200])
    return bool(stamps) and sum(stamp.end - stamp.start for stamp in stamps) > 0.4 * len(text)


def scan(text: str, *, now: datetime | None = None, zone: tzinfo = JAKARTA) -> list[Stamp]:
    """Every date in a short text (a by-line, an article's header), in order, with its place and role.

    As `read`, but digits without separators are no dates here, and a relative day (`kemarin`, `3 hari
    lalu`) needs a time, or else a place of its own between separators and no full date in the text:
    headlines say `hari ini` too. The days of a range are left out. Only the first 4,000 characters are
    looked at. Never raises.
    """
    text = text[:_LONGEST_SCAN]
    folded = fold(text)
    stamps = _absolute(folded, text, zone)
    if now is None:
        return stamps
    relative = [
        stamp
        for stamp in _from_now(folded, text, now, zone)
        if isinstance(stamp.moment, datetime) or (not stamps and _has_own_place(folded, stamp))
        if all(stamp.end <= other.start or other.end <= stamp.start for other in stamps)
    ]
    return sorted(stamps + relative, key=lambda stamp: stamp.start)


def _machine(text: str, zone: tzinfo) -> datetime | date | None:
    """The fast path: ISO 8601, extended or basic, and Unix time; None for whatever else."""
    if text.isdigit() and text.isascii():
        if len(text) in {10, 13} and text[0] != "0":
            return _in_range(datetime.fromtimestamp(int(text[:10]), zone))
        text = f"{text[:8]}T{text[8:]}" if len(text) > 8 else text
    elif not (_ISO.match(text) or text[8:9] == "T"):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        return _in_range(found.date())
    return _in_range(found.replace(microsecond=0, tzinfo=found.tzinfo or zone))


def _in_range(moment: _Day) -> _Day | None:
    return moment if moment.year in _YEARS else None


def _absolute(folded: str, original: str, zone: tzinfo) -> list[Stamp]:
    stamps: list[Stamp] = []
    position = floor = 0
    while match := _DATE.search(folded, position):
        if stamp := _stamp(match, original, floor, zone):
            stamps.append(stamp)
            position = floor = stamp.end
        else:
            position = match.start() + 1
    return _without_ranges(folded, stamps)


def _stamp(match: re.Match[str], original: str, floor: int, zone: tzinfo) -> Stamp | None:
    """The date that `match` found with what stands around it, or None where it is no date after all."""
    folded = match.string
    day = _day(match)
    if day is None:
        return None
    start, words = _heading(folded, floor, match.start())
    weekday = start < match.start()
    if _is_reference(match, words) or _ends_range(folded, floor, match.start(), day.day):
        return None
    clock = _clock.after(folded, original, match.end() if match["time5"] is None else match.start("time5"))
    end = max(match.end(), clock.end) if clock else match.end()
    if clock is None and (clock := _clock.before(folded, original, floor, start)):
        start = clock.start
    if clock is None and not _year_is_sure(match, weekday=weekday):
        return None
    return Stamp(clock.on(day, zone) if clock else day, start, end, _role(words, start))


def _day(match: re.Match[str]) -> date | None:
    year, month, day = match.group(*_PARTS[match.lastgroup or ""])
    number = int(year.lstrip("'"))
    if len(year) < 4:
        number += 1900 if number >= 90 else 2000
    try:
        return _in_range(date(number, MONTHS.get(month) or int(month), int(day)))
    except ValueError:
        return None


def _year_is_sure(match: re.Match[str], *, weekday: bool) -> bool:
    """Whether a year without a time next to it is one: two digits need a form that leaves no doubt.

    `7 Mei 20 orang` has no year, and `2.10.11` or `6-4-10` may be a version or a score.
    """
    year = next(part for part in match.group("y1", "y2", "y3", "y4", "y5") if part)
    if len(year) > 2:
        return True
    mark = match["mark2"]
    last = match.end() == len(match.string)
    alone = last and (weekday or match.start() == 0)
    if mark is None:
        return alone or match.string[match.start("y1") - 1] in "-/"
    return mark == "/" or weekday or (alone and mark == "-")


def _is_reference(match: re.Match[str], words: list[re.Match[str]]) -> bool:
    """Whether three numbers are part of a path or of what the word before them names: `Nomor 5/4/2019`."""
    if match["m2"] is None and match["m3"] is None:
        return False
    inside = match.start() > 0 and match.string[match.start() - 1] in "/=#"
    return inside or bool(words and words[-1][0] in REFERENCES)


def _ends_range(folded: str, floor: int, start: int, day: int) -> bool:
    """Whether a day without its year stands before this one, joined by a hyphen: `12 - 14 Mei`."""
    match = _RANGE.search(folded, max(floor, start - 20), start)
    if match is None:
        return False
    return match[2] in MONTHS if match[2] else int(match[1]) < day


def _without_ranges(folded: str, stamps: list[Stamp]) -> list[Stamp]:
    """The stamps without those bare days that only a hyphen joins: what lasts from one day to another."""
    dropped: set[int] = set()
    for index, (first, second) in enumerate(pairwise(stamps)):
        bare = not isinstance(first.moment, datetime) and not isinstance(second.moment, datetime)
        if bare and _BETWEEN.fullmatch(folded, first.end, second.start):
            dropped |= {index, index + 1}
    return [stamp for index, stamp in enumerate(stamps) if index not in dropped]


def _heading(folded: str, floor: int, start: int) -> tuple[int, list[re.Match[str]]]:
    """Where the date that begins at `start` begins with its weekday, and the words before that."""
    words = list(_WORD.finditer(folded, max(floor, start - _REACH), start))
    while words and words[-1][0] in DAY_NAMES:
        start = words.pop().start()
    return start, words


def _role(words: list[re.Match[str]], start: int) -> Role | None:
    """What the last of `words` before `start` makes of a date, connectors passed over."""
    for word in reversed(words):
        if word.end() <= start and word[0] not in CONNECTORS and word[0] not in DAY_NAMES:
            return LABELS.get(word[0])
    return None


def _from_now(folded: str, original: str, now: datetime, zone: tzinfo) -> list[Stamp]:
    stamps: list[Stamp] = []
    floor = 0
    here = now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)
    for moment, begin, end in _relative.find(folded, here.replace(microsecond=0)):
        if moment.year not in _YEARS:
            continue
        start, words = _heading(folded, floor, begin)
        stamp = Stamp(moment, start, end, _role(words, start))
        if not isinstance(moment, datetime):
            clock = _clock.after(folded, original, end) or _clock.before(folded, original, floor, start)
            if clock:
                start = min(start, clock.start)
                stamp = Stamp(clock.on(moment, zone), start, max(end, clock.end), _role(words, start))
        stamps.append(stamp)
        floor = stamp.end
    return stamps


def _has_own_place(folded: str, stamp: Stamp) -> bool:
    start = 0 if stamp.role is not None else stamp.start
    return _relative.stands_alone(folded, start, stamp.end)


def _foreign_date(text: str, zone: tzinfo) -> datetime | date | None:
    found = _foreign.read(text)
    if found is None or found.year not in _YEARS:
        return None
    return found.replace(tzinfo=found.tzinfo or zone) if isinstance(found, datetime) else found
