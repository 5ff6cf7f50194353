"""Full-text search over titles, texts, captions, tags and people, for what a user typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scraper.archive.queries import vocabulary
from scraper.model.article import Moment, iso, moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scraper.archive.store.database import Database

MARK, UNMARK = "\x02", "\x03"
"""What stands before and after each match in a snippet."""

MAX_LENGTH = 1000
"""Characters of a query that are read: it is a question, not a document."""

MAX_STEMMED = 16
"""How many words of a query are searched for in all their forms; the others as they stand."""

_TERM = re.compile(r'(?P<minus>-*)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<star>\*?)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})

NEWEST = 10_000
"""How many of the matches are ranked: those stored last. A word that more articles have says nothing."""

# The best rows are chosen before any snippet is cut: cutting reads the whole text of an article. No row of
# `articles` is read before, unless a filter asks for it. The matches are then gone through once more for the
# snippets (hence the `+`): to look each of the best up would gather the words of `kata*` as many times.
# The weights are those of text, title, captions, tags and people, in the order of the index's columns.
_SEARCH = """
    WITH newest AS MATERIALIZED (
        SELECT articles_fts.rowid AS id, bm25(articles_fts, 1.0, 10.0, 2.0, 4.0, 4.0) AS rank
        FROM articles_fts {filter}
        ORDER BY articles_fts.rowid DESC LIMIT :newest
    ),
    best AS MATERIALIZED (
        SELECT id, newest.rank FROM newest JOIN articles USING (id)
        WHERE newest.rank <= (SELECT max(rank) FROM (SELECT rank FROM newest ORDER BY rank LIMIT :limit))
        ORDER BY newest.rank, published_utc DESC LIMIT :limit
    )
    SELECT articles.id, url, outlet, articles.title, published_at,
        snippet(articles_fts, -1, char(2), char(3), '…', 32), best.rank
    FROM articles_fts CROSS JOIN best ON best.id = articles_fts.rowid JOIN articles ON articles.id = best.id
    WHERE articles_fts MATCH :match AND +articles_fts.rowid IN (SELECT id FROM best)
        AND articles_fts.rowid BETWEEN (SELECT min(id) FROM best) AND (SELECT max(id) FROM best)
    ORDER BY best.rank, published_utc DESC
"""
_ALL = _SEARCH.format(filter="WHERE articles_fts MATCH :match")
_SOME = _SEARCH.format(
    filter="""CROSS JOIN articles ON articles.id = articles_fts.rowid
        WHERE articles_fts MATCH :match
          AND (:outlet IS NULL OR outlet = :outlet)
          AND (:since IS NULL OR published_on >= :since)
          AND (:until IS NULL OR published_on <= :until)"""
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found. Matches in `snippet` stand between `MARK` and `UNMARK`; a lower `rank` is better."""

    id: int
    url: str
    outlet: str
    title: str
    published_at: Moment | None
    snippet: str
    rank: float


def search(
    database: Database,
    query: str,
    *,
    outlet: str | None,
    since: date | None,
    until: date | None,
    limit: int,
    stem: bool,
) -> list[Hit]:
    """The best `limit` articles, as `Archive.search` describes it."""
    match = expression(query, partial(vocabulary.family, database) if stem else None)
    if match is None:
        return []
    parameters = {
        "match": match,
        "outlet": outlet,
        "since": iso(since),
        "until": iso(until),
        "limit": limit,
        "newest": max(NEWEST, limit),
    }
    sql = _ALL if outlet is None and since is None and until is None else _SOME
    return [
        Hit(id_, url, slug, title, moment(published) if published else None, snippet, rank)
        for id_, url, slug, title, published, snippet, rank in database.rows(sql, parameters)
    ]


def expression(query: str, forms: Callable[[str], list[str]] | None = None) -> str | None:
    """What a user typed, as an FTS5 expression; None where it names nothing to find.

    `forms` gives the other forms of a word, any of which will do for it. Each term is quoted
    (https://www.sqlite.org/fts5.html#full_text_query_syntax), so that no character of it is syntax.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for number, term in enumerate(_TERM.finditer(query[:MAX_LENGTH].translate(_QUOTES))):
        text = term["phrase"] if term["phrase"] is not None else term["word"]
        star = "*" if term["star"] or text.endswith("*") else ""
        if not any(map(_is_token_character, text)):
            continue
        as_typed = forms is None or term["phrase"] is not None or star or number >= MAX_STEMMED
        found = f'"{text}"{star}' if forms is None or as_typed else _any_of(text, forms)
        (unwanted if term["minus"] else wanted).append(found)
    if not wanted:
        return None
    found = "(" + " AND ".join(wanted) + ")"
    return f"{found} NOT ({' OR '.join(unwanted)})" if unwanted else found


def _any_of(word: str, forms: Callable[[str], list[str]]) -> str:
    """The word or another form of it; what stands around it (a comma, a bracket) is no part of the word."""
    bare = re.sub(r"^\W+|\W+$", "", word)
    terms = dict.fromkeys([word, *forms(bare)])
    return "(" + " OR ".join(f'"{term}"' for term in terms) + ")"


def _is_token_character(character: str) -> bool:
    """Whether FTS5's tokenizer unicode61 makes words of it: letters, numbers, private use."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"
