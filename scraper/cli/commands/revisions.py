"""`kliping revisions`: which articles changed, and how."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from datetime import date

    from scraper.archive.articles.revisions import Change


@click.command("revisions", epilog=exits.EPILOG)
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@options.since
@options.until
@options.archive
@options.as_json
def command(
    outlet: str | None, since: date | None, until: date | None, archive: str | None, *, as_json: bool
) -> Exit:
    """List articles that were seen otherwise than before, the newest change first.

    Headlines that changed are shown with both; an edit is called silent where the article does not tell of a
    change; "read anew" is what another version of the reader read from the same page. The days are those on
    which it was seen. `kliping diff URL` shows the words.
    """
    options.check_days(since, until)
    any_found = False
    with options.open_archive(archive) as store:
        slug = options.outlet_slug(outlet, store) if outlet is not None else None
        for change in store.articles.revisions.changes(slug, since, until):
            any_found = True
            if as_json:
                from scraper.cli.display.output import write_json

                write_json(asdict(change) | {"silent": change.silent})
            else:
                _print(change)
    if not any_found:
        terminal.complain("no article was seen to change")
        return Exit.NOTHING_FOUND
    return Exit.OK


def _print(change: Change) -> None:
    note = " · silent" if change.silent else " · read anew" if change.kind == "reparse" else ""
    what = ", ".join(name.replace("_at", "") for name in change.changed)
    click.echo(
        terminal.style(f"{change.seen_at[:16].replace('T', ' ')}  {change.outlet}: {what}{note}", bold=True)
    )
    if change.old_title != change.new_title:
        click.echo(f"  - {terminal.printable(change.old_title)}")
        click.echo(f"  + {terminal.printable(change.new_title)}")
    else:
        click.echo(f"  {terminal.printable(change.new_title)}")
    click.echo(terminal.style(f"  {terminal.printable(change.url)}", dim=True))
