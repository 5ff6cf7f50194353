"""`kliping show`: read an article of the archive."""

from __future__ import annotations

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit


@click.command("show", epilog=exits.EPILOG)
@click.argument("article", metavar="URL-OR-ID")
@options.archive
@options.as_json
def command(article: str, archive: str | None, *, as_json: bool) -> Exit:
    """Print one article: by its URL, or by the number that `kliping search` shows."""
    with options.open_archive(archive) as store:
        found = store.articles.get(options.article_key(article))
    if found is None:
        terminal.complain(f"the archive has no article {article}; `kliping search` finds what it has")
        return Exit.NOTHING_FOUND
    if as_json:
        from scraper.cli.display.output import write_json

        write_json(found.to_dict(), indent=2)
    else:
        from scraper.cli.display import article_view

        article_view.show(found)
    return Exit.OK
