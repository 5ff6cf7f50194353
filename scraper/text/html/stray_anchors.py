"""Anchors that nobody closed: their text is no link.

An `<a>` without its end goes on until the next one begins, through every paragraph between (the HTML parser
repeats it in each block). Where one anchor holds paragraph after paragraph, or leads nowhere, it is such a
fault, or marks a place, and the lines in it count as unlinked.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.text.html.elements import Line

PARAGRAPH = 80
"""Characters of a linked line from which on it may be a paragraph."""

MANY_PARAGRAPHS = 3
"""So many paragraphs in one anchor are no teaser, which is a title and an excerpt."""


def unlink(lines: Sequence[Line], source: bytes) -> None:
    """Take the links from the lines that stray anchors hold. `source` is the page in UTF-8."""
    paragraphs: dict[str, int] = {}
    for line in lines:
        if line.linked >= PARAGRAPH and _is_linked(line) and (target := _target(line)) is not None:
            paragraphs[target] = paragraphs.get(target, 0) + 1
    strays = {target for target, count in paragraphs.items() if _is_stray(target, count, source)}
    if strays:
        for line in lines:
            if _is_linked(line) and _target(line) in strays:
                line.unlink()


def _is_linked(line: Line) -> bool:
    return line.linked > 0.8 * len(line.text)


def _is_stray(target: str, count: int, source: bytes) -> bool:
    if not target or count < MANY_PARAGRAPHS:
        return not target
    written = max(source.count(form.encode()) for form in (target, escape(target)))
    return written < count


def _target(line: Line) -> str | None:
    """Where the anchor around a line's text leads, "" for one without address; None if it holds others."""
    outer = None if line.anchors else line.box.parent_anchor
    anchors = line.anchors if outer is None else [outer]
    targets = {anchor.get("href").strip() for anchor in anchors}
    return targets.pop() if len(targets) == 1 else None
