"""The coverage of an outlet as a picture: a line a year, or a calendar a month."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from scraper.cli.display import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scraper.archive.queries.coverage import Coverage

_WEEKS = 53
_SHADES = "▁▂▃▄▅▆▇█"
_UNKNOWN, _NONE = "·", "0"

_CELL = 10
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def years(days: Sequence[Coverage]) -> Iterator[str]:
    """A line for each year of which anything is known: a cell a week, then articles stored and found.

    The higher a bar, the more articles are stored, compared with the best week of all; a week where some are
    missing is yellow. `·` is a week of which nothing is known, `0` one that has no article.
    """
    weeks: dict[int, dict[int, list[Coverage]]] = defaultdict(lambda: defaultdict(list))
    for entry in days:
        if entry.day:
            weeks[entry.day.year][_week(entry.day)].append(entry)
    if not weeks:
        return
    most = max(_stored(entries) for year in weeks.values() for entries in year.values())
    yield f"      {_ruler()}  stored/found"
    for year, cells in sorted(weeks.items()):
        line = "".join(_bar(cells.get(week), most) for week in range(_WEEKS))
        entries = [entry for cell in cells.values() for entry in cell]
        yield f"{year}  {line}  {_stored(entries)}/{sum(entry.found for entry in entries)}"


def months(days: Sequence[Coverage], first: date | None, last: date | None) -> Iterator[str]:
    """A calendar for each month of which anything is known, cut to the days from `first` to `last`."""
    dated = {entry.day: entry for entry in days if entry.day}
    for month in sorted({day.replace(day=1) for day in dated}):
        yield from _month(month, dated, first or date.min, last or date.max)


def _week(day: date) -> int:
    """The number of a day's week in its year, from 0; weeks begin on the weekday of 1 January."""
    return (day.timetuple().tm_yday - 1) // 7


def _stored(entries: Sequence[Coverage]) -> int:
    return sum(entry.stored for entry in entries)


def _ruler() -> str:
    """The names of the months above the weeks in which they begin."""
    ruler = [" "] * (_WEEKS + 2)
    for number in range(1, 13):
        place = _week(date(2025, number, 1))
        ruler[place : place + 3] = calendar.month_abbr[number]
    return "".join(ruler)[:_WEEKS]


def _bar(entries: Sequence[Coverage] | None, most: int) -> str:
    if not entries:
        return _UNKNOWN
    stored = _stored(entries)
    bar = _SHADES[min(len(_SHADES) * stored // (most + 1), len(_SHADES) - 1)] if stored else _NONE
    return terminal.style(bar, fg="yellow") if any(entry.missing for entry in entries) else bar


def _month(month: date, dated: Mapping[date, Coverage], first: date, last: date) -> Iterator[str]:
    """A line a week, a cell a day."""
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    inside = {day for week in weeks for day in week if day.month == month.month and first <= day <= last}
    yield f"{calendar.month_name[month.month]} {month.year}"
    yield "".join(f"{weekday:<{_CELL}}" for weekday in _WEEKDAYS).rstrip()
    for week in (week for week in weeks if inside & set(week)):
        cells = (_day(day, dated.get(day)) if day in inside else " " * _CELL for day in week)
        yield "".join(cells).rstrip()
    yield ""


def _day(day: date, entry: Coverage | None) -> str:
    """The day of the month, and "stored/found", or one number where these are the same."""
    if entry is None:
        return f"{day.day:>2} {_UNKNOWN}".ljust(_CELL)
    complete = entry.stored == entry.found
    numbers = str(entry.stored) if complete else f"{entry.stored}/{entry.found}"
    cell = numbers.ljust(_CELL - 3)
    return f"{day.day:>2} " + (cell if complete else terminal.style(cell, fg="yellow"))
