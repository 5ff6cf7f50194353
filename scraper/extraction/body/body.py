"""The body: read the lines of the box that holds the article's text (`body_box`), in order.

Each line in it is kept as a block or cut for a reason, which is recorded.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.extraction.body.body_box import MIN_PROSE
from scraper.model import Block, Removed
from scraper.text import dates, phrases, prose
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.model.article import BlockKind
    from scraper.text.html.elements import Box, Line

_OPENERS = HEADINGS | {"li", "blockquote"}
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w")
_SIGNED = re.compile(r"^[^:@]+\s\S+@\S+\.\w+$")
"""A name and an address of mail, as reporters sign."""
_DATELINE_ALONE = re.compile(r"^[A-Z][^\W\d][\w .,'()/-]{1,40}\s(?:--?|[–—])$")
_POST = re.compile(
    r"pic\.twitter\.com/|//t\.co/|(?:twitter|x|instagram|facebook|tiktok)\.com/\S+/(?:status|p|posts|video)/"
)
_LOOSE = frozenset(("nav", "share", "advert", "pitch"))
"""Roles of boxes that a pointer to another article may stand in; what it says counts for more."""

_LABEL_ALONE = re.compile(
    r"(?:penulis|editor|reporter|redaktur|pewarta|sumber|source|author|writer)\s*:?$", re.IGNORECASE
)


@dataclass(slots=True)
class Body:
    """The article's text. `first` and `last` are indexes of the lines it spans in the document."""

    box: Box
    blocks: list[Block] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    cut: list[tuple[str, Line]] = field(default_factory=list)
    first: int = 0
    last: int = 0


def choose(evidence: Evidence, box: Box, *, title: str, start: int, captions: Container[int]) -> Body:
    """Read the lines in a box, from the line `start` on.

    `title` is the headline's key, for its repetitions; `captions` holds the indexes of captions' lines.
    """

    def skip(line: Line) -> str:
        if line.index in captions:
            return "caption"
        named = len(line.text) <= 40 and prose.key(line.text).replace(" ", "") in evidence.site_names
        return "byline" if named else ""

    memory = evidence.memory
    lines = evidence.page.lines_in(box, start)
    body = Body(box, first=lines[0].index if lines else 0, last=lines[-1].index if lines else 0)
    judged = [(line, _judge(line, box, skip, title)) for line in lines]
    kept = sum(len(line.text) for line, why in judged if not why)
    by_role = sum(len(line.text) for line, why in judged if why.startswith("role:"))
    if kept < 0.5 * by_role:
        judged = [(line, _judge(line, line.box, skip, title)) for line in lines]
    judged = _pointers(_embeds(_names(judged)))
    if memory is not None:
        judged = [(line, why or ("recurring" if memory.recurs(line.text) else "")) for line, why in judged]
    judged = _edges(judged)
    for line, why in judged:
        if why:
            body.cut.append((why.removeprefix("role:"), line))
        else:
            body.kept.append(line)
    _to_blocks(body)
    return body


def _judge(line: Line, box: Box, skip: Callable[[Line], str], title: str) -> str:
    for around in _inside(line.box, box):
        name = boilerplate.role(around)
        if name:
            points = name in _LOOSE and boilerplate.reason(line) == "read-also"
            return "read-also" if points else f"role:{boilerplate.REASONS[name]}"
    return skip(line) or boilerplate.reason(line) or ("byline" if _repeats_title(line.text, title) else "")


def _repeats_title(text: str, title: str) -> bool:
    """Whether a text is the title again; `title` is its key, whose first word the text must hold."""
    return title.partition(" ")[0] in text.casefold() and prose.key(text) == title


