"""Pointers: lines between the paragraphs that lead to other articles, alone or in a list under a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.extraction.body.body_box import is_prose
from scraper.text import phrases, prose
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.text.html.elements import Box, Line

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w")
"""An address of the web or of mail, shown as such."""


def cut(judged: list[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Cut what points elsewhere: a line that is a link and nothing else, a list under a title of its own."""
    result = []
    home: Line | None = None
    listed: Box | None = None
    resumes = _resumption(judged)
    for at, (line, given) in enumerate(judged):
        why = given
        if not why and line.linked >= 0.85 * len(line.text) and _points_away(line):
            heads = listed is None and home is not None and _heads(line, judged[at + 1 : at + 2], home)
            why = "" if heads else "read-also"
        elif (_titles_list(line, why) and _lists(judged[at + 1 : at + 4])) or (
            why == "tags" and not line.linked
        ):
            listed, why = _list_box(judged[at : at + 4]), why or "read-also"
        elif listed is not None and why in {"", "caption"}:
            ends = (home is not None and _goes_on(line, judged[at + 1 : at + 2], home)) or (
                at <= resumes and not why and _resumes(line, judged[at + 1 : at + 2], listed)
            )
            listed = None if ends else listed
            why = "" if ends else "read-also"
        if not why and is_prose(line):
            home = line
        result.append((line, why))
    return result


def cut_excerpts(judged: list[tuple[Line, str]], is_own: Callable[[str], bool]) -> list[tuple[Line, str]]:
    """Cut the excerpts of teasers that stand beside the text: one paragraph in a box, under a linked title.

    `is_own` says whether an address is one of the page's own site.
    """
    result = []
    home: Line | None = None
    title: Line | None = None
    for at, (line, given) in enumerate(judged):
        why = given
        if why == "read-also":
            title = line if line.links else title
        elif not why and is_prose(line):
            following = judged[at + 1][0] if at + 1 < len(judged) else None
            if (
                home
                and title
                and _is_excerpt(line, title, home, following)
                and is_own(title.links[0].get("href"))
            ):
                why = "read-also"
            else:
                home = line
            title = None
        result.append((line, why))
    return result


def _is_excerpt(line: Line, title: Line, home: Line, following: Line | None) -> bool:
    """Whether a line is all of the text in a box that begins with a linked title, apart from the prose."""
    if _alike(line, home) or not _is_unlinked(line) or line.index > title.index + 3:
        return False
    cell = next(box for box in line.box.path() if title.box.within(box))
    goes_on = following is not None and following.box.within(cell) and _is_paragraph(following)
    return title.linked >= 0.85 * len(title.text) and not home.box.within(cell) and not goes_on


def _goes_on(line: Line, following: list[tuple[Line, str]], home: Line) -> bool:
    return _alike(line, home) or _heads(line, following, home)


def _resumption(judged: list[tuple[Line, str]]) -> int:
    """The last line behind which there is more prose than before it: no list there ends the text."""
    sizes = [len(line.text) if not why and _is_paragraph(line) else 0 for line, why in judged]
    before, total = 0, sum(sizes)
    for at, size in enumerate(sizes):
        if 2 * before > total:
            return at - 1
        before += size
    return len(sizes)


def _list_box(lines: list[tuple[Line, str]]) -> Box:
    """The box that holds the title of a list and its first links."""
    title = lines[0][0].box
    links = [line.box for line, _ in lines[1:] if line.linked]
    return next(box for box in title.path() if all(link.within(box) for link in links))


def _resumes(line: Line, following: list[tuple[Line, str]], listed: Box) -> bool:
    """Whether the text begins, or goes on, behind a list: outside its box, or with paragraph on paragraph."""
    if not _is_paragraph(line):
        return False
    on = any(
        not why and _is_paragraph(below) and below.box.parent is line.box.parent for below, why in following
    )
    return on or not line.box.within(listed)


def _points_away(line: Line) -> bool:
    """A link shown as an address is text; so is a bare name or number."""
    return prose.size(line.text) > 12 and bool(line.links) and not ADDRESS.search(line.text)


def _titles_list(line: Line, why: str) -> bool:
    text = line.text
    return (
        len(text) <= 40
        and not line.linked
        and (
            why == "read-also" or bool(phrases.RELATED_START.match(text) or phrases.LATEST_START.match(text))
        )
    )


def _lists(following: list[tuple[Line, str]]) -> bool:
    """Whether the lines behind a title are a list of links: prose behind it makes it a heading."""
    lines = [line for line, _ in following]
    return any(line.linked for line in lines) and not _is_paragraph(lines[0])


def _alike(line: Line, home: Line) -> bool:
    """Whether a line goes on where the prose was: in the same box, or in one that looks like it."""
    if line.box.parent is home.box.parent:
        return True
    same = (line.box.tag, line.box.depth, line.box.label) == (home.box.tag, home.box.depth, home.box.label)
    return same and _is_unlinked(line)


def _heads(line: Line, following: list[tuple[Line, str]], home: Line) -> bool:
    """Whether a line is a heading of the text that goes on behind it."""
    if line.box.tag not in HEADINGS or (line.linked and line.box.parent is not home.box.parent):
        return False
    return any(not why and is_prose(below) and _alike(below, home) for below, why in following)


def _is_paragraph(line: Line) -> bool:
    return is_prose(line) and _is_unlinked(line)


def _is_unlinked(line: Line) -> bool:
    return line.linked < 0.3 * len(line.text)
