"""Text that a page keeps in its scripts only: JSON-LD `articleBody`, and the state of script-made pages.

Pages built in the browser send the article as JSON (`__NEXT_DATA__`, `__NUXT__` and the like) and display
nothing until a script has run. What is found here is read as if the page displayed it.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.text.html.markup import Document

MIN_TEXT = 200
"""Characters below which a text in a script is no article."""

MAX_SCRIPT = 5_000_000
MAX_VALUES = 50_000
MAX_DEPTH = 40

_TEXT_KEYS = re.compile(
    r"(?:^|_)(?:content|body|text|html|isi|detail|description|paragraphs?|article)", re.IGNORECASE
)
_STATE = re.compile(
    r"__(?:NEXT_DATA|NUXT|INITIAL_STATE|PRELOADED_STATE|APOLLO_STATE|STATE)__|window\.\w+\s*=\s*\{"
)
_TAGS = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote|figure)\b[^>]*>", re.IGNORECASE)


def find(evidence: Evidence) -> str | None:
    """The article's text in the page's scripts, as HTML, or None. The longest that reads like prose wins."""
    candidates = [evidence.structured.body, *_state_texts(evidence.page)]
    best = max(candidates, key=_prose_size)
    return as_html(best) if _prose_size(best) >= MIN_TEXT else None


def as_html(text: str) -> str:
    """Text as HTML: as it is if it holds block markup, else a paragraph for each of its lines."""
    if _TAGS.search(text):
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _prose_size(text: str) -> int:
    """How many characters stand in words between spaces: identifiers and encoded data have few spaces."""
    words = text.count(" ")
    return len(text) if words > len(text) / 16 else 0


def _state_texts(page: Document) -> Iterator[str]:
    for script in page.scripts:
        kind = script.get("type").lower()
        if "ld+json" in kind:
            continue
        raw = script.raw
        if not MIN_TEXT < len(raw) < MAX_SCRIPT:
            continue
        if kind == "application/json" or _STATE.search(raw[:400]):
            yield from _texts(_decode(raw))


def _decode(raw: str) -> Any:
    start = min((at for at in (raw.find("{"), raw.find("[")) if at >= 0), default=-1)
    if start < 0:
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(raw, start)[0]
    except (ValueError, RecursionError):
        return None


def _texts(value: Any) -> Iterator[str]:
    """Long strings under keys that name a text; a list of such strings counts as one text."""
    todo: list[tuple[str, Any, int]] = [("", value, 0)]
    for _ in range(MAX_VALUES):
        if not todo:
            return
        key, item, depth = todo.pop()
        if isinstance(item, str):
            if len(item) >= MIN_TEXT and _TEXT_KEYS.search(key):
                yield item
        elif depth >= MAX_DEPTH:
            continue
        elif isinstance(item, dict):
            todo += [(str(name), inner, depth + 1) for name, inner in item.items()]
        elif isinstance(item, list):
            strings = [inner for inner in item if isinstance(inner, str)]
            if strings and _TEXT_KEYS.search(key):
                todo.append((key, "\n".join(strings), depth + 1))
            todo += [(key, inner, depth + 1) for inner in item if isinstance(inner, dict | list)]
