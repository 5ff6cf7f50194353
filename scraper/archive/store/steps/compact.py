"""What is said twice is left out, and what is long is said shorter."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from scraper.archive.articles.revisions import digest_of, folded

if TYPE_CHECKING:
    from sqlite_utils import Database

# Nearly all articles have one revision, the newest: its row repeated what their own row says. Links are asked
# for by address only until their target is known, and the ends of addresses tell them apart.
_COMPACT = """
PRAGMA legacy_alter_table = ON;      -- or views that a user made would name the old table from now on
ALTER TABLE revisions RENAME TO longer;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE revisions (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,         -- from 1
    kind TEXT NOT NULL CHECK (kind IN ('crawl', 'reparse', 'import')),
    seen_at TEXT NOT NULL,           -- UTC
    capture_id INTEGER REFERENCES captures (id) ON DELETE SET NULL,
    extractor TEXT NOT NULL,
    changed TEXT NOT NULL,           -- JSON: [field] that the revision before had otherwise
    digest TEXT,                     -- of what a reader sees; this and what follows are null for the newest,
    title TEXT,                      --   which `articles` shows
    content TEXT,                    -- JSON: the article
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO revisions
SELECT article_id, number, kind, seen_at, capture_id, extractor, changed,
    iif(is_newest, NULL, digest), iif(is_newest, NULL, title), iif(is_newest, NULL, content)
FROM (SELECT *, number = max(number) OVER (PARTITION BY article_id) AS is_newest FROM longer)
ORDER BY article_id, number;
DROP TABLE longer;
CREATE INDEX revisions_by_time ON revisions (seen_at);
CREATE INDEX revisions_by_capture ON revisions (capture_id);

DROP INDEX links_by_url;
CREATE INDEX links_waiting ON links (substr(url, -24)) WHERE target_id IS NULL;

INSERT INTO tombstones
SELECT iif(url LIKE 'https:%', 'http' || substr(url, 6), 'https' || substr(url, 5)),
    outlet, reason, forgotten_at
FROM tombstones WHERE true ON CONFLICT DO NOTHING;

UPDATE articles SET body = pack_runs(body), digest = digest_of(
    title, text, published_at, modified_at,
    (SELECT json_group_array(name) FROM (
        SELECT name FROM article_people JOIN people ON people.id = person_id
        WHERE article_id = articles.id AND role = 'author' ORDER BY position)),
    (SELECT json_group_array(name) FROM (
        SELECT name FROM article_people JOIN people ON people.id = person_id
        WHERE article_id = articles.id AND role = 'editor' ORDER BY position)),
    (SELECT json_group_array(caption) FROM (
        SELECT caption FROM images WHERE article_id = articles.id AND caption <> '' ORDER BY position))
);
UPDATE revisions SET digest = substr(digest, 1, 32) WHERE digest IS NOT NULL;
"""

# FTS5 says of each word in an article which column it stands in, unless it is the first.
_TEXT_FIRST = """
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    text, title, captions_text, tags_text, people_text,
    content="articles", content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
"""


def _runs(body: str) -> str:
    """Blocks as kind and length each, made the kind and the lengths of each run."""
    packed = []
    for kind, run in groupby(json.loads(body), key=lambda block: block[0]):
        packed += [kind, *(length for _, length in run)]
    return json.dumps(packed, separators=(",", ":"))


def _digest(title: str, text: str, published: str | None, modified: str | None, *lists: str) -> str:
    """Of what a reader sees: the first archives had it of something else."""
    authors, editors, captions = ([folded(one) for one in json.loads(names)] for names in lists)
    return digest_of({"title": folded(title), "text": folded(text), "published_at": published,
        "modified_at": modified, "authors": authors, "editors": editors, "captions": captions})  # fmt: skip


def compact(database: Database) -> None:
    """Short rows of newest revisions, short digests and bodies, and short indexes of words and of links."""
    database.register_function(_runs, name="pack_runs")
    database.conn.create_function("digest_of", 7, _digest, deterministic=True)
    database.executescript(_COMPACT)
    database.executescript(_TEXT_FIRST)
