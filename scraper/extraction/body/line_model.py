"""A linear model of lines: it vetoes short lines that the rules keep and that are unlike text.

Each line has named yes/no marks, such as `size:tiny` or `place:behind the prose`. The score of a line is the
sum of their weights; a line below `THRESHOLD` is more like boilerplate than like text. The weights are in
`line_weights.toml`, which `python -m scripts.train_lines` learns from annotated pages. The model sees neither
what the rules say of a line nor any phrase, and it restores no line that they cut.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from scraper.text import prose
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from scraper.text.html.elements import Box, Line

REASON = "unlike-text"
"""The reason recorded for a line that the model vetoes."""

WEIGHTS = "line_weights.toml"
THRESHOLD = -0.25
"""The score below which a line is vetoed; with it no field of pages of sites left out became worse."""

LONG = 120
"""The size of a line from which on it is long prose, which is never vetoed."""

FULL = 60
"""The size of a line from which on it is guarded if it ends as a sentence and has no link."""

MAX_RUN = 3
"""So many lines in a row are vetoed at most between long prose: more are a catalogue, or a table."""

MAX_SHARE = 0.5
"""The part of the lines up to which vetoes are believed: beyond it the page is of a kind not learned."""

NAMED_MARKS = 3
"""How many marks are named as those that weigh most."""

BIAS = "bias"
"""The mark that every line has."""

_SIZES = ((15, "tiny"), (30, "short"), (60, "medium"), (LONG, "sentence"))
_CAPITALS = ((0.3, "few"), (0.6, "some"), (0.99, "most"))
_TAGS = frozenset(("p", "div", "center", "td"))
_LABEL = re.compile(r"\W*\w[\w /&-]{1,24}([:.|])(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S|@\w")
_NUMBER = re.compile(r"\d+")
_ENDS = {
    **dict.fromkeys(")]", "bracket"),
    **dict.fromkeys("*»›>→", "symbol"),
    **dict.fromkeys("-–—", "dash"),
    ":": "colon",
    ",": "comma",
    "!": "exclamation",
    "?": "question",
    "…": "ellipsis",
}
_OPENS = {**dict.fromkeys("([", "bracket"), **dict.fromkeys("\"'“‘«„", "quote")}
_BOXES = {
    (True, True): "as prose",
    (True, False): "as prose but apart",
    (False, True): "next to prose",
    (False, False): "unlike prose",
}
"""The box of a line beside those of long prose: by tag and label, and by the box around."""
_GUARDS = frozenset(("li", "dt", "dd", "blockquote"))
"""Boxes of lines that are short by nature: list items, and quotations with the names of those quoted."""
_SOURCE = re.compile(r"\W*(?:sumber|source)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """The lines that the rules keep, in order, and what is usual for the long prose among them.

    `long` holds the places of long prose in `lines`; `name` is the tag and label that most of it has,
    `parents` are the boxes around its boxes, `boxes` all boxes around it. `pictured` holds the document's
    indexes of lines that follow a picture, `repeated` texts that recur, numbers aside.
    """

    lines: Sequence[Line]
    long: Sequence[int]
    name: tuple[str, str]
    parents: Container[Box | None]
    boxes: Container[Box]
    pictured: Container[int]
    repeated: Container[str]


def context(lines: Sequence[Line], pictured: Container[int]) -> Context:
    """What the marks of each of these lines are judged by."""
    long = [at for at, line in enumerate(lines) if _is_long(line)]
    boxes = {lines[at].box: None for at in long}
    names = Counter((lines[at].box.tag, lines[at].box.label) for at in long)
    texts = Counter(_without_numbers(line.text) for line in lines if len(line.text) < LONG)
    return Context(
        lines=lines,
        long=long,
        name=max(names, key=names.__getitem__, default=("", "")),
        parents={box.parent for box in boxes},
        boxes={around for box in boxes for around in box.path()},
        pictured=pictured,
        repeated={text for text, count in texts.items() if count > 1},
    )


def _is_long(line: Line) -> bool:
    size = len(line.text)
    return prose.size(line.text) >= LONG and line.linked < 0.5 * size and line.box.tag not in HEADINGS


def _without_numbers(text: str) -> str:
    return _NUMBER.sub("0", text)


@dataclass(frozen=True, slots=True)
class Vetoes:
    """The document's indexes of lines that are unlike text, and the marks that weigh most against them."""

    lines: frozenset[int] = frozenset()
    marks: tuple[str, ...] = ()


