"""The headline: the one that the page displays, found with the help of the ones it declares.

Declared titles (og:title, JSON-LD, `<title>`) carry the site's name behind a dash or a bar, are cut short, or
are written for search engines; displayed headings are exact, but a page has many. So a displayed line is
chosen that agrees with a declared title and has the text behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.extraction.fields import displayed_headline
from scraper.text import dates
from scraper.text.prose import key

if TYPE_CHECKING:
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.text.html.elements import Line

_SEPARATOR = re.compile(r"\s+[|\-–—»«:•·~]+\s+|\s*[|»«]\s*|\s+::?\s*")
MAX_SUFFIX = 20
"""Letters that may follow the site's name in a part of a title that is no more than the name."""

MAX_DECLARED = 400
"""Characters of a declared title that are looked at."""


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
    titles = [text for text in bare if text and key(text) not in site_names and not dates.mostly(text)]
    line = displayed_headline.choose(page, titles, site_names)
    if line is not None:
        text = displayed_headline.title_of(line, titles)
        return Headline(_trim(without_site(text, site_names)), f"visible:{line.box.tag}", line)
    for (rule, _), text in zip(declared, bare, strict=True):
        if text and key(text) not in site_names:
            return Headline(text, rule)
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
    return any(
        joined == name
        or (len(name) > 4 and joined.startswith(name) and len(joined) <= len(name) + MAX_SUFFIX)
        for name in site_names
    )


def _declared(evidence: Evidence) -> list[tuple[str, str]]:
    meta = evidence.meta
    candidates = [
        ("json-ld", evidence.structured.headline),
        ("og:title", meta.get("og:title")),
        ("twitter:title", meta.get("twitter:title")),
        ("meta:title", meta.get("title", "headline", "dc.title", "parsely-title")),
        ("title", evidence.page.title),
    ]
    return [(rule, text[:MAX_DECLARED]) for rule, text in candidates if text]


def _trim(text: str) -> str:
    return text.strip(" \t|»«•")
