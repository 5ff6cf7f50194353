"""Revisions in a terminal: an article's history, the words that changed, a list of changed articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.cli.display import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scraper.archive.articles.revisions import Change, Revision
    from scraper.model import Article

_LABELS = {
    "title": "title",
    "published_at": "published",
    "modified_at": "modified",
    "authors": "authors",
    "editors": "editors",
    "captions": "captions",
}
"""The fields that are compared before the text, each with its label."""


def history_line(revision: Revision) -> str:
    """A revision on one line: number, time (UTC), origin, changed fields, headline."""
    changed = _fields(revision.changed) or "first seen"
    title = terminal.printable(revision.title)
    return f"{revision.number:>3}  {_minute(revision.seen_at)}  {revision.kind:<7}  {changed}  {title}"


def diff_lines(before: Article, after: Article) -> Iterator[str]:
    """What changed from one state of an article to another; the whole text, its changes marked."""
    for name, label in _LABELS.items():
        old, new = _text(before, name), _text(after, name)
        if old != new:
            yield f"{label}: {_marked(old, new)}"
    yield ""
    yield _marked(before.text, after.text)


def change_lines(change: Change) -> Iterator[str]:
    """A changed article: when (UTC), what, its headline or both headlines, its address."""
    notes = {"reparse": " · read again"} | ({change.kind: " · silent"} if change.silent else {})
    heading = f"{_minute(change.seen_at)}  {change.outlet}: {_fields(change.changed)}"
    yield terminal.style(heading + notes.get(change.kind, ""), bold=True)
    if change.old_title != change.new_title:
        yield f"  - {terminal.printable(change.old_title)}"
        yield f"  + {terminal.printable(change.new_title)}"
    else:
        yield f"  {terminal.printable(change.new_title)}"
    yield terminal.style(f"  {terminal.printable(change.url)}", dim=True)


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _fields(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_at", "") for name in names)


def _text(article: Article, name: str) -> str:
    if name == "captions":
        return "\n".join(image.caption for image in article.images if image.caption)
    value = article.to_dict()[name]
    return ", ".join(value) if isinstance(value, list) else value or ""


def _marked(old: str, new: str) -> str:
    from scraper.text.similarity.difference import words

    plain = terminal.is_plain()
    brackets = {"old": ("[-", "-]"), "new": ("{+", "+}")}
    colours = {"old": "red", "new": "green"}
    pieces = []
    for side, piece in words(old, new):
        text = "\n".join(terminal.printable(line) for line in piece.split("\n"))
        if side == "same":
            pieces.append(text)
        elif plain:
            pieces.append(brackets[side][0] + text + brackets[side][1])
        else:
            pieces.append(terminal.style(text, fg=colours[side], strikethrough=side == "old"))
    return "".join(pieces)