def _pointers(judged: list[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Cut what points elsewhere: a line that is a link and nothing else, a list under a title of its own."""
    result = []
    home: Line | None = None
    listing = False
    for at, (line, given) in enumerate(judged):
        why = given
        if not why and line.linked >= 0.85 * len(line.text) and _points_away(line):
            heads = not listing and home is not None and _heads(line, judged[at + 1 : at + 2], home)
            why = "" if heads else "read-also"
        elif (_titles_list(line, why) and _lists(judged[at + 1 : at + 4])) or (
            why == "tags" and not line.linked
        ):
            listing, why = True, why or "read-also"
        elif listing and why in {"", "caption"}:
            listing = home is None or not (_alike(line, home) or _heads(line, judged[at + 1 : at + 2], home))
            why = "read-also" if listing else ""
        if not why and _is_prose(line):
            home = line
        result.append((line, why))
    return result


def _points_away(line: Line) -> bool:
    """A link shown as an address is text; so is a bare name or number."""
    return prose.size(line.text) > 12 and bool(line.links) and not _ADDRESS.search(line.text)


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
    return any(line.linked for line in lines) and not (_is_prose(lines[0]) and _is_unlinked(lines[0]))


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
    return any(not why and _is_prose(below) and _alike(below, home) for below, why in following)


def _is_unlinked(line: Line) -> bool:
    return line.linked < 0.3 * len(line.text)


def _edges(judged: list[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Cut what stands before the first and behind the last line of prose and is none."""
    prose_at = [i for i, (line, why) in enumerate(judged) if not why and _is_prose(line)]
    if not prose_at:
        return judged
    first, last = prose_at[0], prose_at[-1]
    opening = judged[first][0]

    def strays(i: int, line: Line) -> bool:
        return (i > last and not _may_close(line)) or (i < first and not _may_open(line, opening))

    return [(line, "byline" if not why and strays(i, line) else why) for i, (line, why) in enumerate(judged)]


def _is_prose(line: Line) -> bool:
    size = prose.size(line.text)
    return size >= 60 or (size >= MIN_PROSE and prose.sentences(line.text) > 0)


def _may_open(line: Line, opening: Line) -> bool:
    """Before the first prose stand headings, standfirsts, items and datelines, but no other short lines."""
    if prose.size(line.text) <= 8 or dates.mostly(line.text):
        return False
    if line.box.tag in _OPENERS or (line.box.tag, line.box.label) == (opening.box.tag, opening.box.label):
        return True
    return line.text[-1] in "-–—:" or (prose.size(line.text) >= MIN_PROSE and prose.ends_sentence(line.text))


def _may_close(line: Line) -> bool:
    text = line.text
    if text.isupper() and "|" in text:
        return False  # a signature: "NAMA PENULIS | NAMA EDITOR"
    if len(text) <= 60 and not prose.ends_sentence(text) and (_SIGNED.search(text) or _leads_on(line)):
        return False
    return line.box.tag in {"li", "p"} or prose.size(line.text) > 20


def _leads_on(line: Line) -> bool:
    """Whether a line leads on, to a section or a print; sources, addresses and items of lists are text."""
    is_text = line.box.tag == "li" or ":" in line.text or _ADDRESS.search(line.text)
    return bool(line.links) and not is_text


def _embeds(judged: list[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Cut all of a quotation that is a post embedded from elsewhere."""
    posts = {quote for line, _ in judged if _is_post(line.text) and (quote := _quotation(line)) is not None}
    return [(line, why or ("embed" if posts and _quotation(line) in posts else "")) for line, why in judged]


def _is_post(text: str) -> bool:
    return ("/" in text) and bool(_POST.search(text))


def _quotation(line: Line) -> Box | None:
    return next((box for box in line.box.path() if box.tag == "blockquote"), None)


def _names(judged: list[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Cut the name that follows a label standing alone ("Editor", then the name in the next cell)."""
    result: list[tuple[Line, str]] = []
    after_label = False
    for line, why in judged:
        result.append((line, "byline" if after_label and not why and len(line.text) <= 60 else why))
        after_label = bool(_LABEL_ALONE.match(line.text))
    return result


def _to_blocks(body: Body) -> None:
    body.removed += [Removed(why, line.text) for why, line in body.cut]
    lead = _leading(body)
    items = Counter(box for line in body.kept for box in _inside(line.box, body.box) if box.tag == "li")
    opening = ""
    for line in body.kept:
        text, aside = strip_asides(f"{opening} {line.text}" if opening else line.text)
        opening = ""
        body.removed += [Removed("read-also", part) for part in aside]
        text = phrases.END_MARK.sub("", text).strip() if text.endswith("*") else text
        if not body.blocks and _DATELINE_ALONE.match(text):
            opening = text
        elif text:
            body.blocks.append(Block("lead" if line is lead else _kind(line, body, items), text))


def _inside(box: Box, outer: Box) -> Iterator[Box]:
    """The box and those around it, short of the outer one."""
    return takewhile(lambda around: around is not outer, box.path())


def _leading(body: Body) -> Line | None:
    """The first line, if a by-line or a picture parts it from the others: then it is a standfirst."""
    if len(body.kept) < 2 or len(body.kept[0].text) > 600:
        return None
    first, second = body.kept[0].index, body.kept[1].index
    parted = [why for why, line in body.cut if first < line.index < second]
    return body.kept[0] if "byline" in parted else None


def strip_asides(text: str) -> tuple[str, list[str]]:
    """A paragraph without the "(Baca juga: …)" in it, and what was taken out."""
    if "(" not in text and "[" not in text:
        return text, []
    found = [match.group().strip() for match in phrases.READ_ALSO_ASIDE.finditer(text)]
    return (phrases.READ_ALSO_ASIDE.sub("", text), found) if found else (text, [])


def _kind(line: Line, body: Body, items: Mapping[Box, int]) -> BlockKind:
    """What a line is; `items` counts the lines of each list item: one of several holds paragraphs."""
    for box in _inside(line.box, body.box):
        if box.tag in HEADINGS:
            return "h"
        if box.tag == "li" and items[box] == 1:
            return "li"
        if box.tag == "blockquote":
            return "quote"
    size = len(line.text)
    if size <= 120 and line.strong >= 0.9 * size and line.text[-1] not in '.!,;:"”':
        return "h"
    return "p"
