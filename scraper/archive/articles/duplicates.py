"""Near-duplicates: one text under many names, linked to the earliest that has it.

A copy is found by the minhashes of its text (`text.similarity.sketches`), each a seek in an index, and
recognized by its simhash. Copies of copies are one family: all of it points to its earliest member. When a
text changes or goes, a trigger on `simhashes` (schema.sql) hands its family on to the next earliest, whoever
writes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scraper.text.similarity.sketches import MAX_DISTANCE, MINHASHES, distance

if TYPE_CHECKING:
    from scraper.archive.store.database import Database
    from scraper.text.similarity.sketches import Sketch

_STORED = """
    SELECT simhash, (SELECT json_group_array(minhash) FROM minhashes WHERE minhashes.article_id = ?1)
    FROM simhashes WHERE article_id = ?1
"""
_DELETE = "DELETE FROM simhashes WHERE article_id = ?"
_ADD_SIMHASH = "INSERT INTO simhashes (article_id, simhash) VALUES (?, ?)"
_ADD_MINHASH = "INSERT INTO minhashes (minhash, article_id) VALUES (?, ?)"

# A minhash that very many share (a line that ends all of an outlet's articles) says little: its newest do.
_WITH_MINHASH = (
    "SELECT * FROM (SELECT article_id FROM minhashes WHERE minhash = ? ORDER BY article_id DESC LIMIT 32)"
)
_SHARING = f"""
    SELECT article_id, simhash FROM simhashes
    WHERE article_id IN ({" UNION ALL ".join([_WITH_MINHASH] * MINHASHES)})
"""  # noqa: S608
_SOURCE = """
    SELECT DISTINCT coalesce(source_id, value)
    FROM json_each(?) LEFT JOIN duplicates ON duplicates.article_id = value
"""
_FAMILY = """
    WITH sources AS (SELECT value AS id FROM json_each(?)),
    family AS (
        SELECT id FROM sources
        UNION SELECT article_id FROM duplicates WHERE source_id IN (SELECT id FROM sources)
    )
    SELECT articles.id, simhash, source_id
    FROM family JOIN articles USING (id) JOIN simhashes ON simhashes.article_id = articles.id
        LEFT JOIN duplicates ON duplicates.article_id = articles.id
    ORDER BY published_utc IS NULL, published_utc, articles.id
"""
_UNLINK = "DELETE FROM duplicates WHERE article_id = ?"
_LINK = """
    INSERT INTO duplicates (article_id, source_id, distance) VALUES (?, ?, ?)
    ON CONFLICT (article_id) DO UPDATE SET source_id = excluded.source_id, distance = excluded.distance
"""


def add(database: Database, article_id: int, made: Sketch | None) -> None:
    """Keep the sketch of an article that has none, and link it with its copies; None: it is too short."""
    if made is None:
        return
    database.execute(_ADD_SIMHASH, (article_id, made.simhash))
    database.execute_many(_ADD_MINHASH, [(minhash, article_id) for minhash in made.minhashes])
    copies = _copies(database, article_id, made)
    if len(copies) > 1:
        _merge_families(database, _sources(database, copies))


def update(database: Database, article_id: int, made: Sketch | None) -> None:
    """Link an article anew: its text may be another than when it was sketched, or its time of publication."""
    stored = database.row(_STORED, (article_id,))
    if (
        stored is None
        or made is None
        or (stored[0], set(json.loads(stored[1]))) != (made.simhash, {*made.minhashes})
    ):
        database.execute(_DELETE, (article_id,))
        add(database, article_id, made)
        return
    copies = _copies(database, article_id, made)
    sources = _sources(database, copies)
    if len(copies) > 1 or sources != [article_id]:
        _merge_families(database, sources)


def _copies(database: Database, article_id: int, made: Sketch) -> set[int]:
    """The articles with that text; itself too, for very many newer ones may share its minhashes."""
    # A text with very few different shingles has fewer.
    minhashes = (*made.minhashes, *[None] * (MINHASHES - len(made.minhashes)))
    sharing = database.rows(_SHARING, minhashes)
    found = {id_ for id_, other in sharing if distance(made.simhash, other) <= MAX_DISTANCE}
    return found | {article_id}


def _sources(database: Database, copies: set[int]) -> list[int]:
    """The earliest of each family that these are of; an article without a family is one alone."""
    return [source for (source,) in database.rows(_SOURCE, (json.dumps(sorted(copies)),))]


def _merge_families(database: Database, sources: list[int]) -> None:
    """Make one family of those of these sources: all point to the earliest."""
    (source, simhash, old), *others = database.rows(_FAMILY, (json.dumps(sources),))
    if old is not None:
        database.execute(_UNLINK, (source,))
    linked = [(id_, source, distance(simhash, other)) for id_, other, old in others if old != source]
    database.execute_many(_LINK, linked)
