"""`kliping outlets add`: the profile of a site that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.crawler.discovery.site_survey import Scouted
    from scraper.discover.profiles.draft import Draft


@click.command("add", epilog=exits.EPILOG)
@click.argument("url", metavar="URL")
@click.option("--name", metavar="NAME", help="What the outlet is called, if its home page does not say.")
@click.option(
    "--output", metavar="FILE", help="Write the profile there, not to ~/.config/kliping/outlets/SLUG.toml."
)
@click.option("--force", is_flag=True, help="Replace a profile that is there already.")
@click.option("--dry-run", is_flag=True, help="Print the profile, and write nothing.")
@options.visiting
def add(
    url: str,
    name: str | None,
    output: str | None,
    contact: str | None,
    proxy: str | None,
    allow_private: tuple[str, ...],
    *,
    force: bool,
    dry_run: bool,
) -> Exit:
    """Look at a site, and write a profile of it.

    URL is a domain or the address of the site. It is visited as in a crawl: robots.txt is obeyed, with
    pauses. Feeds, sitemaps, WordPress' API and sections are looked for, what its articles' addresses have in
    common is learned, and three articles are read. What is not sure is listed, and noted in the file.
    """
    from scraper.crawler.discovery.site_survey import scout
    from scraper.crawler.runs.targets import address
    from scraper.outlets.writing import save

    home = address(url)
    if not (force or dry_run or output):
        _check_new(home)
    chosen = options.settings(None, contact, proxy, allow_private)
    found = scout(home, chosen, name=name, say=_say)
    if found.draft is None or not found.named:
        return _without_profile(found, home)
    for doubt in found.draft.unsure:
        _say(f"not sure: {doubt}")
    text = found.draft.text(_remarks(found.draft))
    if dry_run:
        click.echo(text, nl=False)
    else:
        path = _place(output, found.draft.outlet.slug)
        save(text, path, force=force)
        click.echo(f"{path} is written; look it over, then: kliping crawl {path.stem}")
    return exit_code(found)


def exit_code(found: Scouted) -> Exit:
    """How it ended, if there is a profile: none of the articles may have failed."""
    from scraper.model import Article

    return Exit.OK if all(isinstance(t.result, Article) for t in found.trials) else Exit.SOME_FAILED


def _without_profile(found: Scouted, home: str) -> Exit:
    """Why there is none."""
    from scraper.crawler.report import describe
    from scraper.model import Refused

    if found.interrupted:
        terminal.complain("interrupted; nothing was written")
        return Exit.INTERRUPTED
    if found.trouble is None:
        terminal.complain(f"{home} names no articles, in no feed, sitemap or link; no profile was written")
        return Exit.NOTHING_FOUND
    terminal.complain(f"{home} did not come: {describe(found.trouble)}; no profile was written")
    return Exit.REFUSED if isinstance(found.trouble, Refused) else Exit.SOME_FAILED


def _check_new(home: str) -> None:
    """Raise UsageError for a site that has a profile, before it is visited."""
    from scraper.errors import UsageError
    from scraper.outlets import find, load_outlets
    from scraper.text.urls import host

    existing = find(home, load_outlets())
    if existing and host(existing.home).removeprefix("www.") == host(home).removeprefix("www."):
        raise UsageError(
            f"{existing.name} has a profile: see kliping outlets show {existing.slug}; give --force"
            " to write a profile of your own all the same"
        )


def _place(output: str | None, slug: str) -> Path:
    from pathlib import Path

    from scraper.errors import UsageError
    from scraper.outlets.registry import USER_FOLDER

    try:
        return Path(output).expanduser() if output else USER_FOLDER.expanduser() / f"{slug}.toml"
    except RuntimeError as fault:
        raise UsageError("there is no home folder to write to; name a file with --output") from fault


def _remarks(draft: Draft) -> list[str]:
    family = [f"Its pages are those of the family {draft.family.slug}."] if draft.family else []
    return [
        "Drafted by `kliping outlets add` from what the site names itself; nobody has looked it over yet.",
        *family,
        *(f"Not sure: {doubt}." for doubt in draft.unsure),
    ]


def _say(line: str) -> None:
    click.echo(terminal.printable(line), err=True)
