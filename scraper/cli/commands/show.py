"""`kliping show`: an article of the archive, its history, and what changed in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.model import Article


@click.command("show", epilog=exits.EPILOG)
@click.argument("article", metavar="URL-OR-ID")
@click.option("--history", is_flag=True, help="List the article's revisions.")
@click.option("--diff", is_flag=True, help="Show what changed in its text and fields, word by word.")
@click.option(
    "--rev",
    nargs=2,
    type=click.IntRange(min=1),
    metavar="A B",
    help="With --diff: compare these two revisions, not the last two.",
)
@options.archive
@options.as_json
def command(
    article: str,
    rev: tuple[int, int] | None,
    archive: str | None,
    *,
    history: bool,
    diff: bool,
    as_json: bool,
) -> Exit:
    """Show one article, named by its URL or by the number that `kliping search` prints.

    --history lists every state in which it was seen: when, how it was read, and which fields had changed.
    --diff shows the words: in colour, or as [-old-] and {+new+}. The exit code is 3 when the archive does
    not have the article, or, with --diff, when it never changed.
    """
    if (history and diff) or (rev and not diff):
        raise click.UsageError("use either --history, or --diff (which --rev belongs to)")
    with options.open_archive(archive) as store:
        found = options.article_id(article, store)
        if found is None:
            terminal.complain(f"the archive has no article {article}; `kliping search` finds what it has")
            return Exit.NOTHING_FOUND
        if history:
            return _show_history(store, found, as_json=as_json)
        if diff:
            return _show_diff(store, found, rev, as_json=as_json)
        return _show_article(_revision(store, found), as_json=as_json)


def _show_article(article: Article, *, as_json: bool) -> Exit:
    if as_json:
        from scraper.cli.display.output import write_json

        write_json(article.to_dict(), indent=2)
    else:
        from scraper.cli.display import article_view

        article_view.show(article)
    return Exit.OK


def _show_history(store: Archive, article_id: int, *, as_json: bool) -> Exit:
    from scraper.cli.display import revision_view
    from scraper.cli.display.output import write_json

    revisions = store.articles.revisions.of(article_id)
    for revision in revisions:
        if as_json:
            write_json(asdict(revision))
        else:
            click.echo(revision_view.history_line(revision))
    return Exit.OK


def _show_diff(store: Archive, article_id: int, numbers: tuple[int, int] | None, *, as_json: bool) -> Exit:
    from scraper.cli.display import revision_view
    from scraper.cli.display.output import write_json

    if numbers is None:
        last = len(store.articles.revisions.of(article_id))
        if last < 2:
            terminal.complain("the article has not changed since it was first seen")
            return Exit.NOTHING_FOUND
        numbers = (last - 1, last)
    before, after = (_revision(store, article_id, number) for number in numbers)
    if as_json:
        states = zip(numbers, (before, after), strict=True)
        write_json(
            {"revisions": [{"number": number, "article": state.to_dict()} for number, state in states]},
            indent=2,
        )
        return Exit.OK
    click.echo(terminal.style(f"{before.url}: revision {numbers[0]} and {numbers[1]}", bold=True))
    for line in revision_view.diff_lines(before, after):
        click.echo(line)
    return Exit.OK


def _revision(store: Archive, article_id: int, number: int | None = None) -> Article:
    """An article as it was in the revision of this number, or as it is now."""
    earlier = store.articles.revisions.content(article_id, number) if number else None
    article = earlier or store.articles.get(article_id)
    assert article is not None
    return article
