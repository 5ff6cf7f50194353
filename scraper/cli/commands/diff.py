"""`kliping diff`: what changed in an article between two of its revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.archive import Archive
    from scraper.model import Article

_NAMES = {
    "title": "title",
    "published_at": "published",
    "modified_at": "modified",
    "authors": "authors",
    "editors": "editors",
    "captions": "captions",
    "text": "",
}


@click.command("diff", epilog=exits.EPILOG)
@click.argument("article", metavar="URL-OR-ID")
@click.option(
    "--rev", nargs=2, type=click.IntRange(min=1), metavar="A B", help="These two, not the last two."
)
@options.archive
def command(article: str, rev: tuple[int, int] | None, archive: str | None) -> Exit:
    """Show what changed in an article, word by word: in colour, or as [-old-] and {+new+}."""
    with options.open_archive(archive) as store:
        found = options.article_id(article, store)
        if found is None:
            terminal.complain(f"the archive has no article {article}; `kliping search` finds what it has")
            return Exit.NOTHING_FOUND
        numbers = [revision.number for revision in store.articles.revisions.of(found)]
        if rev is None and len(numbers) < 2:
            terminal.complain("the article has not changed since it was first seen")
            return Exit.NOTHING_FOUND
        old, new = rev or (numbers[-2], numbers[-1])
        before, after = (_state(store, found, number) for number in (old, new))
    click.echo(terminal.style(f"{before.url}: revision {old} and {new}", bold=True))
    for line in _lines(before, after):
        click.echo(line)
    return Exit.OK


def _state(store: Archive, article_id: int, number: int) -> Article:
    state = store.articles.revisions.content(article_id, number) or store.articles.get(article_id)
    assert state is not None
    return state


def _lines(before: Article, after: Article) -> Iterator[str]:
    for name, shown in _NAMES.items():
        old, new = _text(before, name), _text(after, name)
        if name == "text":
            yield ""
        elif old == new:
            continue
        yield f"{shown}: {_marked(old, new)}" if shown else _marked(old, new)


def _text(article: Article, name: str) -> str:
    if name == "text":
        return article.text
    if name == "captions":
        return "\n".join(image.caption for image in article.images if image.caption)
    value = article.to_dict()[name]
    return ", ".join(value) if isinstance(value, list) else value or ""


def _marked(old: str, new: str) -> str:
    from scraper.text.similarity.difference import words

    plain = terminal.is_plain()
    marks = {"old": ("[-", "-]"), "new": ("{+", "+}")}
    colours = {"old": "red", "new": "green"}
    shown = []
    for side, piece in words(old, new):
        text = "\n".join(terminal.printable(line) for line in piece.split("\n"))
        if side == "same":
            shown.append(text)
        elif plain:
            shown.append(marks[side][0] + text + marks[side][1])
        else:
            shown.append(terminal.style(text, fg=colours[side], strikethrough=side == "old"))
    return "".join(shown)
