"""`kliping update`: what is new since the last time."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands.crawl import is_shut
from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit
from scraper.cli.shared.running import RunReporter, print_json
from scraper.errors import UpdateRunning

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scraper.cli.display.progress import Progress
    from scraper.crawler import Summary
    from scraper.model import Outlet
    from scraper.settings import Settings

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}


class Duration(click.ParamType[timedelta]):
    """A time that something may take: 90s, 20m, 1h."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration, of a second at least."""
        if isinstance(value, timedelta):
            return value
        match = re.fullmatch(r"([1-9][0-9]{0,5})([smh])", str(value))
        if match is None:
            self.fail(f"{value!r} is no time; write it as 90s, 20m or 1h", param, ctx)
        return timedelta(**{_UNITS[match[2]]: int(match[1])})


@click.command("update", epilog=exits.EPILOG)
@click.argument("outlets", nargs=-1, metavar="[OUTLET]…")
@click.option(
    "--max-time", type=Duration(), metavar="TIME", help="End after so long (90s, 20m, 1h); go on next time."
)
@click.option(
    "--if-free", is_flag=True, help="Where another update is at work, end well without a word more."
)
@click.option("--no-revisits", is_flag=True, help="Read no known article again.")
@options.archive
@options.visiting
@options.reporting
@options.as_json
@survive_closed_pipe()
def command(
    outlets: tuple[str, ...],
    max_time: timedelta | None,
    archive: str | None,
    contact: str | None,
    proxy: str | None,
    allow_private: tuple[str, ...],
    *,
    if_free: bool,
    no_revisits: bool,
    notify: Sequence[str] | None,
    metrics: Path | None,
    log: Path | None,
    log_format: str | None,
    as_json: bool,
) -> Exit:
    """Get what is new of these outlets, or of all that were crawled into the archive, and what has changed.

    Each outlet is asked as often as it publishes, between every five minutes and once a day, and each article
    is read again five times in its first month. What is not due is not done, so an update may be started as
    often as one likes (by cron, say); after days without one it goes back to where the last ended.
    """
    from scraper.outlets import load_outlets

    settings = options.settings(archive, contact, proxy, allow_private)
    reporter = RunReporter(notify, metrics, log, log_format, as_json)
    update_pass = UpdatePass(
        outlets, settings, load_outlets(), reporter, revisits=not no_revisits, max_time=max_time
    )
    try:
        summary, progress = update_pass.run()
    except UpdateRunning as running:
        if not if_free:
            raise
        click.echo(str(running), err=True)
        return Exit.OK
    if as_json:
        print_json(summary)
    elif not summary.outlets:
        click.echo("Nothing is due.")
    else:
        progress.conclude(summary, settings.archive)
    return exit_code(summary)


@dataclass(frozen=True, slots=True)
class UpdatePass:
    """One update as the command line asks for it: of these outlets, or of all if none is named."""

    outlets: Sequence[str]
    settings: Settings
    profiles: dict[str, Outlet]
    reporter: RunReporter
    revisits: bool = True
    max_time: timedelta | None = None

    def run(self) -> tuple[Summary, Progress]:
        """Do what is due. Raises as `scraper.crawler.runs.update.update`."""
        from scraper.crawler.runs.update import update

        with ExitStack() as stack:
            has_demo = _has_demo(self.outlets, self.settings)
            resolve = options.open_demo(stack, self.profiles) if has_demo else {}
            return self.reporter.run(
                self.outlets,
                lambda on_event: update(
                    self.outlets,
                    self.settings,
                    max_time=self.max_time,
                    revisits=self.revisits,
                    outlets=self.profiles,
                    resolve=resolve,
                    on_event=on_event,
                ),
            )


def exit_code(summary: Summary) -> Exit:
    """How an update ended, in one number: that there was nothing new is well."""
    reports = summary.outlets.values()
    if summary.interrupted:
        return Exit.INTERRUPTED
    if reports and all(map(is_shut, reports)):
        return Exit.REFUSED
    is_lacking = any(
        report.fault or report.failed or report.anomalies or report.polled == "failed" for report in reports
    )
    return Exit.SOME_FAILED if is_lacking else Exit.OK


def _has_demo(outlets: Sequence[str], settings: Settings) -> bool:
    """Whether the toy newspaper is among the outlets, named or in the archive."""
    from scraper.archive import Archive

    if outlets or not settings.archive.expanduser().exists():
        return options.DEMO in outlets
    with Archive(settings.archive) as archive:
        return options.DEMO in archive.activity.crawled()
