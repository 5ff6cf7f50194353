"""Outcomes, errors and surveys in a few words, for people."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from scraper.model import Failed, Gone, NotAnArticle, Outcome, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.crawler.reporting.events import Found, SourceKind

_SURVEY_WORDS: dict[SourceKind, tuple[str, str]] = {
    "feed": ("1 feed", "{} feeds"),
    "sitemap": ("1 sitemap", "{} sitemaps"),
    "wordpress": ("WordPress", "WordPress"),
    "index": ("1 page of links", "{} pages of links"),
}
"""What a survey counts, in its order."""


def describe(outcome: Outcome) -> str:
    """An outcome in a few words, for people."""
    match outcome:
        case NotAnArticle(kind, evidence):
            return f"no article ({kind.value}): {evidence}"
        case Refused(reason, detail):
            return f"refused ({reason.value})" + (f": {detail}" if detail else "")
        case Gone(status):
            return f"gone ({status})"
        case Failed(reason, detail):
            last_line = detail.strip().rpartition("\n")[2]
            return f"failed ({reason})" + (f": {last_line}" if last_line else "")
        case _:
            return type(outcome).__name__.lower()


def unexpected_error(fault: Exception) -> str:
    """A fault of kliping itself at one outlet, and where it was, for people."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    error = f"{type(fault).__name__}: {fault} ({place.filename}, line {place.lineno})"
    return f"an unexpected fault, please report it: {error}"


def survey_line(sources: Iterable[Found]) -> str:
    """What was found at a site without a profile, for people: sources, and the articles they named."""
    named: dict[SourceKind, list[int]] = {}
    for found in sources:
        if found.leads and found.kind in _SURVEY_WORDS:
            named.setdefault(found.kind, []).append(found.leads)
    parts = [_counted(kind, named[kind]) for kind in _SURVEY_WORDS if kind in named]
    return f"no profile; found {', '.join(parts) or 'no feed, no sitemap and no links to articles'}"


def _counted(kind: SourceKind, leads: list[int]) -> str:
    one, many = _SURVEY_WORDS[kind]
    total = sum(leads)
    sources = one if len(leads) == 1 else many.format(len(leads))
    return f"{sources} with {total} article{'s' if total != 1 else ''}"
