"""The section: as the breadcrumb near the headline displays it, else as declared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.text import prose

if TYPE_CHECKING:
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Line

BEFORE, AFTER = 12, 6
"""How many lines before and behind the headline the breadcrumb may stand."""

MAX_LENGTH = 60
_HOME = re.compile(r"(?:home|beranda|depan|halaman utama)$", re.IGNORECASE)


def choose(evidence: Evidence, layout: Layout) -> tuple[str | None, str]:
    """The section, and the rule that gave it."""
    meta, structured, title = evidence.meta, evidence.structured, layout.headline.text
    near = evidence.page.lines[max(0, layout.start - BEFORE) : layout.start + AFTER]
    for rule, value in (
        ("breadcrumb", _crumb(near, title)),
        ("json-ld", structured.section),
        ("meta", meta.get("article:section", "content_category", "section")),
        ("json-ld:breadcrumb", next(reversed(structured.crumbs[1:-1]), "")),
    ):
        if value and len(value) < MAX_LENGTH and value != title:
            return value, rule
    return None, ""


def _crumb(lines: list[Line], title: str) -> str:
    """The last link of the breadcrumb that is neither the home page nor the article."""
    links = [link.text for line in lines if _is_crumbs(line) for link in line.links]
    own = [text for text in links if text and not _HOME.match(text) and prose.key(text) != prose.key(title)]
    return own[-1] if own else ""


def _is_crumbs(line: Line) -> bool:
    links = line.links
    if not links:
        return False
    if any("crumb" in box.label for box in line.box.near(4)):
        return True
    return len(links) > 1 and bool(_HOME.match(links[0].text)) and line.text.startswith(links[0].text)
