"""`kliping search`: full-text search in the archive."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from scraper.cli import exits, options
from scraper.cli.exits import Exit

if TYPE_CHECKING:
    from datetime import date

    from scraper.archive import Hit


@click.command("search", epilog=exits.EPILOG)
@click.argument("query", nargs=-1, required=True)
@click.option("--outlet", help="Only articles of this outlet.")
@options.since
@options.until
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="At most so many hits."
)
@options.archive
@options.as_json
def command(
    query: tuple[str, ...],
    outlet: str | None,
    since: date | None,
    until: date | None,
    limit: int,
    archive: str | None,
    *,
    as_json: bool,
) -> Exit:
    """Find articles that hold all the words of QUERY.

    "a phrase" in quotes stands as it is, -word is left out, word* finds every word that begins so. The best
    hits come first. The exit code is 3 when nothing is found.
    """
    with options.open_archive(archive) as store:
        hits = store.search(" ".join(query), outlet=outlet, since=since, until=until, limit=limit)
    for hit in hits:
        if as_json:
            click.echo(json.dumps(_to_dict(hit), ensure_ascii=False))
        else:
            _print(hit)
    if not hits:
        click.echo(f"kliping: nothing found for {' '.join(query)!r}", err=True)
        return Exit.NOTHING_FOUND
    return Exit.OK


def _to_dict(hit: Hit) -> dict[str, object]:
    from scraper.archive.search import MARK, UNMARK
    from scraper.model.article import iso

    return {
        "id": hit.id,
        "url": hit.url,
        "outlet": hit.outlet,
        "title": hit.title,
        "published_at": iso(hit.published_at),
        "snippet": hit.snippet.replace(MARK, "[").replace(UNMARK, "]"),
        "rank": hit.rank,
    }


def _print(hit: Hit) -> None:
    from scraper.archive.search import MARK, UNMARK
    from scraper.cli import reading

    click.echo(f"{click.style(str(hit.id), dim=True)} {click.style(hit.title, bold=True)}")
    click.secho(f"  {hit.outlet} · {reading.date(hit.published_at)} · {hit.url}", dim=True)
    parts = hit.snippet.split(MARK)
    marked = parts[0]
    for part in parts[1:]:
        match, _, rest = part.partition(UNMARK)
        marked += (click.style(match, fg="yellow", bold=True) if sys.stdout.isatty() else f"[{match}]") + rest
    click.echo(f"  {marked}\n")
