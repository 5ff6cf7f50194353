"""The box that holds the article's text.

Every line that reads like prose gives its weight to the boxes around it; going down from the page's root to
the heaviest child each time ends in the box beyond which the text splits up. It holds split bodies whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.text import phrases, prose
from scraper.text.html.elements import HEADINGS

if TYPE_CHECKING:
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.text.html.elements import Box, Line

MIN_PROSE = 25
"""Characters under which a line says nothing about where the body is."""

HOLD = 0.6
"""The part of a box's prose that one child must hold for the search to go on into it."""

HOLD_CALLED = 0.4
"""The same for a child that is called the article's body."""

HOLD_ARTICLE = 0.75
"""The same in an `<article>`: what stands there next to the heaviest child is likely to be text, too."""

TEASED = 0.2
"""What is left of the weight of prose under a headline that is a link, and under the title of comments."""

MUCH_PROSE, LAYOUT_SHARE = 400, 0.8
"""Weight of prose in a table that lays out the page; or the part of the page's prose that it holds."""

FADE = 0.9
"""What every line of links behind the headline takes from the weight of the prose that follows it: the
article is the first prose behind its headline, feeds of other articles come after menus and lists."""

_BODY_LABEL = re.compile(
    r"(?:article|entry|post|story|news|read|detail|berita|single|artikel)[-_]*(?:body|content|text|txt|isi|detail)s?(?![a-z])"
    r"|(?:content|isi|text)[-_]*(?:article|artikel|berita|detail|body|post|news)|articlebody"
)
_PIECE = re.compile(r"text(?!-)|para|prose|wysiwyg|(?<!card-)(?<!comment-)body|chunk", re.IGNORECASE)
_TEXT_TAGS = frozenset(
    (
        "p h1 h2 h3 h4 h5 h6 li ul ol dl dd dt blockquote q pre center font figure figcaption table"
        " tbody tr td th"
    ).split()
)


def choose(evidence: Evidence, headline: Line | None) -> Box | None:
    """The box that holds the article's text: the profile's hint, or the one found; None without prose."""
    page = evidence.page
    hinted = common(evidence.hinted_boxes(evidence.hints.body))
    if hinted is not None:
        return hinted
    if headline is not None:
        boilerplate.clear_roles(headline.box.parent)
    weights = _weights(page.lines[headline.index + 1 if headline is not None else 0 :])
    inside = [
        (line, weight)
        for line, weight in weights
        if boilerplate.role(line.box) != "caption" and not boilerplate.outside(line.box)
    ]
    if sum(weight for _, weight in inside) < 0.3 * sum(weight for _, weight in weights):
        inside = weights
    mass: dict[Box, float] = {}
    for line, weight in inside:
        for box in line.box.path():
            mass[box] = mass.get(box, 0.0) + weight
    if not mass:
        return None
    root = next(box for box in mass if box.parent is None)
    declared = common([box for box in mass if _is_declared(box)])
    if declared is not None and mass[declared] >= 0.25 * mass[root]:
        return declared
    return _descend(root, mass)


def is_prose(line: Line) -> bool:
    """Whether a line is long enough for a paragraph, or a shorter one with the end of a sentence."""
    size = prose.size(line.text)
    return size >= 60 or (size >= MIN_PROSE and prose.sentences(line.text) > 0)


def _weights(lines: list[Line]) -> list[tuple[Line, float]]:
    """The lines that read like prose, with what each says for the boxes around it."""
    weights = []
    near = following = 1.0
    for line in lines:
        size = prose.size(line.text)
        if size < MIN_PROSE or line.linked > 0.4 * len(line.text) or line.box.tag in HEADINGS:
            if line.linked:
                near *= FADE
            if line.box.tag in HEADINGS:
                following = TEASED if line.linked > 0.8 * len(line.text) else 1.0
                if not line.linked and phrases.COMMENTS_START.match(line.text):
                    near *= TEASED
            continue
        prose_like = prose.sentences(line.text[:1500]) or (
            size > 120 and ("," in line.text or "，" in line.text)
        )
        weight = near * following * min(size - line.linked, 1500)
        weights.append((line, weight if prose_like else 0.25 * weight))
        following = 1.0
    return weights


def _descend(root: Box, mass: dict[Box, float]) -> Box:
    children: dict[Box, list[Box]] = {}
    for box in mass:
        if box.parent is not None:
            children.setdefault(box.parent, []).append(box)
    box = root
    inside = False
    while True:
        if _is_declared(box):
            return box
        inner = [
            child
            for child in children.get(box, ())
            if child.tag not in _TEXT_TAGS or _layout(child, mass[child], mass[root])
        ]
        heaviest = max(inner, key=lambda child: mass[child], default=None)
        if heaviest is None:
            return box
        called = bool(_BODY_LABEL.search(heaviest.label))
        inside = inside or box.tag == "article"
        hold = HOLD_ARTICLE if inside else HOLD_CALLED if called else HOLD
        if mass[heaviest] < hold * mass[box]:
            return box
        if _in_pieces(heaviest, inner):
            return box
        box = heaviest


def _in_pieces(piece: Box, boxes: list[Box]) -> bool:
    """Whether a box holds one piece of a text that stands in several boxes of the same names.

    Later pieces may carry one more name, such as that of a further page.
    """
    names = set(piece.get("class").split())
    return bool(_PIECE.search(piece.get("class"))) and any(
        other is not piece
        and other.tag == piece.tag
        and (names <= (others := set(other.get("class").split())) or (others and others <= names))
        for other in boxes
    )


def _is_declared(box: Box) -> bool:
    return "articleBody" in box.get("itemprop").split()


def _layout(box: Box, held: float, total: float) -> bool:
    """Tables that lay out a page (old templates) are gone into; tables in a text are not."""
    is_table = box.tag in {"table", "tbody", "tr", "td", "center", "font"}
    return is_table and (held > MUCH_PROSE or held > LAYOUT_SHARE * total)


def common(boxes: list[Box]) -> Box | None:
    """The innermost box around all of them; None of none."""
    if not boxes:
        return None
    for box in boxes[0].path():
        if all(other.within(box) for other in boxes[1:]):
            return box
    return None
