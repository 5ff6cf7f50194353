"""Near-duplicates: one text under many names, linked to the earliest that has it.

A copy is found by the marks of its text (`text.simhash`), each a seek in an index, and known by its simhash.
Copies of copies are one family: all of it points to its earliest member. When a text changes or goes, a
trigger on `simhashes` (schema.sql) hands its family on to the next earliest, whoever writes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scraper.text.similarity.sketches import MARKS, MAX_DISTANCE, distance

if TYPE_CHECKING:
    from scraper.archive.store.database import Database
    from scraper.text.similarity.sketches import Sketch

_KNOWN = """
    SELECT simhash, (SELECT json_group_array(minhash) FROM minhashes WHERE minhashes.article_id = ?1)
    FROM simhashes WHERE article_id = ?1
"""
_FORGET = "DELETE FROM simhashes WHERE article_id = ?"
_SKETCH = "INSERT INTO simhashes (article_id, simhash) VALUES (?, ?)"
_MARK = "INSERT INTO minhashes (minhash, article_id) VALUES (?, ?)"

# A mark that very many share (a line that ends all of an outlet's articles) tells little: its newest do.
_WITH_MARK = (
    "SELECT * FROM (SELECT article_id FROM minhashes WHERE minhash = ? ORDER BY article_id DESC LIMIT 32)"
)
_SHARING = f"""
    SELECT article_id, simhash FROM simhashes
    WHERE article_id IN ({" UNION ALL ".join([_WITH_MARK] * MARKS)})
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


def record(database: Database, article_id: int, made: Sketch | None) -> None:
    """Keep the sketch of an article that has none, and link it with its copies; None: it is too short."""
    if made is None:
        return
    database.execute(_SKETCH, (article_id, made.simhash))
    database.execute_many(_MARK, [(mark, article_id) for mark in made.marks])
    copies = _copies(database, article_id, made)
    if len(copies) > 1:
        _join(database, _sources(database, copies))


def renew(database: Database, article_id: int, made: Sketch | None) -> None:
    """Link an article anew: its text may be another than when it was sketched, or its time of publication."""
    known = database.row(_KNOWN, (article_id,))
    if (
        known is None
        or made is None
        or (known[0], set(json.loads(known[1]))) != (made.simhash, {*made.marks})
    ):
        database.execute(_FORGET, (article_id,))
        record(database, article_id, made)
        return
    copies = _copies(database, article_id, made)
    sources = _sources(database, copies)
    if len(copies) > 1 or sources != [article_id]:
        _join(database, sources)


def _copies(database: Database, article_id: int, made: Sketch) -> set[int]:
    """The articles whose text is that of the sketched one; itself too, whose marks many newer may share."""
    marks = (*made.marks, *[None] * (MARKS - len(made.marks)))  # very few different runs have fewer
    sharing = database.rows(_SHARING, marks)
    found = {id_ for id_, other in sharing if distance(made.simhash, other) <= MAX_DISTANCE}
    return found | {article_id}


def _sources(database: Database, copies: set[int]) -> list[int]:
    """The earliest of each family that these are of; an article without a family is one alone."""
    return [source for (source,) in database.rows(_SOURCE, (json.dumps(sorted(copies)),))]


def _join(database: Database, sources: list[int]) -> None:
    """Make one family of those of these sources: all point to the earliest."""
    (source, mark, old), *others = database.rows(_FAMILY, (json.dumps(sources),))
    if old is not None:
        database.execute(_UNLINK, (source,))
    linked = [(id_, source, distance(mark, other)) for id_, other, old in others if old != source]
    database.execute_many(_LINK, linked)
