"""`kliping demo`: the toy newspaper, served for those who want to try things on it."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.shared import exits
from scraper.cli.shared.exits import Exit


@click.command("demo", epilog=exits.EPILOG)
@click.option(
    "--port",
    default=0,
    type=click.IntRange(0, 65535),
    metavar="N",
    help="The port on 127.0.0.1.  [default: any free one]",
)
@click.option(
    "--pages", type=click.Path(path_type=Path), metavar="FOLDER", help="Serve its *.html files instead."
)
def command(port: int, pages: Path | None) -> Exit:
    """Serve a toy newspaper on this machine until Ctrl-C, and print its address.

    It is the site that `kliping crawl demo` crawls: 40 articles from four families of templates, with feeds,
    sitemaps, section pages and pagers.
    """
    from scraper.demo.serving import serve

    serve(port, pages)
    return Exit.OK
