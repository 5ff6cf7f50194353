"""Times of day in folded text, with their zone: `12:30 WIB`, `pukul 12.30`, `3:13 pm (UTC+7)`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from scraper.text._calendar import DAY_NAMES, HOURS_AFTER_NOON, ZONE_HOURS, ZONES

_GAP = r"[\s,;|.•·∙⋅/()\[\]@:-]*"
_AT = "pada|at|a|on|pukul|jam|pkl|pk|kl|um|om|las|les|alle|ore|as|saat|time|waktu"
_TIME = r"""
    (?P<hour>\d\d?)
    (?: (?P<mark>[:.h]) (?P<minute>\d\d) (?: (?P=mark) (?P<second>\d\d) (?:[.,]\d+)? )? (?![\d%])
      | (?=\s?[ap]\.?m\b) )
"""
_HALF = rf"(?: \s? (?P<half> [ap]\.?m\b\.? | (?:{'|'.join(HOURS_AFTER_NOON)})\b ) )?"
_NAME = "|".join([*ZONES, *ZONE_HOURS]).lower()
_ZONE = rf"""
    (?: [\s,]* [(\[]? (?!(?:utc|gmt)\s?[+-]\d) (?P<zone>{_NAME}) (?![a-z]) )?
    (?P<end>)
    (?: \s* [(\[]? \s? (?:(?P<base>utc|gmt)\s?)?
        (?P<sign>[+-]) (?P<off_hour>\d\d?) (?P<colon>:?) (?P<off_minute>\d\d)? (?![\d:])
        (?: [)\]] | \s?\([\w ]{{0,40}}\) )? )?
"""
_AFTER = re.compile(
    rf"(?: (?P<iso>\s?t)(?=\d) | {_GAP} (?: (?:{'|'.join(sorted(DAY_NAMES))})\b {_GAP} )?"
    rf" (?: (?:{_AT})\b {_GAP} ){{0,2}} (?<!\d) ) {_TIME} {_HALF} {_ZONE}",
    re.VERBOSE | re.ASCII,
)
_BEFORE = re.compile(rf"(?<![\w.:,]) {_TIME} {_HALF} {_ZONE} {_GAP} \Z", re.VERBOSE | re.ASCII)
_LONGEST = 60
"""Characters that a time of day standing before its date takes up at most, gap included."""

_FARTHEST = timedelta(hours=14)
"""No zone on Earth lies farther from Greenwich."""


class Clock(NamedTuple):
    """A time of day found at [start, end); `hour` may be 24, `zone` is None where none is named."""

    hour: int
    minute: int
    second: int
    zone: tzinfo | None
    start: int
    end: int

    def on(self, day: date, zone: tzinfo) -> datetime:
        """The time on `day`, in its own zone or else in `zone`; 24:00 is the next day's midnight."""
        moment = datetime.combine(day, time(self.hour % 24, self.minute, self.second), self.zone or zone)
        return moment + timedelta(days=1) if self.hour == 24 else moment


def after(folded: str, original: str, position: int) -> Clock | None:
    """The time of day that follows a date which ends at `position`."""
    match = _AFTER.match(folded, position)
    return _read(match, original, exact=bool(match["iso"])) if match else None


def before(folded: str, original: str, floor: int, position: int) -> Clock | None:
    """The time of day right before `position`, not reaching back beyond `floor`.

    A number with a dot may be anything there, so it takes a colon, a zone or a part of the day.
    """
    match = _BEFORE.search(folded, max(floor, position - _LONGEST), position)
    if match is None or not (match["mark"] == ":" or match["zone"] or match["half"]):
        return None
    return _read(match, original, exact=False)


def _read(match: re.Match[str], original: str, *, exact: bool) -> Clock | None:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    half = (match["half"] or "").replace(".", "")
    if hour == 12 and half == "am":
        hour = 0
    elif half and hour in HOURS_AFTER_NOON.get(half, ()):
        hour += 12
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    zone = _offset(match, exact=exact or match["second"] is not None)
    end = match.end() if zone else match.end("end")
    return Clock(hour, minute, min(second, 59), zone or _named(match, original), match.start("hour"), end)


def _named(match: re.Match[str], original: str) -> tzinfo | None:
    name = match["zone"]
    if name is None:
        return None
    if own := ZONES.get(name.upper()):
        return own
    written = original[match.start("zone") : match.end("zone")]
    # Small letters spell other words (`est` is French for `is`), except in these three.
    if not (written.isupper() or name in {"utc", "gmt", "z"}):
        return None
    return UTC if ZONE_HOURS[name] == 0 else timezone(timedelta(hours=ZONE_HOURS[name]), written)


def _offset(match: re.Match[str], *, exact: bool) -> tzinfo | None:
    """The numeric offset; in a form that is not `exact` (a machine's), `-10:00` would be a second time."""
    sign, hours, minutes = match["sign"], match["off_hour"], match["off_minute"]
    if not sign:
        return None
    complete = len(hours) == 2 and (sign == "+" or (minutes and (exact or not match["colon"])))
    if not (match["base"] or complete):
        return None
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > _FARTHEST or int(minutes or 0) > 59:
        return None
    return timezone(-offset if sign == "-" else offset)
