"""A pattern that separates the URLs of a site's articles from others, learned from examples of both."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MIN_ARTICLES = 10
"""Fewer articles are no evidence."""

MIN_MATCHED_SHARE = 0.95
"""So many of the articles must have one of the signs."""

MAX_SIGNS = 3
"""A pattern of more signs than these would be a list of cases, not a rule."""

_RARE = 0.02
"""A sign that fewer articles have is an exception."""

_NUMBERS = (
    r"/\d{4}/\d{2}/.+-", r"/\d{4}/\d{2}/\d{2}/", r"/\d{5,}(?:/|$)", r"-\d{5,}(?:\.\w+)?/?$", r"/\d{5,}-",
    r"/[a-z]{1,7}-?\d{5,}/", r"[?&](?:p|\w*id)=\d{2,}",
)  # fmt: skip
"""Dates and numbers of articles, the most distinctive first; a hyphen after a date excludes archives."""

_NAMES = (r"/[^/]+-[^/]+\.html?$",)
"""Signs that are used only where there are URLs of no articles, and these lack them."""


def learn(articles: Collection[str], others: Collection[str]) -> str | None:
    """A regular expression on path and query that (nearly) all articles match, and none of the others.

    It consists of up to `MAX_SIGNS` signs. None where there are too few articles, or no signs are sure.
    Both take canonical URLs.
    """
    places = [_place(url) for url in dict.fromkeys(articles)]
    if len(places) < MIN_ARTICLES:
        return None
    rest = [_place(url) for url in others]
    candidates = [sign for sign in _signs(places, has_others=bool(rest)) if not _any(sign, rest)]
    chosen: list[str] = []
    left = places
    while candidates and left and len(chosen) < MAX_SIGNS:
        counts = {sign: sum(bool(re.search(sign, place)) for place in left) for sign in candidates}
        best = max(candidates, key=lambda sign: counts[sign])  # of equals the first
        if counts[best] <= _RARE * len(places):
            break
        chosen.append(best)
        left = [place for place in left if not re.search(best, place)]
    return "|".join(chosen) if len(left) <= (1 - MIN_MATCHED_SHARE) * len(places) else None


def _signs(places: list[str], *, has_others: bool) -> Iterator[str]:
    yield from _NUMBERS
    if not has_others:
        return
    yield from _NAMES
    firsts = Counter(match[1] for place in places if (match := re.match(r"/([a-z]+)/", place)))
    for word, _ in firsts.most_common(MAX_SIGNS):
        yield rf"^/{word}/(?:[^/]+/)*[^/?]+-[^/?]+-"


def _any(sign: str, places: list[str]) -> bool:
    return any(re.search(sign, place) for place in places)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
