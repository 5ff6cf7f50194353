"""`kliping archive forget`: an article out of the archive, for good."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from scraper.archive import Archive, Forgotten
    from scraper.archive.articles.tombstones import Tombstone


@click.command("forget", epilog=exits.EPILOG)
@click.argument("urls", nargs=-1, metavar="URL…")
@click.option(
    "--reason", metavar="TEXT", help="Why: it stays in the archive, and is told to who asks for it."
)
@click.option("--list", "lists", is_flag=True, help="Show what was forgotten, when and why.")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--no-vacuum", is_flag=True, help="Do not write the archive's file anew: it may be very large.")
@options.archive
@options.as_json
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

    URL is any address of the article that the archive knows: its own, the one asked for, its AMP copy. In
    the WARC files its records are overwritten; all others stay where they are. The archive's file is written
    anew, for its unused parts may still have a name. Stopped, the same command ends what it began. Pages that
    only mention the article (feeds, lists, other articles) are kept.
    """
    with options.open_archive(archive) as store:
        if lists:
            return _list(store, as_json=as_json)
        addresses = _addresses(urls)
        planned = [store.forgetting.plan(url) for url in addresses]
    if dry_run:
        _tell(planned, as_json=as_json, verb="would go")
        return Exit.OK
    if not (reason or "").strip():
        raise click.UsageError("give a --reason: it is all that stays")
    if sys.stdin.isatty() and not yes:
        _tell(planned, as_json=False, verb="will go")
        click.confirm("Forget this for good?", abort=True, err=True)
    with options.open_archive(archive, read_only=False) as store:
        done = [store.forgetting.forget(url, str(reason).strip()) for url in addresses]
        # Always: one that was killed before it came to that left nothing else to tell of it.
        lingers = not _is_anew(store, no_vacuum=no_vacuum)
    _tell(done, as_json=as_json, verb="gone")
    _advise(done, lingers=lingers)
    return Exit.OK


def _is_anew(store: Archive, *, no_vacuum: bool) -> bool:
    """Write the file anew, so that its unused parts have nothing old in them; whether that was done."""
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
    stones = _once(store.tombstones.all())
    if as_json:
        from scraper.cli.display.output import write_json

        write_json({"forgotten": [asdict(stone) for stone in stones]}, indent=2)
    else:
        for stone in stones:
            line = f"{stone.forgotten_at[:10]}  {stone.url}  {stone.reason}"
            click.echo(terminal.printable(line))
    return Exit.OK if stones else Exit.NOTHING_FOUND


def _once(stones: list[Tombstone]) -> list[Tombstone]:
    """Each address by the scheme that it was known by: both are forgotten."""
    return list({stone.url.partition("://")[2]: stone for stone in reversed(stones)}.values())[::-1]


def _tell(told: list[Forgotten], *, as_json: bool, verb: str) -> None:
    if as_json:
        from scraper.cli.display.output import write_json

        write_json({"forgotten": [one.to_dict() for one in told]}, indent=2)
        return
    for one in told:
        if not (one.titles or one.captures or one.records):
            click.echo(terminal.printable(f"{one.urls[0]}: nothing was stored; it is never fetched"))
        else:
            titles = "; ".join(f"“{title}”" for title in one.titles) or "no article"
            records = f", {one.records} WARC records" if one.records else ""
            click.echo(terminal.printable(f"{verb}: {titles}, {one.captures} raw pages{records}"))
            for url in one.urls:
                click.echo(terminal.printable(f"  {url}"))


def _advise(done: list[Forgotten], *, lingers: bool) -> None:
    """Say what is left to know or to do; on standard error, for it is no result."""
    shared = sorted({url for one in done for url in one.shared})
    if shared:
        terminal.complain(
            f"other addresses gave the very same bytes, and keep them: {', '.join(shared)}; "
            f"forget these too, if they are the same article"
        )
    if elsewhere := sum(one.elsewhere for one in done):
        terminal.complain(
            f"{elsewhere} records are another archive's in this folder, and stay; forget it there too"
        )
    if lingers:
        terminal.complain("unused parts of the file may still have a name of it: run kliping archive vacuum")
    elif any(one.in_use for one in done):
        terminal.complain(
            "another program reads the archive, so its log may have old words; "
            "run kliping archive vacuum later"
        )
