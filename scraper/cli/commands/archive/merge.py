"""`kliping archive merge`: other archives into this one."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit


@click.command("merge", epilog=exits.EPILOG)
@click.argument("others", nargs=-1, required=True, metavar="OTHER.db…")
@options.archive
@options.as_json
@survive_closed_pipe()
def command(others: tuple[str, ...], archive: str | None, *, as_json: bool) -> Exit:
    """Take in all that other archives have: outlets, leads, pages, articles and their revisions.

    The others are only read. Of an article that both have, what was seen last is shown. The same archive
    merged again changes nothing; stopped, the same command goes on where it was.
    """
    from scraper.archive import Archive

    merged = []
    with options.open_archive(archive, read_only=False) as store:
        for name in others:
            with Archive(Path(name), read_only=True) as other:
                merged.append({"archive": name} | asdict(store.merge(other)))
    if as_json:
        print(json.dumps(merged, ensure_ascii=False, indent=2))
    else:
        for row in merged:
            lost = f"; {row['lost']} pages are damaged there and were left out" if row["lost"] else ""
            counts = f"{row['articles']} new articles, {row['updated']} updated, {row['captures']} pages"
            click.echo(terminal.printable(f"{row['archive']}: {counts}{lost}"))
    return Exit.SOME_FAILED if any(row["lost"] for row in merged) else Exit.OK
