"""What a crawl looks like while it runs, and the summary at its end."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Self

import click

from scraper.cli.display import terminal
from scraper.model.article import iso

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from rich.console import Console
    from rich.status import Status

    from scraper.crawler import Event, Found, OutletReport, Planned, Summary, Visited


_COUNTS = ("stored", "revised", "unchanged", "finished_before", "gone")

MAX_SAID = 300
"""Characters shown of what a site says of being archived."""


class Progress:
    """Prints one line a visited lead; on a terminal also a live line below them.

    `quiet` prints nothing, and gathers in `plan` what a dry run reports.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self.plan: list[dict[str, str | None]] = []
        self._console: Console | None = None
        self._status: Status | None = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stdout.isatty():
            from rich.console import Console

            self._console = Console(highlight=False, markup=False)
            self._status = self._console.status("Looking for articles …")
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()

    def on_event(self, event: Event) -> None:
        """Show what just happened."""
        from scraper.crawler import Planned, Started, Surveyed, Visited, Waiting

        if isinstance(event, Started):
            return
        if self._quiet:
            if isinstance(event, Planned):
                self.plan.append(_planned(event))
            return
        if isinstance(event, Planned):
            self.line(planned_line(event))
            return
        if isinstance(event, Waiting):
            self.line(f"{event.outlet}: another kliping crawls it into this archive; waiting")
            return
        if isinstance(event, Surveyed):
            self.line(terminal.printable(f"{event.outlet}: {event.words}"))
            return
        if isinstance(event, Visited):
            self.line(visited_line(event))
            self.now(f"{event.lead.outlet}: {event.left} to go")
        else:
            self.now(f"{event.outlet}: {event.kind} {event.url}")

    def conclude(self, summary: Summary, archive: Path) -> None:
        """Print what came of it all, outlet by outlet, and what to do next."""
        for slug, report in summary.outlets.items():
            for line in report_lines(slug, report):
                click.echo(line)
            if report.fault:
                terminal.complain(report.fault)
        if summary.total.would_fetch or summary.total.would_skip:
            click.echo(f"Dry run: only lists were fetched, and nothing was written to {archive}.")
        elif summary.total.discovered:
            click.echo(f"Took {summary.duration:.1f} seconds; the archive is {archive}")
        if summary.timed_out:
            click.echo("The time is over; the next update goes on from here.")
        if summary.interrupted:
            click.echo("Interrupted; run the same command again to go on.")
        if summary.total.articles:
            from scraper.settings import Settings

            flag = "" if archive == Settings().archive else f" --archive {shlex.quote(str(archive))}"
            click.echo(f"Next: kliping search{flag} KATA · kliping show{flag} URL")

    def line(self, line: str) -> None:
        """Print a line above the live one; nothing if `quiet`."""
        if self._quiet:
            return
        if self._console is not None:
            self._console.print(line, soft_wrap=True)
        else:
            click.echo(line)

    def now(self, text: str) -> None:
        """Show on the live line what is going on."""
        if self._status is not None:
            self._status.update(text[:100])


def visited_line(event: Visited) -> str:
    """Outcome, day, title or URL, in columns."""
    from scraper.crawler.reporting.wording import describe

    if event.article is None:
        return terminal.printable(f"{describe(event.outcome)}  {event.lead.url}")
    day = (iso(event.article.published_at) or "no date")[:10]
    line = f"{describe(event.outcome):<10} {day:<10}  {event.article.title}"
    cut = getattr(event.outcome, "cut", "")
    return terminal.printable(f"{line} (cut: {cut})" if cut else line)


def planned_line(event: Planned) -> str:
    """What a dry run says of a lead, in columns: the decision, the day, the URL, and why not."""
    day = (iso(event.lead.published_at) or "")[:10]
    decision = "would not" if event.why_not else "fetch"
    line = f"{decision:<10} {day:<10}  {event.lead.url}"
    return terminal.printable(f"{line}  ({event.why_not})" if event.why_not else line)


def _planned(event: Planned) -> dict[str, str | None]:
    lead = event.lead
    return {
        "outlet": lead.outlet,
        "url": lead.url,
        "published_at": iso(lead.published_at),
        "why_not": event.why_not or None,
    }


def report_lines(slug: str, report: OutletReport) -> list[str]:
    """One outlet's summary, for people."""
    lines = []
    if report.would_fetch or report.would_skip:
        lines.append(f"{slug}: {report.would_fetch} would be fetched, {report.would_skip} would not")
    elif not report.discovered and not report.visited:
        lines += [] if report.fault else [f"{slug}: no article found"]
    elif not report.visited and report.finished_before == report.discovered:
        lines.append(
            f"{slug}: nothing left to do; all {report.finished_before} leads found were finished before"
        )
    else:
        lines.append(f"{slug}: {report.discovered} found · {' · '.join(_counts(report)) or 'none to visit'}")
    if report.left and not report.would_fetch:
        lines.append(f"{slug}: {report.left} leads are left; run again to visit them")
    if report.empty_days:
        days = ", ".join(day.isoformat() for day in report.empty_days)
        lines.append(f"{slug}: days that gave nothing: {days}")
    if report.notices:
        said = " · ".join(f"{notice.kind} ({notice.text})" for notice in report.notices)
        lines.append(f"{slug}: the site says {said}"[:MAX_SAID])
    lines += [f"{slug}: {repair}" for repair in report.repairs]
    lines += [f"{slug}: anomaly: {anomaly.kind}: {anomaly.detail}" for anomaly in report.anomalies]
    lines += [_trouble_line(slug, found) for found in report.sources if found.trouble]
    return [terminal.printable(line) for line in lines]


def _counts(report: OutletReport) -> list[str]:
    plain = [(name, getattr(report, name)) for name in _COUNTS]
    counts = [f"{number} {name.replace('_', ' ')}" for name, number in plain if number]
    counters = (("no articles", report.not_articles), ("refused", report.refused), ("failed", report.failed))
    return counts + [_counted(name, counter) for name, counter in counters if counter]


def _counted(name: str, counter: Counter[str]) -> str:
    reasons = ", ".join(f"{reason} {number}" for reason, number in counter.most_common())
    return f"{counter.total()} {name} ({reasons})"


def _trouble_line(slug: str, found: Found) -> str:
    from scraper.crawler.reporting.wording import describe

    assert found.trouble is not None
    return f"{slug}: {found.kind} {found.url} {describe(found.trouble)}"
