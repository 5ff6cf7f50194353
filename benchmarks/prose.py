"""Made-up news in a made-up Indonesian: words by Zipf's law, with affixes, in sentences and paragraphs."""

from __future__ import annotations

import random
from bisect import bisect
from datetime import datetime, timedelta, timezone
from itertools import accumulate
from typing import TYPE_CHECKING

from scraper.model import Article, Block, Image, Related

if TYPE_CHECKING:
    from collections.abc import Sequence

WIB = timezone(timedelta(hours=7))
FIRST = datetime(2015, 1, 1, tzinfo=WIB)
SMALL = """yang dan di itu dengan untuk pada ini dari dalam tidak akan juga ke karena tersebut bisa ada mereka
lebih kata telah sudah oleh saat dia menjadi kita para dapat tahun ia saya seperti hari atau orang kami satu
bagi sebagai masih hanya tak sebuah""".split()
OPENINGS = "b c d f g h j k l m n p r s t w".split()
VOWELS = "a a a i i u u e o".split()
CLOSINGS = ("", "", "", "n", "ng", "r", "s", "t", "k", "h", "l", "m")
AFFIXES = (("", ""),) * 8 + (
    ("di", ""), ("me", "kan"), ("ber", ""), ("ke", "an"), ("pe", "an"), ("ter", ""), ("", "nya"), ("", "an"),
)  # fmt: skip

ON_TOPIC = 0.45
"""The share of words that an article repeats: 300 words of it are some 175 different ones, as in news."""

SPREAD = 0.5
"""Of the logarithm of an article's length."""


class Newsroom:
    """Writes articles, the same for the same seed; of `size` characters on average."""

    def __init__(self, *, words: int = 80_000, size: int = 3000, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.size = size
        self.words = SMALL + self._invented(words)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self._names = [f"{self.word(200).title()} {self.word(200).title()}" for _ in range(3000)]
        self._tags = [" ".join((self.word(100), self.word(100))) for _ in range(5000)]

    def _invented(self, count: int) -> list[str]:
        pick = self.random.choice
        found: dict[str, None] = {}
        while len(found) < count:
            syllables = self.random.choices((1, 2, 3), (2, 14, 2))[0]
            root = "".join(pick(OPENINGS) + pick(VOWELS) + pick(CLOSINGS) for _ in range(syllables))
            start, end = pick(AFFIXES)
            found[start + root + end] = None
        return list(found)

    def word(self, first: int = 0) -> str:
        """A word, the common ones more often; none of the `first` commonest."""
        low = self._weights[first - 1] if first else 0.0
        return self.words[
            bisect(self._weights, self.random.uniform(low, self._weights[-1]), hi=len(self.words) - 1)
        ]

    def sentence(self, topic: Sequence[str] = ()) -> str:
        """Some 8 to 24 words, a third of them on the topic."""
        words = [
            self.random.choice(topic) if topic and self.random.random() < ON_TOPIC else self.word()
            for _ in range(self.random.randint(8, 24))
        ]
        if self.random.random() < 0.3:
            words[-1:] = self.random.choice(self._names).split()
        return " ".join(words).capitalize() + "."

    def paragraphs(self) -> list[str]:
        """The text of an article."""
        made: list[str] = []
        topic = [self.word() for _ in range(40)]
        size = self.size * self.random.lognormvariate(-(SPREAD**2) / 2, SPREAD)
        while sum(map(len, made)) < size:
            made.append(" ".join(self.sentence(topic) for _ in range(self.random.randint(1, 3))))
        return made

    def article(self, number: int, outlet: str, step: int = 1) -> Article:
        """Article `number`, with people, tags, a picture and links to earlier ones of its outlet.

        Of an outlet's articles, each has the number of the one before and `step`.
        """
        pick = self.random
        title = " ".join(self.word(20) for _ in range(9)).title()
        earlier = [number - step * pick.randint(1, number // step) for _ in range(3) if number >= step]
        return Article(
            url=address(number, outlet),
            outlet=outlet,
            title=title,
            published_at=FIRST + timedelta(minutes=20 * number),
            authors=tuple(pick.sample(self._names, pick.choice((1, 1, 2)))),
            editors=(pick.choice(self._names),),
            dateline=self.word(50).upper(),
            section=self.word(90).title(),
            body=tuple(Block("p", text) for text in self.paragraphs()),
            images=(Image(f"https://{outlet}.test/gambar/{number}.jpg", self.sentence(), "Foto"),),
            tags=tuple(dict.fromkeys(pick.choice(self._tags) for _ in range(4))),
            related=tuple(Related(title, address(other, outlet), "inline") for other in earlier),
            provenance={
                "title": "h1",
                "body": "largest box",
                "authors": "by-line",
                "published_at": "json-ld",
            },
        )


def address(number: int, outlet: str) -> str:
    """The URL of an article."""
    return f"https://{outlet}.test/berita/{number}/judul-berita-nomor-{number}"
