"""`kliping archive reparse`: read stored pages again with today's reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scraper.cli.display.progress import Progress
    from scraper.crawler import Waiting
    from scraper.crawler.offline.reparse_report import Listener, Reparsed, ReparseReport


@click.command("reparse", epilog=exits.EPILOG)
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@options.since
@options.until
@click.option("--all", "everything", is_flag=True, help="Also what this version of the reader has read.")
@click.option("--changed-only", is_flag=True, help="Print only articles that change, or cannot be read.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@options.archive
@options.as_json
@survive_closed_pipe()
def command(
    outlet: str | None,
    since: date | None,
    until: date | None,
    archive: str | None,
    *,
    everything: bool,
    changed_only: bool,
    dry_run: bool,
    as_json: bool,
) -> Exit:
    """Read the archive's pages again, without the network, and keep what comes out otherwise as revisions.

    Only articles that another version of the reader has read are read again. Stop it at any time: run again,
    it goes on where it stopped. A table tells at the end which fields changed, and in how many articles. With
    --json each article is a line, and the last line is that table.
    """
    options.check_days(since, until)
    from scraper import settings
    from scraper.cli.display.output import write_json
    from scraper.cli.display.progress import Progress
    from scraper.crawler.offline.reparse import ReparseFilter, reparse

    slug = None
    if outlet is not None:
        with options.open_archive(archive) as store:
            slug = options.outlet_slug(outlet, store)
    wanted = ReparseFilter(slug, since, until, everything)
    with Progress(quiet=as_json) as progress:
        listener = _listener(progress, changed_only=changed_only, as_json=as_json)
        total = reparse(settings.load({"archive": archive}), wanted, dry_run=dry_run, on_event=listener)
    if as_json:
        write_json({"total": total.to_dict()})
    else:
        for line in _table(total, dry_run=dry_run):
            click.echo(line)
    if total.interrupted:
        return Exit.INTERRUPTED
    return Exit.SOME_FAILED if total.failed else Exit.OK


def _listener(progress: Progress, *, changed_only: bool, as_json: bool) -> Listener:
    """Prints each article that was read, and the outlets that the reparse waits for."""
    from scraper.cli.display.output import write_json
    from scraper.crawler import Waiting

    def on_event(event: Reparsed | Waiting) -> None:
        if isinstance(event, Waiting):
            progress.line(f"{event.outlet}: another kliping works at it in this archive; waiting")
            return
        progress.now(f"{event.left} articles to go")
        if changed_only and not (event.changed or event.unseen or event.trouble):
            return
        if as_json:
            write_json(_as_data(event))
        else:
            progress.line(_line(event))

    return on_event


def _as_data(event: Reparsed) -> dict[str, Any]:
    from scraper.crawler.reporting.wording import describe

    trouble = describe(event.trouble) if event.trouble else None
    fields = {"changed": event.changed, "unseen": event.unseen, "cut": event.cut}
    return {"url": event.url, "title": event.title, "trouble": trouble} | fields


def _line(event: Reparsed) -> str:
    from scraper.crawler.reporting.wording import describe

    if event.trouble:
        return terminal.printable(f"{describe(event.trouble)}  {event.url}")
    fields = event.changed + event.unseen
    words = [", ".join(fields)] if fields else []
    words += [f"cut: {'; '.join(event.cut)}"] if event.cut else []
    details = f" ({'; '.join(words)})" if words else ""
    return terminal.printable(f"{'changed' if fields else 'same':<10} {event.title}{details}")


def _table(total: ReparseReport, *, dry_run: bool) -> Iterator[str]:
    """The fields that changed, each with its number of articles, and the rest in words."""
    for name, number in total.fields.most_common():
        yield f"{name:<14} {number:>8}"
    for name, number in total.unseen.most_common():
        yield f"{name:<14} {number:>8}  without a revision"
    what = "would have a new revision" if dry_run else "with a new revision"
    yield f"{total.read} articles read again, {total.changed} {what}"
    if total.pageless:
        yield f"{total.pageless} have no page in the archive, and stay as they are"
    if total.lost:
        yield f"{total.lost} are no articles to this reader, and stay as they are"
    if total.failed:
        yield f"{total.failed} could not be read, and stay as they are"
    if total.interrupted:
        yield "Interrupted; run the same command again to go on."
