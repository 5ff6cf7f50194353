"""`kliping import`: pages that others fetched, into the archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper import settings as settings_module
from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from scraper.crawler.offline.import_report import ImportReport, SourceReport


@click.command("import", epilog=exits.EPILOG)
@click.argument("sources", nargs=-1, required=True, metavar="FILE.warc.gz|FOLDER…")
@click.option(
    "--outlet",
    "outlets",
    multiple=True,
    metavar="NAME",
    help="Only pages of this outlet or domain; may be repeated.  [default: all that have a profile]",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="Only articles in this language (id, en, …), of any site if no outlet is named; may be repeated.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Take in at most N pages.")
@options.archive
@options.as_json
@survive_closed_pipe()
def command(
    sources: tuple[str, ...],
    outlets: tuple[str, ...],
    languages: tuple[str, ...],
    limit: int | None,
    archive: str | None,
    *,
    as_json: bool,
) -> Exit:
    """Take in the articles of WARC files, or of folders of saved pages.

    Any WARC will do, Common Crawl's of news included. Pages are stored and read as a crawl does it; what the
    archive has is not report again. Stopped, the same command goes on where it was.
    """
    from scraper.cli.display.progress import Progress
    from scraper.crawler.offline.import_pages import import_pages

    settings = settings_module.load({"archive": archive})
    with Progress(quiet=as_json) as progress:
        report = import_pages(
            [Path(source) for source in sources],
            settings,
            outlets=outlets,
            languages=languages,
            limit=limit,
            on_event=progress.on_event,
        )
    if as_json:
        print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        for file in report.files:
            click.echo(f"{terminal.printable(file.name)}: {'; '.join(_counts(file))}")
    return exit_code(report)


def exit_code(report: ImportReport) -> Exit:
    """How an import ended, in one number."""
    if report.interrupted:
        return Exit.INTERRUPTED
    if any(file.fault or file.damage or file.pages.failed for file in report.files):
        return Exit.SOME_FAILED
    found = any(file.pages.visited or file.skipped["known already"] for file in report.files)
    return Exit.OK if found else Exit.NOTHING_FOUND


def _counts(file: SourceReport) -> Iterator[str]:
    pages = file.pages
    counts = {"stored": pages.stored, "revised": pages.revised, "unchanged": pages.unchanged}
    counts |= {"no article": pages.not_articles.total(), "refused": pages.refused.total()}
    counts |= {"failed": pages.failed.total()}
    yield f"{file.records} records" + "".join(f", {n} {word}" for word, n in counts.items() if n)
    if file.skipped:
        yield f"left out: {_listed(file.skipped)}"
    if file.damage:
        yield f"damaged: {_listed(file.damage)}"
    if file.fault:
        yield file.fault


def _listed(counts: Counter[str]) -> str:
    return ", ".join(
        f"{number} {terminal.printable(word)}" for word, number in counts.most_common() if number
    )
