"""`kliping search`: full-text search in the archive, and the articles that changed."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scraper.archive import Archive, Hit
    from scraper.archive.articles.revisions import Change

MAX_LIMIT = 10_000


class _Search(click.Command):
    """Takes -kata for a word of the query, where click would look for an option -k."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        unwanted = [word for word in args if re.match(r'-["\w]\w', word)]
        rest = super().parse_args(ctx, [word for word in args if word not in unwanted])
        if not (ctx.params["query"] or ctx.params["changed"] or ctx.resilient_parsing):
            raise click.MissingParameter(ctx=ctx, param=self.params[0])
        ctx.params["query"] = (*(ctx.params.get("query") or ()), *unwanted)
        return rest


@click.command("search", cls=_Search, epilog=exits.EPILOG)
@click.argument("query", nargs=-1, metavar="WORD…")
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@options.since
@options.until
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, MAX_LIMIT),
    metavar="N",
    help="At most so many hits.",
)
@click.option("--stem", is_flag=True, help="Find other forms of a word too: korupsi, dikorupsi, mengorupsi.")
@click.option(
    "--changed", is_flag=True, help="List articles that were edited, the newest edit first; words narrow it."
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
    stem: bool,
    changed: bool,
    as_json: bool,
) -> Exit:
    """Find articles that hold all the words, the best hits first.

    "a phrase" stands as it is, -word is left out, word* finds every word that begins so; quote them for the
    shell: kliping search '"harga beras" petani* -impor'. With --stem, a word stands for all forms of its
    root, and "word" in quotes for itself. The exit code is 3 when nothing is found.

    With --changed, each edit of an article is listed: headlines with the one before, and "silent" where the
    article does not say that it was edited; "read again" is what a newer kliping read from the same page.
    --since and --until are then days (UTC) on which the edit was seen. `kliping show URL --diff` shows the
    words.
    """
    options.check_days(since, until)
    words = " ".join(query)
    with options.open_archive(archive) as store:
        slug = options.outlet_slug(outlet, store) if outlet is not None else None
        if changed:
            matching = _matching(store, words, slug, stem=stem) if words else None
            edits = store.articles.revisions.changes(slug, since, until)
            return _list_changes(edits, matching, limit, as_json=as_json)
        hits = store.search(words, outlet=slug, since=since, until=until, limit=limit, stem=stem)
    for hit in hits:
        if as_json:
            from scraper.cli.display.output import write_json

            write_json(_to_dict(hit))
        else:
            _print(hit)
    if not hits:
        terminal.complain(f"nothing found for {words!r}; try fewer words, or the beginning of one: kata*")
        return Exit.NOTHING_FOUND
    return Exit.OK


def _matching(store: Archive, words: str, slug: str | None, *, stem: bool) -> set[str]:
    """The addresses of the articles that match, as far as a search goes."""
    return {hit.url for hit in store.search(words, outlet=slug, limit=MAX_LIMIT, stem=stem)}


def _list_changes(changes: Iterable[Change], matching: set[str] | None, limit: int, *, as_json: bool) -> Exit:
    from scraper.cli.display import revision_view
    from scraper.cli.display.output import write_json

    chosen = (change for change in changes if matching is None or change.url in matching)
    found = False
    for change in islice(chosen, limit):
        found = True
        if as_json:
            write_json(asdict(change) | {"silent": change.silent})
        else:
            for line in revision_view.change_lines(change):
                click.echo(line)
    if not found:
        terminal.complain("no article was seen to change")
        return Exit.NOTHING_FOUND
    return Exit.OK


def _to_dict(hit: Hit) -> dict[str, Any]:
    from scraper.model.article import iso

    return {
        "id": hit.id,
        "url": hit.url,
        "outlet": hit.outlet,
        "title": hit.title,
        "published_at": iso(hit.published_at),
        "snippet": _bracketed(hit.snippet),
        "rank": hit.rank,
    }


def _print(hit: Hit) -> None:
    """The hit as a few lines; off a terminal, for grep and the like, none of them is wrapped."""
    from scraper.cli.display import article_view

    title = f"{hit.id} {_line(hit.title)}"
    where = f"{hit.outlet} · {article_view.date(hit.published_at)}"
    if not sys.stdout.isatty():
        lines = [title, f"  {where}", f"  {_line(_bracketed(hit.snippet))}"]
    else:
        lines = [terminal.style(line, bold=True) for line in terminal.wrapped(title)]
        lines.append(terminal.style(f"  {where}", dim=True))
        lines += _marked(hit.snippet)
    click.echo("\n".join([*lines, terminal.style(f"  {_line(hit.url)}", dim=True), ""]))


def _bracketed(snippet: str) -> str:
    from scraper.archive.queries.search import MARK, UNMARK

    return snippet.replace(MARK, "[").replace(UNMARK, "]")


def _marked(snippet: str) -> list[str]:
    """The snippet wrapped, its matches in colour; in brackets where there is none."""
    if terminal.is_plain():
        return terminal.wrapped(terminal.printable(_bracketed(snippet)), "  ")
    from scraper.archive.queries.search import MARK, UNMARK

    # Each word of a phrase is marked by itself, for a line may end between two of them.
    parts = [terminal.printable(part) for part in re.split(f"[{MARK}{UNMARK}]", snippet)]
    parts[1::2] = [re.sub(r"\S+", rf"{MARK}\g<0>{UNMARK}", match) for match in parts[1::2]]
    return [
        re.sub(f"{MARK}(.*?){UNMARK}", lambda match: terminal.style(match[1], fg="yellow", bold=True), line)
        for line in terminal.wrapped("".join(parts), "  ")
    ]


def _line(text: str) -> str:
    return " ".join(terminal.printable(text).split())
