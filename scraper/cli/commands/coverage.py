"""`kliping coverage`: what an archive has of an outlet, day by day."""

from __future__ import annotations

import calendar
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from scraper.archive.queries.coverage import Coverage

_CELL = 10
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MAX_MISSING = 31
"""So many days with something missing are told one by one."""


@click.command("coverage", epilog=exits.EPILOG)
@click.argument("outlet")
@options.since
@options.until
@options.archive
@options.as_json
def command(
    outlet: str, since: date | None, until: date | None, archive: str | None, *, as_json: bool
) -> Exit:
    """Show a calendar of OUTLET: for each day how many articles are stored, of how many found.

    A day is that of publication. Of a day with a dot nothing is known; 0 says that its index was read, and
    names none. What is missing is told below, with why: `kliping crawl --fill` goes for that.
    """
    options.check_days(since, until)
    with options.open_archive(archive) as store:
        slug = options.outlet_slug(outlet, store)
        days = store.coverage(slug, since=since, until=until)
    if as_json:
        click.echo(json.dumps([_as_data(entry) for entry in days], ensure_ascii=False, indent=2))
        return Exit.OK if days else Exit.NOTHING_FOUND
    if not days:
        terminal.complain(f"the archive knows of nothing that {slug} published on these days")
        return Exit.NOTHING_FOUND
    for line in _lines(slug, days, since, until):
        click.echo(line)
    return Exit.OK


def _as_data(entry: Coverage) -> dict[str, Any]:
    day = entry.day.isoformat() if entry.day else None
    return {
        "day": day,
        "found": entry.found,
        "stored": entry.stored,
        "walked": entry.walked,
        "outcomes": dict(entry.outcomes),
    }


def _lines(slug: str, days: list[Coverage], since: date | None, until: date | None) -> Iterator[str]:
    dated = {entry.day: entry for entry in days if entry.day}
    known = sorted(dated)
    if known:
        first, last = since or known[0], until or known[-1]
        for month in _months(first, last):
            yield from _month(month, dated, first, last)
    stored, found = sum(entry.stored for entry in days), sum(entry.found for entry in days)
    yield f"{slug}: {stored} articles stored of {found} found"
    lacking = [entry for entry in days if entry.missing]
    for entry in lacking[:MAX_MISSING]:
        yield f"{entry.day or 'no day known'}: {_told(entry.missing)}"
    if len(lacking) > MAX_MISSING:
        yield f"… and {len(lacking) - MAX_MISSING} more days; narrow them with --since and --until"


def _told(missing: Counter[str]) -> str:
    return " · ".join(f"{number} {word}" for word, number in missing.most_common())


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month from `first` to `last`."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _month(month: date, dated: Mapping[date, Coverage], first: date, last: date) -> Iterator[str]:
    """A month as a calendar: a line a week, a cell a day. One without any known day is one line."""
    name = f"{calendar.month_name[month.month]} {month.year}"
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    inside = [day for week in weeks for day in week if day.month == month.month and first <= day <= last]
    if not any(day in dated for day in inside):
        yield f"{name}: nothing known"
        yield ""
        return
    yield name
    yield "".join(f"{weekday:<{_CELL}}" for weekday in _WEEKDAYS).rstrip()
    for week in (week for week in weeks if set(week) & set(inside)):
        cells = (_cell(day, dated.get(day)) if day in inside else " " * _CELL for day in week)
        yield "".join(cells).rstrip()
    yield ""


def _cell(day: date, entry: Coverage | None) -> str:
    """The day of the month, and "stored/found", or the one number where they are the same."""
    if entry is None:
        return f"{day.day:>2} ·".ljust(_CELL)
    whole = entry.stored == entry.found
    told = str(entry.stored) if whole else f"{entry.stored}/{entry.found}"
    return f"{day.day:>2} " + terminal.style(told.ljust(_CELL - 3), **({} if whole else {"fg": "yellow"}))