def vetoes(lines: Sequence[Line], pictured: Container[int]) -> Vetoes:
    """Which of the lines that the rules keep are unlike text.

    Long prose is never vetoed, and nothing is on a page without it.
    """
    around = context(lines, pictured)
    if not around.long:
        return Vetoes()
    weight = weights()
    judged = {at: marks(at, around) for at, line in enumerate(lines) if not is_guarded(line, around)}
    below = [at for at, given in judged.items() if score(given, weight) < THRESHOLD]
    places = [at for run in _runs(below) if len(run) <= MAX_RUN or not _is_inner(run, around) for at in run]
    if not places or len(places) > MAX_SHARE * len(lines):
        return Vetoes()
    totals: Counter[str] = Counter()
    for at in places:
        totals.update({mark: -weight.get(mark, 0.0) for mark in judged[at]})
    heaviest = [mark for mark, total in totals.most_common(NAMED_MARKS) if total > 0]
    return Vetoes(frozenset(lines[at].index for at in places), tuple(heaviest))


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Ascending places, parted where they do not follow each other."""
    runs: list[list[int]] = []
    for at in places:
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _is_inner(run: Sequence[int], around: Context) -> bool:
    return around.long[0] < run[0] and run[-1] < around.long[-1]


def score(given: Iterable[str], weight: Mapping[str, float]) -> float:
    """How much a line with these marks is like text; a mark without a weight counts nothing."""
    return sum(weight.get(mark, 0.0) for mark in given)


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each mark: above 0 it speaks for text, below 0 for boilerplate."""
    text = files("scraper.extraction.body").joinpath(WEIGHTS).read_text("utf-8")
    table: dict[str, float] = tomllib.loads(text)
    return table


def is_guarded(line: Line, around: Context) -> bool:
    """Whether a line is kept whatever its marks: text that is short by nature looks like boilerplate."""
    text = line.text
    if prose.size(text) >= FULL and prose.ends_sentence(text) and not line.linked:
        return True
    return (
        _is_long(line)
        or line.box.tag in HEADINGS
        or text[-1] in "-–—"  # a dateline
        or text[0] == "#"
        or bool(_SOURCE.match(text))
        or any(
            box.tag in _GUARDS or (box.tag == "table" and box not in around.boxes) for box in line.box.path()
        )
    )


def marks(at: int, around: Context) -> list[str]:
    """The marks of the line at this place."""
    line = around.lines[at]
    return [BIAS, *_text_marks(line.text), *_markup_marks(line, around), *_place_marks(at, around)]


def _text_marks(text: str) -> Iterator[str]:
    size = prose.size(text)
    yield f"size:{_class(size, _SIZES, 'long')}"
    yield f"ends:{_ENDS.get(text[-1]) or ('sentence' if prose.ends_sentence(text) else 'open')}"
    if label := _LABEL.match(text):
        yield f"opens:label{label[1]}"
    first = text[0]
    if first in _OPENS:
        yield f"opens:{_OPENS[first]}"
    elif not first.isalpha():
        yield "opens:digit" if first.isdigit() else "opens:symbol"
    elif first.islower():
        yield "opens:small letter"
    if size < LONG:
        yield from _word_marks(text)


def _word_marks(text: str) -> Iterator[str]:
    if any(map(str.isdigit, text)):
        yield "holds:digit"
    if "|" in text or "/" in text:
        yield "holds:bar"
    if _ADDRESS.search(text):
        yield "holds:address"
    words = _WORD.findall(text)
    if text.isupper():
        yield "capitals:all letters"
    elif len(words) > 1:
        share = sum(word[0].isupper() for word in words) / len(words)
        yield f"capitals:{_class(share, _CAPITALS, 'every word')}"


def _class(value: float, limits: Sequence[tuple[float, str]], last: str) -> str:
    return next((name for limit, name in limits if value < limit), last)


def _markup_marks(line: Line, around: Context) -> Iterator[str]:
    size, tag = len(line.text), line.box.tag
    yield f"tag:{tag if tag in _TAGS else 'heading' if tag in HEADINGS else 'other'}"
    if line.linked:
        yield "linked:most" if line.linked > 0.5 * size else "linked:part"
    if line.strong:
        yield "strong:all" if line.strong > 0.9 * size else "strong:part"
    named, beside = (tag, line.box.label) == around.name, line.box.parent in around.parents
    yield f"box:{_BOXES[named, beside]}"
    if line.index in around.pictured:
        yield "place:under a picture"
    if around.repeated and _without_numbers(line.text) in around.repeated:
        yield "repeated"


def _place_marks(at: int, around: Context) -> Iterator[str]:
    if not around.long:
        return
    if at < around.long[0]:
        yield "place:before the prose"
    elif at > around.long[-1]:
        yield "place:behind the prose"
    distance = min((abs(at - other) for other in around.long if other != at), default=len(around.lines))
    yield f"distance:{_class(distance, ((2, '1'), (3, '2'), (6, '3-5')), 'far')}"
