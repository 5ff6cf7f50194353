"""Writing dates as Indonesian papers do."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.model.article import Moment

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
WIB = timezone(timedelta(hours=7))


DAY = "{day}, {date} {month} {year}"
MINUTE = "{day}, {date} {month} {year} | {hour}:{minute} {zone}"


def instant(moment: Moment) -> datetime:
    """An aware datetime; a bare day counts from midnight in Jakarta."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), WIB)


def in_words(moment: Moment, pattern: str) -> str:
    """`moment` in its own zone, by a pattern such as `MINUTE`."""
    day = date(moment.year, moment.month, moment.day)
    at = instant(moment)
    offset = at.utcoffset() or timedelta()
    return pattern.format(
        day=DAYS[day.weekday()],
        date=day.day,
        month=MONTHS[day.month - 1],
        mon=SHORT_MONTHS[day.month - 1],
        number=day.month,
        year=day.year,
        hour=f"{at.hour:02}",
        minute=f"{at.minute:02}",
        zone=ZONES[offset // timedelta(hours=1)],
    )


def in_list(moment: Moment) -> str:
    """As in lists of articles: to the minute, or a bare day."""
    return in_words(moment, MINUTE if isinstance(moment, datetime) else DAY)
