"""`kliping serve`: an archive in the browser."""

from __future__ import annotations

import webbrowser

import click

from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit


@click.command("serve", epilog=exits.EPILOG)
@click.option(
    "--port",
    default=8001,
    show_default=True,
    type=click.IntRange(0, 65535),
    metavar="N",
    help="The port on 127.0.0.1; 0 takes any free one.",
)
@click.option("--open", "in_browser", is_flag=True, help="Open it in the browser.")
@options.archive
def command(port: int, archive: str | None, *, in_browser: bool) -> Exit:
    """Serve the archive in Datasette, on this machine alone, read-only, until Ctrl-C.

    Tables with facets and full-text search, and a dozen questions ready to ask. It needs the extra `web`:
    pip install 'kliping[web]'.
    """
    with options.open_archive(archive) as store:
        path = store.path

    def on_start(address: str) -> None:
        click.echo(f"{address}  (Ctrl-C stops it)")
        if in_browser:
            webbrowser.open(address)

    from scraper.web import serve

    serve(path, port, on_start)
    return Exit.OK
