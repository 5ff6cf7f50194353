"""`kliping archive verify`: whether the archive is intact."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@click.command("verify", epilog=exits.EPILOG)
@options.archive
@options.as_json
def command(archive: str | None, *, as_json: bool) -> Exit:
    """Check the database, its search index, and every raw page against the digest of what was received.

    The exit code is 6 if anything is wrong.
    """
    with options.open_archive(archive):
        pass  # one that is not there must not be made
    with options.open_archive(archive, read_only=False) as store, _progress() as on_progress:
        found = store.verify(on_progress)
    if as_json:
        from scraper.cli.display.output import write_json

        write_json(found.to_dict(), indent=2)
    else:
        click.echo(f"{found.captures:,} raw pages read · {len(found.faults)} faults")
        for fault in found.faults:
            terminal.complain(fault)
    return Exit.ARCHIVE if found.faults else Exit.OK


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Shows on a terminal what is being looked at."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda text: status.update(f"Checking {text}")
