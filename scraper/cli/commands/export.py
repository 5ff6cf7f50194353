"""`kliping export`: articles, or what a query gives, as a file for other tools."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scraper.archive import Archive
    from scraper.export import Format, Table

_NAMES = ("csv", "jsonl", "parquet", "xlsx", "md", "txt")


@click.command("export", epilog=exits.EPILOG)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(_NAMES),
    help="The file's format.  [default: by the name of FILE, else csv]",
)
@click.option("--output", "-o", metavar="FILE", help="Where to write; standard output if not given.")
@click.option("--query", metavar="SQL", help="What a SELECT gives, instead of articles.")
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@options.since
@options.until
@click.option("--search", metavar="WORDS", help="Only articles that `kliping search` finds for it.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@options.archive
def command(
    form: str | None,
    output: str | None,
    query: str | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    search: str | None,
    archive: str | None,
    *,
    overwrite: bool,
) -> Exit:
    """Export articles as a table (csv, jsonl, parquet, xlsx) or to read (md, txt).

    Beside FILE come FILE's .CITATION.cff and .dictionary.md: how to cite it, and what its columns mean.
    """
    from scraper.export import FORMATS

    options.check_days(since, until)
    if query is not None and any((outlet, since, until, search)):
        raise click.UsageError("--query chooses its rows itself; leave the other filters out")
    chosen = FORMATS[form or _by_name(output)]
    if output is None and not chosen.is_text and sys.stdout.isatty():
        raise click.UsageError(f"{chosen.name} is not for a terminal; name a file with -o")
    with options.open_archive(archive) as store:
        table = _table(store, query, outlet, since, until, search)
        count = _written(table, output, chosen, overwrite=overwrite)
    if not count:
        terminal.complain("nothing matches; the file has no rows")
        return Exit.NOTHING_FOUND
    if output is not None:
        click.echo(f"{count} {'articles' if table.is_articles else 'rows'} written to {output}", err=True)
    return Exit.OK


def _by_name(output: str | None) -> str:
    ending = (output or "").rpartition(".")[2].lower()
    return ending if ending in _NAMES else "csv"


def _table(
    store: Archive,
    query: str | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    search: str | None,
) -> Table:
    from scraper.export import of_articles, of_query

    if query is not None:
        return of_query(store, query)
    slug = options.outlet_slug(outlet, store) if outlet is not None else None
    return of_articles(store, outlet=slug, since=since, until=until, search=search)


def _written(table: Table, output: str | None, form: Format, *, overwrite: bool) -> int:
    from scraper.export import export, write

    with ExitStack() as stack:
        on_rows = _progress(stack)
        if output is None:
            return write(table, sys.stdout.buffer, form, on_rows=on_rows)
        return export(table, output, form, overwrite=overwrite, on_rows=on_rows)


def _progress(stack: ExitStack) -> Callable[[int], None] | None:
    """Tells on a terminal how far it is."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console

    status = stack.enter_context(Console(stderr=True).status("Exporting …"))
    return lambda rows: status.update(f"{rows:,} rows")
