"""`kliping archive vacuum`: upkeep of the archive's file."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit


@click.command("vacuum", epilog=exits.EPILOG)
@options.archive
@options.as_json
@survive_closed_pipe()
def command(archive: str | None, *, as_json: bool) -> Exit:
    """Make the archive's file as small as it can be, and its searches quick.

    It needs as much free space as the file has, and no crawl may be at work on it.
    """
    from scraper.settings import load

    if not load({"archive": archive}).archive.expanduser().exists():
        options.open_archive(archive)  # which tells that there is none, instead of making one
    with options.open_archive(archive, read_only=False) as store:
        done = store.vacuum()
        path = store.path
    if as_json:
        print(json.dumps(asdict(done), indent=2))
    else:
        click.echo(f"{path}: {done.before:,} bytes before, {done.after:,} after")
    return Exit.OK
