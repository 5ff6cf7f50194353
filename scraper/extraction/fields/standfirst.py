"""The standfirst: the summary that some papers display between headline and text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.model import Block
from scraper.text import dates, prose

if TYPE_CHECKING:
    from scraper.extraction.body.body import Body
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Line

REACH = 12
"""How many lines behind the headline a standfirst may stand."""

MIN_LENGTH, MAX_LENGTH = 25, 600
HEADED_LENGTH, PLAIN_LENGTH = 40, 65
"""How long one is that ends without a full stop and is not called so, as a heading and as any other line."""

_CALLED = re.compile(
    r"summary|excerpt|stand[-_]?first|(?<![a-z])dec?k|chapo|bajada|copete|entradilla|vorspann|anriss|perex|ingress"
    r"|(?:second|announce)[-_]*title|sub[-_]*(?:title|head|judul)|(?<![a-z])lead(?!er)|sinopsis|ringkas|teaser|intro|abstract|(?<![a-z])desc"
)
_CONCEALED = re.compile(
    r"(?<![a-z])(?:hide|hidden|sr-only|screen-reader-text|d-none|visually-hidden)(?![a-z])"
)


def choose(evidence: Evidence, layout: Layout) -> tuple[str | None, list[Block]]:
    """The standfirst, or None, and the blocks of the body with the standfirst as their first."""
    blocks = layout.body.blocks
    if blocks[0].kind == "lead":
        return blocks[0].text, blocks
    line = _displayed(evidence, layout)
    return (line.text, [Block("lead", line.text), *blocks]) if line is not None else (None, blocks)


def _displayed(evidence: Evidence, layout: Layout) -> Line | None:
    """The line between headline and text that is a standfirst and does not open the text again, or None."""
    body, start = layout.body, layout.start
    opening = body.kept[0].index if body.kept else body.first
    for line in evidence.page.lines[start + 1 : min(opening, start + 1 + REACH)]:
        if line.index not in layout.captions and _may_be(line, body):
            text = prose.key(line.text)
            if all(prose.key(kept.text) != text for kept in body.kept[:3]):
                return line
    return None


def _may_be(line: Line, body: Body) -> bool:
    text = line.text
    if (
        not MIN_LENGTH <= prose.size(text) <= MAX_LENGTH
        or line.linked > 0.3 * len(text)
        or line.box.within(body.box)
    ):
        return False
    if boilerplate.reason(line) or dates.mostly(text):
        return False
    called = headed = False
    for depth, box in enumerate(line.box.path()):
        if depth > 3 or box.tag == "body":
            break
        if box.hidden or _CONCEALED.search(box.label):
            return False
        if boilerplate.role(box) and not _CALLED.search(box.label):
            return False
        called = called or bool(_CALLED.search(box.label))
        headed = headed or box.tag in {"h2", "h3", "h4", "h5"}
    if prose.sentences(text) > 0 or (prose.size(text) >= PLAIN_LENGTH and not text[0].islower()):
        return True
    return called or (headed and prose.size(text) > HEADED_LENGTH)
