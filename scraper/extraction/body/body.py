"""The body: read the lines of the box that holds the article's text (`body_box`), in order.

Each line in it is kept as a block or cut for a reason, which is recorded.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate, line_model, pointers
from scraper.extraction.body.body_box import MIN_PROSE, is_prose
from scraper.model import Block, Removed
from scraper.text import dates, interstitials, phrases, prose
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.model.article import BlockKind
    from scraper.text.html.elements import Box, Line

_OPENERS = HEADINGS | {"li", "blockquote"}
_SIGNED = re.compile(r"^[^:@]+\s\S+@\S+\.\w+$")
"""A name and an address of mail, as reporters sign."""
_BRACKETED = re.compile(r"\([^():.!?]{1,58}\)$")
"""A line in brackets that is neither a sentence nor, with a colon, a source."""
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
    """The article's text. `first` and `last` are indexes of the lines it spans in the document.

    `unlike` holds the marks that weigh most against the lines that `line_model` vetoes.
    """

    box: Box
    blocks: list[Block] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    cut: list[tuple[str, Line]] = field(default_factory=list)
    first: int = 0
    last: int = 0
    unlike: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """Where the text is from, for the article's provenance."""
        name = f"{self.box.tag}.{self.box.label}".rstrip(".")
        return f"{name}; unlike text: {', '.join(self.unlike)}" if self.unlike else name


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
    judged = pointers.cut_excerpts(pointers.cut(_embeds(_names(judged))), evidence.is_own)
    if memory is not None:
        judged = [(line, why or ("recurring" if memory.recurs(line.text) else "")) for line, why in judged]
    judged = _edges(judged)
    vetoes = line_model.vetoes(
        [line for line, why in judged if not why], {picture.index for picture in evidence.page.pictures}
    )
    body.unlike = vetoes.marks
    for line, given in judged:
        why = line_model.REASON if line.index in vetoes.lines else given
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


def _edges(judged: list[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Cut what stands before the first and behind the last line of prose and is none."""
    prose_at = [i for i, (line, why) in enumerate(judged) if not why and is_prose(line)]
    if not prose_at:
        return judged
    first, last = prose_at[0], prose_at[-1]
    opening = judged[first][0]

    def strays(i: int, line: Line) -> bool:
        return (i > last and not _may_close(line)) or (i < first and not _may_open(line, opening))

    return [(line, "byline" if not why and strays(i, line) else why) for i, (line, why) in enumerate(judged)]


def _may_open(line: Line, opening: Line) -> bool:
    """Before the first prose stand headings, standfirsts, items and datelines, but no other short lines."""
    if prose.size(line.text) <= 8 or dates.mostly(line.text) or line.linked >= 0.85 * len(line.text):
        return False
    if line.box.tag in _OPENERS or (line.box.tag, line.box.label) == (opening.box.tag, opening.box.label):
        return True
    return line.text[-1] in "-–—:" or (prose.size(line.text) >= MIN_PROSE and prose.ends_sentence(line.text))


def _may_close(line: Line) -> bool:
    text = line.text
    if (text.isupper() and "|" in text) or _BRACKETED.match(text):
        return False  # a signature: "NAMA PENULIS | NAMA EDITOR", "(Ditulis oleh Nama)"
    if interstitials.paywall_message([text]):
        return False
    if len(text) <= 60 and not prose.ends_sentence(text) and (_SIGNED.search(text) or _leads_on(line)):
        return False
    return line.box.tag in {"li", "p"} or prose.size(line.text) > 20


def _leads_on(line: Line) -> bool:
    """Whether a line leads on, to a section or a print; sources, addresses and items of lists are text."""
    is_text = line.box.tag == "li" or ":" in line.text or pointers.ADDRESS.search(line.text)
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
