"""`kliping coverage`: how complete the archive is for an outlet, by year or by day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scraper.archive.queries.coverage import Coverage

MAX_INCOMPLETE = 31
"""So many days on which something is missing are listed one by one."""


@click.command("coverage", epilog=exits.EPILOG)
@click.argument("outlet")
@options.since
@options.until
@click.option("--months", is_flag=True, help="A calendar of each month instead of a line a year.")
@options.archive
@options.as_json
def command(
    outlet: str,
    since: date | None,
    until: date | None,
    archive: str | None,
    *,
    months: bool,
    as_json: bool,
) -> Exit:
    """Show how complete the archive is for OUTLET: a line a year, a cell a week of publication.

    The higher a bar, the more articles are stored, compared with the best week; where some that were found
    are missing, it is yellow. A dot says that nothing is known of a week; 0, that it has no article. With
    --months each day has its number, or stored/found. What is missing is listed below with the reason:
    `kliping crawl --fill` fetches it.
    """
    options.check_days(since, until)
    with options.open_archive(archive) as store:
        slug = options.outlet_slug(outlet, store)
        days = store.coverage(slug, since=since, until=until)
    if as_json:
        click.echo(json.dumps([_as_data(entry) for entry in days], ensure_ascii=False, indent=2))
        return Exit.OK if days else Exit.NOTHING_FOUND
    if not days:
        terminal.complain(f"the archive has nothing that {slug} published on these days")
        return Exit.NOTHING_FOUND
    from scraper.cli.display import calendar_view

    picture = calendar_view.months(days, since, until) if months else calendar_view.years(days)
    for line in (*picture, *_summary(slug, days)):
        click.echo(line)
    return Exit.OK


def _as_data(entry: Coverage) -> dict[str, Any]:
    day = entry.day.isoformat() if entry.day else None
    return {
        "day": day,
        "found": entry.found,
        "stored": entry.stored,
        "indexed": entry.indexed,
        "outcomes": dict(entry.outcomes),
    }


def _summary(slug: str, days: list[Coverage]) -> Iterator[str]:
    """The totals, then the days on which something is missing, with the reasons."""
    stored, found = sum(entry.stored for entry in days), sum(entry.found for entry in days)
    yield f"{slug}: {stored} articles stored of {found} found"
    incomplete = [entry for entry in days if entry.missing]
    for entry in incomplete[:MAX_INCOMPLETE]:
        reasons = " · ".join(f"{number} {word}" for word, number in entry.missing.most_common())
        yield f"{entry.day or 'day unknown'}: {reasons}"
    if len(incomplete) > MAX_INCOMPLETE:
        yield f"… and {len(incomplete) - MAX_INCOMPLETE} more days; narrow them with --since and --until"
