"""The shape that an outlet's articles have in their URLs, learned from those that are surely articles."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_ARTICLES = 10
"""So many articles must be learned before their shapes decide."""

MAX_URLS = 5_000
"""Of more, nothing new is learned."""

MIN_SHARE = 0.02
"""A shape that fewer of the articles have is an exception, and decides nothing."""

MIN_NUMBERED_SHARE = 0.95
"""If so many articles have a number in their URLs, a URL without one leads to no article."""

PAGE_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^-_+ .,]+")
_NUMBER = re.compile(r"[YNn]")
_DISTINCTIVE = re.compile(r"[YNs]")


def url_shape(url: str) -> str:
    """What is left of a canonical URL when its words and numbers are replaced by their kinds.

    A segment becomes `Y` (a year), `n` (a number of up to four digits), `N` (a longer one), `w` (up to two
    words) or `s` (a slug of three words or more), with a long number at its edge kept (`N-s`, `s-N`);
    suffixes of pages stay, and of the query the names of numbers: "/read/2016/02/23/16374618/a-b-c" is
    "w/Y/n/n/N/s".
    """
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    kinds = "/".join(map(_kind, segments))
    named = sorted(name.lower() for name, value in parse_qsl(parts.query) if value.isdigit())
    return kinds + "".join(f"?{name}=N" for name in named)


class UrlShapes:
    """The URL shapes of one outlet's articles."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._numbered = 0

    def learn(self, urls: Iterable[str]) -> None:
        """Take canonical URLs that are surely articles: feeds, news sitemaps and the like name them."""
        for url in urls:
            if self._total >= MAX_URLS:
                return
            found = url_shape(url)
            self._counts[found] += 1
            self._total += 1
            self._numbered += bool(_NUMBER.search(found))

    def classify(self, url: str) -> bool | None:
        """Whether a URL has the shape of an article; None where what was learned does not decide.

        UrlShapes of a few words only are shared with sections, and count only where most articles have them.
        """
        if self._total < MIN_ARTICLES:
            return None
        found = url_shape(url)
        share = self._counts[found] / self._total
        if share > (MIN_SHARE if _DISTINCTIVE.search(found) else 0.5):
            return True
        if self._numbered / self._total >= MIN_NUMBERED_SHARE and not _NUMBER.search(found):
            return False
        return None


def _kind(segment: str) -> str:
    suffix = PAGE_SUFFIX.search(segment)
    name = segment[: suffix.start()] if suffix else segment
    return _name_kind(name) + (suffix[0].lower() if suffix else "")


def _name_kind(name: str) -> str:
    if name.isdigit():
        return "Y" if _YEAR.fullmatch(name) else "n" if len(name) < 5 else "N"
    words = _WORD.findall(name)
    first, last = (_is_long(words[place]) if words else False for place in (0, -1))
    kind = "s" if len(words) >= 3 else "w"
    return f"{'N-' * first}{kind}{'-N' * (last and not first)}"


def _is_long(word: str) -> bool:
    return word.isdigit() and len(word) >= 5
