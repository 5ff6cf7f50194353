"""The lines around an article's text in which its by-lines and dates stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.extraction.fields.displayed_headline import TITLE_TAGS

if TYPE_CHECKING:
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Line

BEFORE, AFTER = 10, 45
"""How many lines before the headline and behind the body by-lines and dates may stand."""

_NO_CREDITS = frozenset(("nav", "sidebar", "footer", "comments", "latest", "related"))
LABELLED = re.compile(
    r"\b(?:penulis|oleh|reporter|pewarta|wartawan|jurnalis|kontributor|koresponden|laporan|rep|ditulis\s+oleh|by|written\s+by|author|writer|teks"
    r"|editor|redaktur|red|penyunting|uploader|editing|fotografer|foto|sumber|source|penerjemah)\b\s*[:/|.]?",
    re.IGNORECASE,
)
STARTS_LABELLED = re.compile(rf"^\W*{LABELLED.pattern}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CreditLines:
    """Lines around the headline and up to the text, and lines behind the text, each in page order."""

    above: list[Line]
    below: list[Line]


def find(evidence: Evidence, layout: Layout) -> CreditLines:
    """The lines in which by-lines and dates of this article may stand.

    Those below are lines that were cut from the body, its last ones, and those behind it.
    """
    lines, body = evidence.page.lines, layout.body
    prose_lines = [line.index for line in body.kept if line.box.tag not in TITLE_TAGS]
    opening = prose_lines[0] if prose_lines else body.first
    above = lines[max(0, layout.start - BEFORE) : opening]
    first = body.kept[0].index if body.kept else body.first
    cut = [line for _, line in body.cut if line.index > first]
    closing = [line for line in body.kept[-2:] if len(line.text) < 80]
    behind = lines[body.last + 1 : body.last + 1 + AFTER]
    return CreditLines(
        [line for line in above if _may_credit(line, layout)],
        [line for line in (*cut, *closing, *behind) if _may_credit(line, layout)],
    )


def _may_credit(line: Line, layout: Layout) -> bool:
    """Whether a line may hold a by-line: captions, menus and lists of other articles hold none."""
    if line.index in layout.captions or line.linked > 60:
        return False
    where = boilerplate.outside(line.box)
    return where not in _NO_CREDITS or (where == "related" and _is_credit(line.text))


def _is_credit(text: str) -> bool:
    """Whether a line is a label of people, a colon and a name, and nothing else ("Reporter : Nama")."""
    return len(text) <= 60 and ":" in text and bool(STARTS_LABELLED.match(text))
