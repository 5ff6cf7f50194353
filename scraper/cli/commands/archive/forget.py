"""`kliping archive forget`: an article out of the archive, for good."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from scraper.archive import Archive, Forgotten
    from scraper.archive.articles.tombstones import Tombstone


@click.command("forget", epilog=exits.EPILOG)
@click.argument("urls", nargs=-1, metavar="URL…")
@click.option(
    "--reason", metavar="TEXT", help="Why: kept in the archive, and shown to whoever asks for the article."
)
@click.option("--list", "lists", is_flag=True, help="Show what was forgotten, when and why.")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--no-vacuum", is_flag=True, help="Do not rewrite the archive file: it may be very large.")
@options.archive
@options.as_json
@survive_closed_pipe()
def command(
    urls: tuple[str, ...],
    reason: str | None,
    archive: str | None,
    *,
    lists: bool,
    dry_run: bool,
    yes: bool,
    no_vacuum: bool,
    as_json: bool,
) -> Exit:
    """Take articles out for good, with their revisions and raw pages, and never take them in again.

    URL is any address of the article that the archive knows: its own, the one asked for, its AMP copy. The
    WARC files that have records of it are rewritten without them, which takes as much free space as they
    have. So is the archive's file, for its unused parts may still have a name. Stopped, the same command ends
    what it began. Pages that only mention the article (feeds, lists, other articles) are kept.
    """
    with options.open_archive(archive) as store:
        if lists:
            return _list(store, as_json=as_json)
        addresses = _addresses(urls)
        planned = [store.forgetting.plan(url) for url in addresses]
    if dry_run:
        _print(planned, as_json=as_json, verb="would go")
        return Exit.OK
    if not (reason or "").strip():
        raise click.UsageError("give a --reason: it is all that stays")
    if sys.stdin.isatty() and not yes:
        _print(planned, as_json=False, verb="will go")
        click.confirm("Forget this for good?", abort=True, err=True)
    with options.open_archive(archive, read_only=False) as store:
        done = [store.forgetting.forget(url, str(reason).strip()) for url in addresses]
        # Always: one that was killed before it came to that left no other sign of it.
        has_traces = not _vacuum(store, no_vacuum=no_vacuum)
    _print(done, as_json=as_json, verb="gone")
    _advise(done, has_traces=has_traces)
    return Exit.OK


def _vacuum(store: Archive, *, no_vacuum: bool) -> bool:
    """Rewrite the file, so that its unused parts keep nothing of the article; whether that was done."""
    from scraper.errors import ArchiveError

    if no_vacuum:
        return False
    try:
        store.vacuum()
    except ArchiveError as fault:  # what was to go is gone; this is about traces of it
        terminal.complain(str(fault))
        return False
    return True


def _addresses(urls: tuple[str, ...]) -> list[str]:
    from scraper.text.urls import canonical

    if not urls:
        raise click.UsageError("name a URL to forget, or --list what was forgotten")
    given = [url if "://" in url else f"https://{url}" for url in urls]
    for url in given:
        if canonical(url) is None:
            raise click.UsageError(f"{url} is no web address")
    return given


def _list(store: Archive, *, as_json: bool) -> Exit:
    tombstones = _once(store.tombstones.all())
    if as_json:
        from scraper.cli.display.output import write_json

        write_json({"forgotten": [asdict(tombstone) for tombstone in tombstones]}, indent=2)
    else:
        for tombstone in tombstones:
            line = f"{tombstone.forgotten_at[:10]}  {tombstone.url}  {tombstone.reason}"
            click.echo(terminal.printable(line))
    return Exit.OK if tombstones else Exit.NOTHING_FOUND


def _once(tombstones: list[Tombstone]) -> list[Tombstone]:
    """Each address by the scheme that it was known by: both are forgotten."""
    return list(
        {tombstone.url.partition("://")[2]: tombstone for tombstone in reversed(tombstones)}.values()
    )[::-1]


def _print(results: list[Forgotten], *, as_json: bool, verb: str) -> None:
    if as_json:
        from scraper.cli.display.output import write_json

        write_json({"forgotten": [one.to_dict() for one in results]}, indent=2)
        return
    for one in results:
        if not (one.titles or one.captures or one.records):
            click.echo(terminal.printable(f"{one.urls[0]}: nothing was stored; it is never fetched"))
        else:
            titles = "; ".join(f"“{title}”" for title in one.titles) or "no article"
            records = f", {one.records} WARC records" if one.records else ""
            click.echo(terminal.printable(f"{verb}: {titles}, {one.captures} raw pages{records}"))
            for url in one.urls:
                click.echo(terminal.printable(f"  {url}"))


def _advise(done: list[Forgotten], *, has_traces: bool) -> None:
    """Say what is left to know or to do; on standard error, for it is no result."""
    shared = sorted({url for one in done for url in one.shared})
    if shared:
        terminal.complain(
            f"other addresses gave the very same bytes, and keep them: {', '.join(shared)}; "
            f"forget these too, if they are the same article"
        )
    if has_traces:
        terminal.complain("unused parts of the file may still have a name of it: run kliping archive vacuum")
    elif any(one.in_use for one in done):
        terminal.complain(
            "another program reads the archive, so its log may have old words; "
            "run kliping archive vacuum later"
        )
