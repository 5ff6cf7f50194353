"""The last resort for dates: months in languages that the calendar does not list, by dateparser."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

_LONGEST = 60
_CLOCK = re.compile(r"\d\d?[:.h]\d\d(?:[:.]\d\d)?")
_NUMBER = re.compile(r"\d+")
_LANGUAGES = [
    *("ar", "bg", "bn", "cs", "da", "el", "fa", "fi", "he", "hi", "hr", "hu", "ja", "ko", "lt", "lv", "ro"),
    *("sk", "sl", "sr", "sv", "sw", "ta", "th", "tl", "uk", "ur", "vi", "zh"),
]
_SETTINGS: dict[str, Any] = {
    "DATE_ORDER": "DMY",
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
}


def read(text: str) -> datetime | date | None:
    """The date in `text`, naive unless a zone is named; a bare day where it has no time.

    dateparser takes milliseconds a call and a tenth of a second to load, so it is asked only about a short
    text that has just what a date needs: a day, a year, and letters for the month.
    """
    if len(text) > _LONGEST or not any(map(str.isalpha, text)):
        return None
    if sorted(map(len, _NUMBER.findall(_CLOCK.sub(" ", text)))) not in ([1, 4], [2, 4]):
        return None
    import dateparser  # type: ignore[import-untyped]

    try:
        found: datetime | None = dateparser.parse(text, languages=_LANGUAGES, settings=_SETTINGS)
    except (ValueError, OverflowError, TypeError, AttributeError, LookupError):
        return None  # Odd text makes it stumble in all these ways.
    if found is None or found.time() != time():
        return found and found.replace(microsecond=0)
    return found.date()
