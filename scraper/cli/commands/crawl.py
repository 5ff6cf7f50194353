"""`kliping crawl`: targets into the archive."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit
from scraper.cli.shared.running import RunReporter, print_json
from scraper.model import Refusal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scraper.crawler import OutletReport, Summary
    from scraper.model import Outlet

_DOORS_SHUT = {Refusal.ROBOTS, Refusal.BLOCKED, Refusal.PAYWALL, Refusal.CHALLENGE, Refusal.FORGOTTEN}


@click.command("crawl", epilog=exits.EPILOG)
@click.argument("targets", nargs=-1, required=True, metavar="SITE-OR-URL…")
@options.since
@options.until
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Visit at most N pages of each outlet."
)
@click.option("--keyword", metavar="TEXT", help="Only what the outlet's own search finds for it.")
@click.option("--fill", is_flag=True, help="Only what the archive lacks: see `kliping coverage`.")
@click.option("--dry-run", is_flag=True, help="List what would be fetched, and why the rest would not.")
@options.archive
@options.visiting
@options.reporting
@options.as_json
@survive_closed_pipe()
def command(
    targets: tuple[str, ...],
    since: date | None,
    until: date | None,
    limit: int | None,
    archive: str | None,
    contact: str | None,
    proxy: str | None,
    allow_private: tuple[str, ...],
    *,
    keyword: str | None,
    fill: bool,
    dry_run: bool,
    notify: list[str] | None,
    metrics: Path | None,
    log: Path | None,
    log_format: str | None,
    as_json: bool,
) -> Exit:
    """Crawl into the archive: whole outlets, section pages, or single articles.

    SITE-OR-URL is an outlet's name, a domain, or an address; `demo` is a toy newspaper that runs inside
    kliping and needs no network. Finished work is never done twice: run the same command again to go on
    where it stopped, or to get what is new.
    """
    options.check_days(since, until)
    from scraper.crawler import crawl  # the whole crawler takes longer to load than help may
    from scraper.outlets import load_outlets

    settings = options.settings(archive, contact, proxy, allow_private)
    profiles: dict[str, Outlet] = load_outlets()
    with ExitStack() as stack:
        resolve = options.open_demo(stack, profiles) if options.DEMO in targets else {}
        summary, progress = RunReporter(notify, metrics, log, log_format, as_json).run(
            targets,
            lambda on_event: crawl(
                targets,
                settings,
                since=since,
                until=until,
                limit=limit,
                keyword=keyword,
                fill=fill,
                dry_run=dry_run,
                outlets=profiles,
                resolve=resolve,
                on_event=on_event,
            ),
            is_dry_run=dry_run,
        )
    if as_json:
        print_json(summary, **({"plan": progress.plan} if dry_run else {}))
    else:
        progress.conclude(summary, settings.archive)
    return exit_code(summary)


def exit_code(summary: Summary) -> Exit:
    """How a crawl ended, in one number."""
    total = summary.total
    if summary.interrupted:
        return Exit.INTERRUPTED
    if all(map(is_shut, summary.outlets.values())):
        return Exit.REFUSED
    if total.failed or any(report.fault or report.anomalies for report in summary.outlets.values()):
        return Exit.SOME_FAILED
    if total.articles or total.would_fetch or total.would_skip:
        return Exit.OK
    troubles = [found.trouble for found in total.sources if found.trouble]
    shut = [trouble for trouble in troubles if getattr(trouble, "reason", None) in _DOORS_SHUT]
    if any(total.refused[reason] for reason in _DOORS_SHUT) or (shut and not total.visited):
        return Exit.REFUSED
    if any(type(trouble).__name__ == "Failed" for trouble in troubles):
        return Exit.SOME_FAILED
    return Exit.NOTHING_FOUND


def is_shut(report: OutletReport) -> bool:
    """Whether an outlet refused visits and gave nothing."""
    return not (report.articles or report.failed) and any(report.refused[reason] for reason in _DOORS_SHUT)
