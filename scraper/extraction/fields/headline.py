"""The headline: the one that the page displays, found with the help of the ones it declares.

Declared titles (og:title, JSON-LD, `<title>`) carry the site's name behind a dash or a bar, or are cut
short; displayed headings are exact, but a page has many. So a displayed line that agrees with a declared
title is chosen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.text.prose import key

if TYPE_CHECKING:
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.text.html.elements import Line
    from scraper.text.html.markup import Document

TITLE_TAGS = ("h1", "h2", "h3", "h4")
_SEPARATOR = re.compile(r"\s+[|\-–—»«:•·~]+\s+|\s*[|»«]\s*|\s+::?\s*")
MAX_LENGTH = 400

_EXACT = 10.0
_HEADING_SCORES = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.2}
_SURE = _EXACT + max(_HEADING_SCORES.values())
"""No line can agree better than a heading of the first rank that says the title word for word."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, the rule that chose it, and the line that displays it, if one does."""

    text: str
    rule: str
    line: Line | None = None


def choose(evidence: Evidence) -> Headline | None:
    """The page's headline, or None where it has none. The profile's hint comes first."""
    page, site_names = evidence.page, evidence.site_names
    hinted = evidence.hinted_boxes(evidence.hints.title)
    line = next((line for line in page.lines if line.box in hinted), None) if hinted else None
    if line is not None:
        return Headline(line.text, "profile", line)
    declared = _declared(evidence)
    stripped = {text: without_site(text, site_names) for _, text in declared}
    bare = [stripped[text] for _, text in declared]
    shown = _agreeing(page, [key(text) for text in bare if key(text) not in site_names])
    if shown is not None:
        return Headline(_trim(without_site(shown.text, site_names)), f"visible:{shown.box.tag}", shown)
    heading = _lone_heading(page, site_names)
    for (rule, _), text in zip(declared, bare, strict=True):
        if text and key(text) not in site_names:
            return Headline(text, rule, heading)
    if heading is not None:
        return Headline(_trim(heading.text), f"visible:{heading.box.tag}", heading)
    return None


def without_site(title: str, site_names: frozenset[str]) -> str:
    """A declared title without the site's name before or behind it.

    A part behind a separator goes when it names the site, or when it is short beside what stays.
    """
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    first, last = separators[0], separators[-1]
    before, behind = title[: first.start()], title[last.end() :]
    if _is_site(key(behind), site_names):
        return without_site(title[: last.start()].strip(), site_names)
    if _is_site(key(before), site_names):
        return without_site(title[first.end() :].strip(), site_names)
    if len(behind) <= 25 and len(title) - len(behind) > 40 and "|" in last.group():
        return title[: last.start()].strip()
    return title


def _is_site(part: str, site_names: frozenset[str]) -> bool:
    joined = part.replace(" ", "")
    return any(joined == name or (len(name) > 4 and joined.startswith(name)) for name in site_names)


def _declared(evidence: Evidence) -> list[tuple[str, str]]:
    meta = evidence.meta
    candidates = [
        ("json-ld", evidence.structured.headline),
        ("og:title", meta.get("og:title")),
        ("twitter:title", meta.get("twitter:title")),
        ("meta:title", meta.get("title", "headline", "dc.title", "parsely-title")),
        ("title", evidence.page.title),
    ]
    return [(rule, text[:MAX_LENGTH]) for rule, text in candidates if text]


def _agreeing(page: Document, declared: list[str]) -> Line | None:
    """The displayed line that says what a declared title says; a heading before any other line."""
    best: tuple[float, Line] | None = None
    words = {title.partition(" ")[0] for title in declared} | {title.rpartition(" ")[2] for title in declared}
    for line in page.lines:
        size = len(line.text)
        if size < 8 or size > MAX_LENGTH or (line.linked > 0.5 * size and line.box.tag not in TITLE_TAGS):
            continue
        tag = _heading_tag(line)
        if not tag and (line.linked > 0.5 * size or not _shares_an_end(line.text, words)):
            continue
        score = _agreement(key(line.text), declared)
        if score <= 0:
            continue
        score += _HEADING_SCORES.get(tag, 0.0)
        if tag and tag != "h1" and line.linked:
            score -= 1.5
        if best is None or score > best[0]:
            best = (score, line)
            if score >= _SURE:
                break
    return best[1] if best else None


def _shares_an_end(text: str, words: set[str]) -> bool:
    """A quick look at whether a line may be a title: it begins, or ends, with a word that one does."""
    folded = text.casefold()
    edges = folded if len(folded) <= 80 else f"{folded[:40]} {folded[-40:]}"
    return any(map(edges.__contains__, words))


def _agreement(shown: str, declared: list[str]) -> float:
    """Up to `_EXACT`: how much of a declared title the line is, if it is the beginning or a part of one."""
    best = 0.0
    for title in declared:
        if not title or not shown:
            continue
        if shown == title:
            return _EXACT
        if len(shown) >= 12 and (title.startswith(shown) or title.endswith(shown)):
            best = max(best, 9.0 * min(1.0, len(shown) / len(title) + 0.3))
        elif len(title) >= 20 and shown.startswith(title) and len(shown) < 1.6 * len(title):
            best = max(best, 7.0)
        elif len(shown) >= 25 and shown in title:
            best = max(best, 6.0)
    return best


def _heading_tag(line: Line) -> str:
    for depth, box in enumerate(line.box.path()):
        if box.tag in TITLE_TAGS:
            return box.tag
        if depth > 2:
            break
    return ""


def _lone_heading(page: Document, site_names: frozenset[str]) -> Line | None:
    for tag in TITLE_TAGS[:2]:
        lines = [
            line for line in page.lines if _heading_tag(line) == tag and key(line.text) not in site_names
        ]
        if len(lines) == 1 and len(lines[0].text.split()) >= 3:
            return lines[0]
    return None


def _trim(text: str) -> str:
    return text.strip(" \t|»«•")
