"""`kliping check`: whether outlets still work as they did."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scraper.crawler.health.assessment import CheckReport, OutletHealth
    from scraper.model import Outlet
    from scraper.settings import Settings

MARKS = {"works": "✓", "empty": "–", "trouble": "✗"}
_COLOURS = {"well": "green", "broken": "red", "refused": "yellow", "unproven": "yellow"}


@click.command("check", epilog=exits.EPILOG)
@click.argument("outlets", nargs=-1, metavar="[OUTLET…]")
@click.option("--all", "everything", is_flag=True, help="Every outlet that kliping has a profile of.")
@click.option(
    "--articles",
    type=click.IntRange(min=1, max=20),
    default=3,
    metavar="N",
    help="Read the N newest articles of each outlet.  [default: 3]",
)
@options.archive
@options.visiting
@options.as_json
@survive_closed_pipe()
def command(
    outlets: tuple[str, ...],
    articles: int,
    archive: str | None,
    contact: str | None,
    proxy: str | None,
    allow_private: tuple[str, ...],
    *,
    everything: bool,
    as_json: bool,
) -> Exit:
    """Try each entry point of outlets, and read some of their newest articles; report what no longer works.

    Without OUTLET, all outlets of which the archive has articles are checked. An entry point (feed, sitemap,
    section, …) is broken if an earlier check saw it work, a field is lost if it is usual in the archive's
    articles and missing in those read: the exit code is then 4. Results are kept in the archive, and nothing
    else is written there; without an archive, nothing is compared or kept.
    """
    from scraper.outlets import load_outlets

    chosen = options.settings(archive, contact, proxy, allow_private)
    profiles = load_outlets()
    names = [*outlets, *profiles] if everything else list(outlets) or _stored(chosen.archive)
    if not names:
        terminal.complain(f"archive {chosen.archive} has no articles yet; name an outlet, or check --all")
        return Exit.NOTHING_FOUND
    report = _checked(names, chosen, profiles, articles, quiet=as_json)
    if as_json:
        from scraper.cli.display.output import write_json

        write_json(report.to_dict(), indent=2)
    else:
        for line in _conclusion(report, chosen.archive):
            click.echo(line)
    return exit_code(report)


def exit_code(report: CheckReport) -> Exit:
    """How a check ended, in one number."""
    from scraper.crawler.health.assessment import Assessment

    assessments = report.assessments
    if report.interrupted:
        return Exit.INTERRUPTED
    if assessments[Assessment.REFUSED] == assessments.total():
        return Exit.REFUSED
    return Exit.SOME_FAILED if assessments[Assessment.BROKEN] else Exit.OK


def _stored(archive: Path) -> list[str]:
    """The outlets of which an archive has articles; none where there is no archive."""
    if not archive.expanduser().exists():
        return []
    with options.open_archive(str(archive)) as store:
        return [row["outlet"] for row in store.query("SELECT DISTINCT outlet FROM articles ORDER BY 1")]


def _checked(
    names: list[str], settings: Settings, profiles: dict[str, Outlet], articles: int, *, quiet: bool
) -> CheckReport:
    from scraper.cli.display.progress import Progress
    from scraper.crawler import Waiting
    from scraper.crawler.health.health_check import Checked, check

    with ExitStack() as stack:
        resolve = options.open_demo(stack, profiles) if options.DEMO in names else {}
        progress = stack.enter_context(Progress(quiet=quiet))

        def on_event(event: Checked | Waiting) -> None:
            if isinstance(event, Waiting):
                progress.line(f"{event.outlet}: another kliping works at it in this archive; waiting")
                return
            for line in _lines(event.outlet, event.health):
                progress.line(line)

        return check(names, settings, articles=articles, outlets=profiles, resolve=resolve, on_event=on_event)


def _lines(slug: str, health: OutletHealth) -> Iterator[str]:
    """An outlet's assessment, its entry points, its articles, and what is wrong."""
    assessment = health.assessment.value
    yield terminal.printable(f"{slug} ({health.name}): ") + terminal.style(
        assessment, fg=_COLOURS[assessment]
    )
    for point in health.entry_points:
        line = f"  {MARKS[point.state.value]} {point.kind:<9} {point.leads or '':>6}  {point.url}"
        yield terminal.printable(f"{line}  ({point.words})" if point.words else line)
    for sample in health.samples:
        mark = "✓" if sample.is_article else "✗"
        yield terminal.printable(f"  {mark} article           {sample.words}")
        if not sample.is_article:
            yield terminal.printable(f"                      {sample.url}")
    for reason in health.reasons:
        yield "  " + terminal.style(terminal.printable(f"! {reason}"), fg=_COLOURS[assessment])


def _conclusion(report: CheckReport, archive: Path) -> Iterator[str]:
    counts = [f"{number} {assessment.value}" for assessment, number in report.assessments.most_common()]
    yield f"{len(report.outlets)} checked: {' · '.join(counts) or 'none'}"
    if not report.has_memory:
        yield f"There is no archive {archive}: nothing was compared, and nothing is kept for the next check."
    if report.interrupted:
        yield "Interrupted; outlets not listed were not checked."
