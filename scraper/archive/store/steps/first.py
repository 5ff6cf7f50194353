"""Outlets, articles and what hangs on them, leads, captures, runs, and the full-text index."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_FIRST_TABLES = """
CREATE TABLE outlets (
    slug TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    home TEXT NOT NULL,
    hosts TEXT NOT NULL,             -- JSON: [host name]
    network TEXT,
    language TEXT NOT NULL,          -- BCP 47
    zone TEXT NOT NULL               -- IANA time zone
) STRICT;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE CHECK (url <> ''),
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE,
    title TEXT NOT NULL,
    published_at TEXT,               -- as shown: ISO 8601 with offset, or a bare day
    published_on TEXT,               -- the day of it where it was shown
    published_utc TEXT,              -- YYYY-MM-DDTHH:MM:SSZ, sorts
    modified_at TEXT,
    modified_utc TEXT,
    dateline TEXT,
    section TEXT,
    language TEXT NOT NULL,          -- BCP 47
    lead TEXT,
    text TEXT NOT NULL,              -- the body as plain text, blocks parted by an empty line
    body TEXT NOT NULL,              -- JSON: [{kind, text}]
    sources TEXT NOT NULL,           -- JSON: [name]
    pages TEXT NOT NULL,             -- JSON: [URL]
    removed TEXT NOT NULL,           -- JSON: [{reason, text}]
    provenance TEXT NOT NULL,        -- JSON: {field: rule}
    captions_text TEXT NOT NULL,     -- for articles_fts, one a line; the tables images,
    tags_text TEXT NOT NULL,         --   tags
    people_text TEXT NOT NULL,       --   and people are what counts
    digest TEXT NOT NULL,            -- SHA-256 of what a reader sees
    first_seen TEXT NOT NULL,        -- UTC, as is all below
    last_seen TEXT NOT NULL,
    changed_at TEXT                  -- when it was first seen as it is now; null if it never changed
) STRICT;
CREATE INDEX articles_by_outlet ON articles (outlet, published_utc);
CREATE INDEX articles_by_time ON articles (published_utc);
CREATE INDEX articles_by_digest ON articles (digest);

CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE article_people (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('author', 'editor')),
    position INTEGER NOT NULL,       -- from 0, as are all positions
    person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_people_by_person ON article_people (person_id);

CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tags_by_tag ON article_tags (tag_id);

CREATE TABLE images (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT,
    caption TEXT,
    credit TEXT,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,              -- inline | list
    target_id INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_url ON links (url);
CREATE INDEX links_by_target ON links (target_id);

CREATE TABLE leads (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE,
    source TEXT NOT NULL,            -- seed | feed | sitemap | index | link
    title TEXT,
    published_at TEXT,
    published_utc TEXT,
    discovered_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'fetched', 'done')),
    tries INTEGER NOT NULL DEFAULT 0,  -- failures in a row
    outcome TEXT,
    reason TEXT,
    detail TEXT,
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    finished_at TEXT
) STRICT;
CREATE INDEX leads_by_outlet ON leads (outlet, state);
CREATE INDEX leads_by_article ON leads (article_id);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE,
    lead_id INTEGER REFERENCES leads (id) ON DELETE SET NULL,
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    requested TEXT NOT NULL,
    url TEXT NOT NULL,               -- the one that answered, after redirects
    status INTEGER NOT NULL,
    fetched_at TEXT NOT NULL,        -- UTC
    headers TEXT NOT NULL,           -- JSON: [[name, value]], in the server's order
    digest TEXT NOT NULL,            -- SHA-256 of the content
    size INTEGER NOT NULL,           -- bytes
    elapsed REAL NOT NULL,           -- seconds
    locator TEXT NOT NULL            -- where the content is kept
) STRICT;
CREATE INDEX captures_by_lead ON captures (lead_id);
CREATE INDEX captures_by_article ON captures (article_id);
CREATE INDEX captures_by_requested ON captures (requested);
CREATE INDEX captures_by_digest ON captures (digest);

CREATE TABLE capture_bodies (
    digest TEXT PRIMARY KEY,
    content BLOB NOT NULL            -- zlib (RFC 1950) or gzip (RFC 1952)
) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    targets TEXT NOT NULL,           -- JSON: [outlet or URL]
    started_at TEXT NOT NULL,
    finished_at TEXT,
    status TEXT,
    summary TEXT                     -- JSON
) STRICT;
"""

# The index has no copy of the text (external content): a copy would double the file, and a contentless
# index could give no snippets. It follows the row of `articles` alone, so triggers keep it exact whoever
# writes, which they could not if captions, tags and people were gathered from other tables while those
# change; hence their copies, small beside the text, in the columns `*_text`. The update trigger leaves
# alone a row whose words have not changed, which is what most visits find.
# Datasette and sqlite-utils know the index by content="articles", in double quotes. Beginnings of three and
# four letters are indexed because Indonesian verbs share theirs: `meng*` would join thousands of words.
_FIRST_INDEX = """
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, captions_text, tags_text, people_text,
    content="articles", content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3 4'
);
CREATE TRIGGER articles_ai AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text, captions_text, tags_text, people_text)
    VALUES (new.id, new.title, new.text, new.captions_text, new.tags_text, new.people_text);
END;
CREATE TRIGGER articles_ad AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text, captions_text, tags_text, people_text)
    VALUES ('delete', old.id, old.title, old.text, old.captions_text, old.tags_text, old.people_text);
END;
CREATE TRIGGER articles_au AFTER UPDATE ON articles
WHEN (old.id, old.title, old.text, old.captions_text, old.tags_text, old.people_text)
    IS NOT (new.id, new.title, new.text, new.captions_text, new.tags_text, new.people_text)
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text, captions_text, tags_text, people_text)
    VALUES ('delete', old.id, old.title, old.text, old.captions_text, old.tags_text, old.people_text);
    INSERT INTO articles_fts (rowid, title, text, captions_text, tags_text, people_text)
    VALUES (new.id, new.title, new.text, new.captions_text, new.tags_text, new.people_text);
END;
"""


def first_archive(database: Database) -> None:
    """Outlets, articles and what hangs on them, leads, captures, runs, and the full-text index."""
    database.executescript(_FIRST_TABLES)
    database.executescript(_FIRST_INDEX)
