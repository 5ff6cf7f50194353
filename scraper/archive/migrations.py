"""The tables of an archive, and the steps by which an old one becomes a new one.

A step that has been released is never edited: a change is a new step at the end of `STEPS`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from scraper.archive import blocks
from scraper.archive.views import VIEWS
from scraper.model import Block

if TYPE_CHECKING:
    from collections.abc import Callable

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


_FRONTIER = """
ALTER TABLE leads ADD COLUMN due INTEGER NOT NULL DEFAULT 1;         -- 0 when nothing is left to do
ALTER TABLE leads ADD COLUMN met_in INTEGER NOT NULL DEFAULT 0;      -- the run that last met it; 0: none
ALTER TABLE leads ADD COLUMN visited_in INTEGER NOT NULL DEFAULT 0;  -- the run that last visited it
UPDATE leads SET due = 0
WHERE state = 'done' AND NOT (outcome = 'failed' AND tries < 5)
    AND NOT (outcome = 'refused' AND reason IN ('robots', 'out-of-range'));
UPDATE leads SET visited_in = 1 WHERE state = 'done';                -- by the first run or a later one
CREATE INDEX leads_due ON leads (outlet, visited_in, published_utc DESC, id) WHERE due = 1;
CREATE INDEX leads_unread ON leads (outlet, id) WHERE state = 'fetched';
CREATE INDEX leads_met ON leads (outlet, met_in);
DROP INDEX leads_by_outlet;

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    open_at TEXT,                    -- not to be visited before; UTC
    pace REAL NOT NULL DEFAULT 0     -- seconds that it lately took to answer
) STRICT;

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,         -- https://host
    url TEXT NOT NULL,               -- the one that answered, after redirects
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,           -- JSON: [[name, value]]
    content BLOB NOT NULL,
    fetched_at TEXT NOT NULL         -- UTC
) STRICT;
"""


def frontier(database: Database) -> None:
    """Leads that are picked one by one, in the order of an index; hosts and their robots.txt."""
    database.executescript(_FRONTIER)


_LEDGER = """
CREATE TABLE walks (
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE,
    day TEXT NOT NULL,               -- whose index was read to its end, after it was over
    articles INTEGER NOT NULL,       -- that the index named
    walked_at TEXT NOT NULL,         -- UTC
    PRIMARY KEY (outlet, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE,
    kind TEXT NOT NULL,              -- noarchive | noai | tdm-reservation | ai-crawlers | content-signal
    text TEXT NOT NULL,              -- as the site words it
    url TEXT NOT NULL,               -- where it was last seen
    first_seen TEXT NOT NULL,        -- UTC
    last_seen TEXT NOT NULL,         -- UTC
    PRIMARY KEY (outlet, kind)
) STRICT, WITHOUT ROWID;
"""


def ledger(database: Database) -> None:
    """Which days were walked, and what sites say of being archived or read by machines."""
    database.executescript(_LEDGER)


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
    return blocks.pack(Block(**block) for block in json.loads(body))


def record(database: Database) -> None:
    """WARC files, revisions, near-duplicates, what was forgotten; the text of an article is kept once."""
    database.executescript(_RECORD)
    database.executescript(_FAMILIES.replace("BITS", _BITS))
    database.executescript(_SMALLER_INDEX)
    database.register_function(_packed, name="pack_blocks")
    database.execute("UPDATE articles SET body = pack_blocks(body)")


STEPS: tuple[Callable[[Database], None], ...] = (first_archive, frontier, ledger, record)

VERSION = len(STEPS)
"""The schema that this program writes, as `PRAGMA user_version` tells it."""


def apply(database: Database) -> None:
    """Take the steps that this archive has not taken yet. Raises sqlite3.Error."""
    migrations = Migrations("kliping")
    for step in STEPS:
        migrations(name=step.__name__)(step)
    migrations.apply(database)
    for name, select in VIEWS.items():
        database.executescript(f"DROP VIEW IF EXISTS {name}; CREATE VIEW {name} AS {select};")
