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

    What an older kliping stored is searched for copies too. It needs as much free space as the file has, and
    no crawl may be at work on it.
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
        removed = f"; {done.bodies} unused pages removed" if done.bodies else ""
        sketched = f"; {done.sketched} articles searched for copies" if done.sketched else ""
        click.echo(f"{path}: {done.before:,} bytes before, {done.after:,} after{removed}{sketched}")
    return Exit.OK
