"""Fingerprints of blocks of text, and what an outlet's articles have in common.

A block whose words recur on many articles of one outlet is no article's own: a pitch, a notice, a label that
no table of phrases knows. The newest articles of an archive tell what recurs; the reader cuts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from scraper.text import prose

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_ARTICLES = 5
MIN_SHARE = 0.03
"""A block recurs when it was seen on so many articles, and on so great a part of all."""

MIN_LENGTH, MAX_LENGTH = 12, 600
"""Shorter blocks are anyone's words ("Menurut dia,"), longer ones are not boilerplate."""

_NUMBER = re.compile(r"\d+")


def fingerprint(text: str) -> int:
    """64 bits, signed, of a text's words: case, punctuation, white space and the value of numbers aside."""
    words = _NUMBER.sub("0", prose.key(text))
    return int.from_bytes(
        blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True
    )


def blocks(texts: Iterable[str]) -> frozenset[int]:
    """The fingerprints of an article's blocks: those kept, and those cut, so that they go on counting."""
    return frozenset(fingerprint(text) for text in texts if MIN_LENGTH <= len(text) <= MAX_LENGTH)


@dataclass(slots=True)
class OutletMemory:
    """How many of an outlet's `articles` held each block (`counts`, by fingerprint)."""

    articles: int = 0
    counts: dict[int, int] = field(default_factory=dict)
    _often: list[int] = field(default_factory=list, init=False, repr=False)

    def learn(self, seen: Iterable[int]) -> None:
        """Count one more article with these blocks (`blocks`)."""
        self.articles += 1
        for mark in seen:
            self.counts[mark] = count = self.counts.get(mark, 0) + 1
            if count == MIN_ARTICLES:
                self._often.append(mark)

    def recurring(self) -> OutletMemory:
        """The same without the blocks that were seen a few times only: little enough to be handed around."""
        return OutletMemory(self.articles, {mark: self.counts[mark] for mark in self._often})

    def recurs(self, text: str) -> bool:
        """Whether a block is boilerplate of this outlet."""
        if not self.counts or not MIN_LENGTH <= len(text) <= MAX_LENGTH:
            return False
        count = self.counts.get(fingerprint(text), 0)
        return count >= MIN_ARTICLES and count >= MIN_SHARE * self.articles
