"""`kliping show`: read an article of the archive."""

from __future__ import annotations

import re

import click

from scraper.cli import exits, options, terminal
from scraper.cli.exits import Exit

_ID = re.compile(r"[0-9]{1,18}")  # SQLite's largest integer has 19 digits


@click.command("show", epilog=exits.EPILOG)
@click.argument("article", metavar="URL-OR-ID")
@options.archive
@options.as_json
def command(article: str, archive: str | None, *, as_json: bool) -> Exit:
    """Print one article: by its URL, or by the number that `kliping search` shows."""
    from scraper.text.urls import canonical

    with options.open_archive(archive) as store:
        key = int(article) if _ID.fullmatch(article) else canonical(article) or article
        found = store.articles.get(key)
    if found is None:
        terminal.complain(f"the archive has no article {article}; `kliping search` finds what it has")
        return Exit.NOTHING_FOUND
    if as_json:
        from scraper.cli.output import write_json

        write_json(found.to_dict(), indent=2)
    else:
        from scraper.cli import reading

        reading.show(found)
    return Exit.OK
