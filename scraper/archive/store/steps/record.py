"""WARC files, revisions, near-duplicates, what was forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_RECORD = """
ALTER TABLE captures ADD COLUMN file TEXT;       -- the WARC that holds it; null: see capture_bodies
ALTER TABLE captures ADD COLUMN offset INTEGER;  -- of the record that has its content, in bytes
ALTER TABLE captures ADD COLUMN length INTEGER;  -- of that record as it stands in the file
CREATE INDEX captures_by_file ON captures (file, offset) WHERE file IS NOT NULL;

ALTER TABLE articles ADD COLUMN origin TEXT NOT NULL DEFAULT 'crawl';   -- or "import: FILE"
ALTER TABLE articles ADD COLUMN extractor TEXT NOT NULL DEFAULT '';     -- the kliping that read it
ALTER TABLE articles ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;    -- the number of what is shown here
ALTER TABLE articles ADD COLUMN gone_at TEXT;                           -- since when it answers 404 or 410

CREATE TABLE revisions (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,         -- from 1
    kind TEXT NOT NULL CHECK (kind IN ('crawl', 'reparse', 'import')),
    seen_at TEXT NOT NULL,           -- UTC
    capture_id INTEGER REFERENCES captures (id) ON DELETE SET NULL,
    extractor TEXT NOT NULL,
    digest TEXT NOT NULL,            -- of what a reader sees
    title TEXT NOT NULL,
    changed TEXT NOT NULL,           -- JSON: [field] that the revision before had otherwise
    content TEXT,                    -- JSON: the article; null for the newest, which `articles` shows
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_time ON revisions (seen_at);
CREATE INDEX revisions_by_capture ON revisions (capture_id);
INSERT INTO revisions (article_id, number, kind, seen_at, extractor, digest, title, changed)
SELECT id, 1, 'crawl', coalesce(changed_at, first_seen), '', digest, title, '[]' FROM articles;

DROP INDEX articles_by_digest;       -- nothing asks by it

CREATE TABLE sketches (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    simhash INTEGER NOT NULL         -- of the text, 64 bits, signed
) STRICT;
CREATE TABLE text_marks (
    mark INTEGER NOT NULL,           -- one of the smallest hashes of the text's runs of words
    article_id INTEGER NOT NULL REFERENCES sketches (article_id) ON DELETE CASCADE,
    PRIMARY KEY (mark, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX text_marks_by_article ON text_marks (article_id);
CREATE TABLE duplicates (
    article_id INTEGER PRIMARY KEY REFERENCES sketches (article_id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES sketches (article_id) ON DELETE CASCADE,  -- the family's earliest
    distance INTEGER NOT NULL        -- bits in which the simhashes differ
) STRICT;
CREATE INDEX duplicates_by_source ON duplicates (source_id);

CREATE TABLE tombstones (
    url TEXT PRIMARY KEY,            -- what was forgotten, and is not fetched again
    outlet TEXT NOT NULL,
    reason TEXT NOT NULL,
    forgotten_at TEXT NOT NULL       -- UTC
) STRICT;
"""

# A text that changes or goes leaves its copies to the earliest of them. SQLite has no XOR and counts no bits.
_BITS = json.dumps(list(range(64)))
_FAMILIES = """
CREATE TRIGGER sketches_bd BEFORE DELETE ON sketches
WHEN EXISTS (SELECT 1 FROM duplicates WHERE source_id = old.article_id)
BEGIN
    UPDATE duplicates SET source_id = heir.id, distance = (
        SELECT sum(((heir.simhash | own.simhash) - (heir.simhash & own.simhash)) >> value & 1)
        FROM sketches AS own, json_each('BITS') WHERE own.article_id = duplicates.article_id
    )
    FROM (
        SELECT articles.id, simhash FROM duplicates AS copies
        JOIN articles ON articles.id = copies.article_id
        JOIN sketches ON sketches.article_id = copies.article_id
        WHERE copies.source_id = old.article_id
        ORDER BY published_utc IS NULL, published_utc, articles.id LIMIT 1
    ) AS heir
    WHERE source_id = old.article_id;
END;
CREATE TRIGGER duplicates_au AFTER UPDATE ON duplicates WHEN new.article_id = new.source_id BEGIN
    DELETE FROM duplicates WHERE article_id = new.article_id;
END;
"""

# An index of beginnings would be as large as the texts, and save little: what takes time is ranking what was
# found. It is left out, and so the index must be made anew.
_SMALLER_INDEX = """
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, captions_text, tags_text, people_text,
    content="articles", content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
"""


def _packed(body: str) -> str:
    pairs = [[block["kind"], len(block["text"])] for block in json.loads(body or "[]")]
    return json.dumps(pairs, separators=(",", ":"))


def record(database: Database) -> None:
    """WARC files, revisions, near-duplicates, what was forgotten; the text of an article is kept once."""
    database.executescript(_RECORD)
    database.executescript(_FAMILIES.replace("BITS", _BITS))
    database.executescript(_SMALLER_INDEX)
    database.register_function(_packed, name="pack_blocks")
    database.execute("UPDATE articles SET body = pack_blocks(body)")
