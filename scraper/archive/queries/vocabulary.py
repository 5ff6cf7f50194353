"""The words of the full-text index, and which of them come of one root."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from scraper.text import affixes

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

MAX_FORMS = 60
"""How many forms of a word are searched for: those that most articles have."""

# It lives in the connection, not in the file, so that an archive open for reading has one too.
_WORDS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, articles_fts, row)"
# Looking up each by its key is faster than reading all words between two: most articles have some of those.
_IN_USE = "SELECT term, doc FROM temp.words WHERE term IN (SELECT value FROM json_each(?))"


def family(database: Database, word: str) -> list[str]:
    """The words of the archive's articles that have the root of this one, the commonest first.

    Nothing for what is no plain word: numbers, several words in one, other alphabets.
    """
    folded = _folded(word)
    if not (folded.isascii() and folded.isalpha() and len(folded) >= affixes.SHORTEST):
        return []
    articles: dict[str, int] = {}

    def in_use(words: set[str]) -> set[str]:
        articles.update(database.rows(_IN_USE, (json.dumps(list(words)),)))
        return set(articles)

    database.execute(_WORDS)
    found = affixes.family(folded, in_use)
    return sorted(found, key=lambda term: (-articles[term], term))[:MAX_FORMS]


def _folded(word: str) -> str:
    """As the index has it: small letters without marks (unicode61 with remove_diacritics)."""
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
