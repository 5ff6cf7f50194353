"""`kliping runs`: what was run on the archive, and what came of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scraper.archive import Archive
    from scraper.archive.frontier.runs import Run

UNFINISHED = "unfinished"
"""The status of a run whose end was not recorded: it was killed, or still goes on."""

_COUNTS = ("discovered", "stored", "revised", "failed")


@click.command("runs", epilog=exits.EPILOG)
@click.argument("run", required=False, type=click.IntRange(min=1))
@click.option("--outlet", metavar="NAME", help="Only runs at this outlet.")
@click.option("--since", type=options.Day(), metavar="DATE", help="Only runs of this day (UTC) or later.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="At most N runs."
)
@options.archive
@options.as_json
def command(
    run: int | None, outlet: str | None, since: date | None, limit: int, archive: str | None, *, as_json: bool
) -> Exit:
    """List runs, the newest first, or show all of the one with the number RUN.

    For each: when it began (UTC), how long it took, how it ended, and how many leads were found, and articles
    stored, revised and failed. One that is unfinished was killed, or still goes on.
    """
    with options.open_archive(archive) as store:
        runs = _chosen(store, run, outlet, since, limit)
    if not runs:
        terminal.complain(f"the archive has no run {run}" if run else "the archive has no such run")
        return Exit.NOTHING_FOUND
    for one in runs:
        if as_json:
            from scraper.cli.display.output import write_json

            write_json(_as_data(one), indent=2 if run else None)
        else:
            from scraper.text.urls import without_secrets

            for line in _full(one) if run else _listed(one):
                click.echo(terminal.printable(without_secrets(line)))
    return Exit.OK


def _chosen(store: Archive, run: int | None, outlet: str | None, since: date | None, limit: int) -> list[Run]:
    if run is not None:
        found = store.runs.get(run)
        return [found] if found else []
    names = None if outlet is None else {outlet, options.outlet_slug(outlet, store)}
    return store.runs.newest(names=names, since=since, limit=limit)


def _as_data(run: Run) -> dict[str, Any]:
    return asdict(run) | {"status": run.status or UNFINISHED, "counts": _counts(run)}


def _listed(run: Run) -> Iterator[str]:
    yield f"{_heading(run)}  {_joined(_counts(run))}".rstrip()
    for outlet, alarm in _alarms(run):
        yield f"      {outlet}: {alarm['kind']}: {alarm['detail']}"


def _heading(run: Run) -> str:
    when = run.started_at[:16].replace("T", " ")
    what = f"{run.command} {' '.join(run.targets)}".rstrip()
    return f"{run.id:>4}  {when}  {_length(run):>8}  {run.status or UNFINISHED:<11}  {what}"


def _full(run: Run) -> Iterator[str]:
    """Everything that was recorded: the run, each outlet with its numbers and faults, and alarms."""
    yield _heading(run)
    if run.finished_at is None:
        yield "      its end was not noted: it was killed, or still goes on; what it stored is in the archive"
    reports = run.summary.get("outlets", {})
    for slug, report in reports.items():
        yield f"{slug}: {_joined(_numbers(report)) or 'nothing found'}"
        if report.get("fault"):
            yield f"{slug}: {report['fault']}"
        for source in report.get("sources", ()):
            if source["trouble"]:
                yield f"{slug}: {source['kind']} {source['url']} {source['trouble']}"
    if not reports:
        yield _joined(_numbers(run.summary))
    for outlet, alarm in _alarms(run):
        yield f"{outlet}: alarm: {alarm['kind']}: {alarm['detail']}"


def _length(run: Run) -> str:
    """Hours, minutes and seconds from beginning to end; "?" where there is no end."""
    if run.finished_at is None:
        return "?"
    length = datetime.fromisoformat(run.finished_at) - datetime.fromisoformat(run.started_at)
    return str(timedelta(seconds=round(length.total_seconds())))


def _counts(run: Run) -> dict[str, int]:
    """What was found, stored, revised and failed, over all outlets."""
    reports = run.summary.get("outlets", {}).values() or [run.summary]
    totals = {name: sum(_number(report.get(name)) for report in reports) for name in _COUNTS}
    return {"found": totals.pop("discovered"), **totals}


def _numbers(report: dict[str, Any]) -> dict[str, int]:
    numbers = {name: _number(value) for name, value in report.items()}
    return {name.replace("_", " "): number for name, number in numbers.items() if number}


def _number(value: Any) -> int:
    """A count, or the sum of counts by reason; 0 for what is neither."""
    if isinstance(value, dict):
        return sum(map(_number, value.values()))
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _joined(counts: dict[str, int]) -> str:
    return " · ".join(f"{number} {name}" for name, number in counts.items() if number)


def _alarms(run: Run) -> Iterator[tuple[str, dict[str, Any]]]:
    for slug, report in run.summary.get("outlets", {}).items():
        for alarm in report.get("alarms", ()):
            yield slug, alarm
