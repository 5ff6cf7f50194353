-- The tables of an archive: step 1 of the migrations (migrations.py).
-- Once released, this file is not edited: a change is a further step. Each table and each column has a
-- comment, on one line. Times are UTC, YYYY-MM-DDTHH:MM:SSZ, where the comment says nothing else.
-- In `articles`, what is short and asked for often stands before what is long.


-- Articles and what belongs to them

-- News sites of which anything is archived.
CREATE TABLE outlets (
    slug TEXT PRIMARY KEY, -- short name of the outlet, as in its profile
    name TEXT NOT NULL, -- name for people
    home TEXT NOT NULL, -- URL of the front page
    hosts TEXT NOT NULL, -- JSON: list of host names
    network TEXT, -- name of the group of sites that it belongs to
    language TEXT NOT NULL, -- BCP 47
    zone TEXT NOT NULL -- IANA time zone
) STRICT;

-- Articles, one row each, as last seen.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, -- number within this archive
    url TEXT NOT NULL UNIQUE CHECK (url <> ''), -- canonical URL
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE, -- slug
    title TEXT NOT NULL, -- headline as displayed
    kind TEXT NOT NULL DEFAULT 'article', -- 'article', or 'gallery' or 'video' for a page of pictures or of a video
    paywalled INTEGER NOT NULL DEFAULT 0, -- 1 where the text is only the opening of one that must be paid for
    published_at TEXT, -- as shown on the page: ISO 8601 with offset, or a bare day
    published_on TEXT, -- day of published_at in its own offset
    published_utc TEXT, -- published_at in UTC, to sort by; a bare day is its midnight in the outlet's zone
    modified_at TEXT, -- time of the last change as shown on the page, in the form of published_at
    modified_utc TEXT, -- modified_at in UTC, in the form of published_utc
    dateline TEXT, -- place in the dateline, as written
    section TEXT, -- section as displayed or declared
    language TEXT NOT NULL, -- BCP 47
    origin TEXT NOT NULL DEFAULT 'crawl', -- how it first came here: 'crawl' or 'import: FILE'
    extractor INTEGER NOT NULL DEFAULT 0, -- version of the reader that last read it; 0: not known
    revision INTEGER NOT NULL DEFAULT 1, -- number of the revision that this row shows
    digest TEXT NOT NULL, -- first 128 bits of the SHA-256, in hexadecimal, of what a reader sees
    first_seen TEXT NOT NULL, -- when it was first seen
    last_seen TEXT NOT NULL, -- when it was last seen to be there
    changed_at TEXT, -- when it was first seen as it is now; null if it never changed
    gone_at TEXT, -- since when its URL answers that it is gone; null if it is there
    lead TEXT, -- standfirst as displayed; it is the first block of the body too
    text TEXT NOT NULL, -- body as plain text, blocks separated by an empty line
    body TEXT NOT NULL, -- JSON: for each run of blocks of one kind, the kind, then each block's length in characters
    sources TEXT NOT NULL, -- JSON: list of names that a line such as "Sumber: Antara" gives
    pages TEXT NOT NULL, -- JSON: list of the URLs of an article of several pages
    removed TEXT NOT NULL, -- JSON: list of objects with reason and text: what was cut from the body's box
    provenance TEXT NOT NULL, -- JSON: object of field and the rule that found it
    captions_text TEXT NOT NULL, -- captions, one a line: a copy of images.caption for the search index
    tags_text TEXT NOT NULL, -- tags, one a line: a copy of tags.label for the search index
    people_text TEXT NOT NULL -- authors and editors, one a line: a copy of people.name for the search index
) STRICT;
CREATE INDEX articles_by_outlet ON articles (outlet, published_utc);
CREATE INDEX articles_by_time ON articles (published_utc);

-- Names in by-lines, each once.
CREATE TABLE people (
    id INTEGER PRIMARY KEY, -- number within this archive
    name TEXT NOT NULL UNIQUE -- as written in by-lines
) STRICT;

-- Who wrote and who edited an article.
CREATE TABLE article_people (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE, -- the article
    role TEXT NOT NULL CHECK (role IN ('author', 'editor')), -- 'author' or 'editor'
    position INTEGER NOT NULL, -- order within the role, from 0
    person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE, -- the person
    PRIMARY KEY (article_id, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_people_by_person ON article_people (person_id);

-- The outlets' own tags, each once.
CREATE TABLE tags (
    id INTEGER PRIMARY KEY, -- number within this archive
    label TEXT NOT NULL UNIQUE -- as displayed
) STRICT;

-- Which tags an article carries.
CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE, -- the article
    position INTEGER NOT NULL, -- order on the page, from 0
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE, -- the tag
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tags_by_tag ON article_tags (tag_id);

-- Pictures of articles.
CREATE TABLE images (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE, -- the article
    position INTEGER NOT NULL, -- order on the page, from 0
    url TEXT, -- URL of the picture; null where the page names none
    caption TEXT, -- as displayed, credit included
    credit TEXT, -- the credit alone, where the page sets it apart
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

-- Links from an article to other articles.
CREATE TABLE links (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE, -- the article that links
    position INTEGER NOT NULL, -- order on the page, from 0
    title TEXT NOT NULL, -- text of the link
    url TEXT NOT NULL, -- canonical URL that it leads to
    kind TEXT NOT NULL, -- 'inline' between paragraphs, or 'list'
    target_id INTEGER REFERENCES articles (id) ON DELETE SET NULL, -- the article there; null until it is archived
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
-- Links are looked up by URL only until their target is known; the ends of URLs tell them apart.
CREATE INDEX links_unresolved ON links (substr(url, -24)) WHERE target_id IS NULL;
CREATE INDEX links_by_target ON links (target_id);

-- Every state of an article that was seen, from its first. The newest is the row in articles.
CREATE TABLE revisions (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE, -- the article
    number INTEGER NOT NULL, -- from 1
    kind TEXT NOT NULL CHECK (kind IN ('crawl', 'reparse', 'import')), -- what brought it
    seen_at TEXT NOT NULL, -- when it was first seen
    capture_id INTEGER REFERENCES captures (id) ON DELETE SET NULL, -- the response that it was read from
    extractor INTEGER NOT NULL, -- version of the reader that read it; 0: not known
    changed TEXT NOT NULL, -- JSON: list of fields in which it differs from the revision before
    digest TEXT, -- as in articles; null for the newest
    title TEXT, -- headline; null for the newest
    content TEXT, -- JSON: the article; null for the newest
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_time ON revisions (seen_at);
CREATE INDEX revisions_by_capture ON revisions (capture_id);

-- Simhashes of the texts of articles that are long enough to be compared.
CREATE TABLE simhashes (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE, -- the article
    simhash INTEGER NOT NULL -- of the text's shingles: 64 bits, signed
) STRICT;

-- Minhashes, by which texts that share shingles are found.
CREATE TABLE minhashes (
    minhash INTEGER NOT NULL, -- one of the smallest hashes of the text's shingles: 64 bits, signed
    article_id INTEGER NOT NULL REFERENCES simhashes (article_id) ON DELETE CASCADE, -- the article
    PRIMARY KEY (minhash, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX minhashes_by_article ON minhashes (article_id);

-- Articles with the text of an earlier one.
CREATE TABLE duplicates (
    article_id INTEGER PRIMARY KEY REFERENCES simhashes (article_id) ON DELETE CASCADE, -- the copy
    source_id INTEGER NOT NULL REFERENCES simhashes (article_id) ON DELETE CASCADE, -- the earliest with that text
    distance INTEGER NOT NULL -- bits in which the two simhashes differ
) STRICT;
CREATE INDEX duplicates_by_source ON duplicates (source_id);

-- URLs that were forgotten on request: not fetched, and not archived, again.
CREATE TABLE tombstones (
    url TEXT PRIMARY KEY, -- one of the addresses of what was forgotten
    outlet TEXT NOT NULL, -- slug; '' where no outlet is known
    reason TEXT NOT NULL, -- why, in the words of who asked
    forgotten_at TEXT NOT NULL -- when
) STRICT;


-- Raw pages

-- Responses as received; their bytes are in WARC files.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY, -- number within this archive
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE, -- slug
    lead_id INTEGER REFERENCES leads (id) ON DELETE SET NULL, -- the lead that was visited; null for feeds and sitemaps
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL, -- the article that was read from it
    requested TEXT NOT NULL, -- URL that was asked for
    url TEXT NOT NULL, -- URL that answered, after redirects
    status INTEGER NOT NULL, -- HTTP status
    fetched_at TEXT NOT NULL, -- when it came: UTC to the microsecond, ISO 8601
    headers TEXT NOT NULL, -- JSON: list of [name, value], in the server's order
    digest TEXT NOT NULL, -- SHA-256 of the content, in hexadecimal
    size INTEGER NOT NULL, -- bytes of the content
    elapsed REAL NOT NULL, -- seconds from request to answer
    locator TEXT NOT NULL, -- WARC-Record-ID of its own record
    file TEXT NOT NULL, -- name of the WARC file that holds the content
    offset INTEGER NOT NULL, -- where the record with the content begins in that file, in bytes
    length INTEGER NOT NULL -- bytes of that record, as compressed
) STRICT;
CREATE INDEX captures_by_lead ON captures (lead_id);
CREATE INDEX captures_by_article ON captures (article_id);
CREATE INDEX captures_by_requested ON captures (requested);
CREATE INDEX captures_by_digest ON captures (digest);
CREATE INDEX captures_by_file ON captures (file, offset);


-- The state of crawling

-- URLs that are worth a visit, and what became of them.
CREATE TABLE leads (
    id INTEGER PRIMARY KEY, -- number within this archive
    url TEXT NOT NULL UNIQUE, -- canonical URL
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE, -- slug
    source TEXT NOT NULL, -- where it was found: seed, feed, sitemap, wordpress, index, link or import
    title TEXT, -- title that the source gives
    published_at TEXT, -- as the page says, once read; until then, as the source says
    published_utc TEXT, -- published_at in UTC, to sort by
    discovered_at TEXT NOT NULL, -- when it was found
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'fetched', 'done')), -- 'fetched': its bytes are stored
    pending INTEGER NOT NULL DEFAULT 1, -- 1 while it is to be visited, or visited again; else 0
    failures INTEGER NOT NULL DEFAULT 0, -- failures in a row
    outcome TEXT, -- stored, revised, unchanged, not-an-article, refused, gone or failed
    reason TEXT, -- why, in a word
    detail TEXT, -- why, for people
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL, -- the article that it led to
    finished_at TEXT, -- when the outcome was recorded
    seen_in_run INTEGER NOT NULL DEFAULT 0, -- last run that found it; 0: none
    visited_in_run INTEGER NOT NULL DEFAULT 0 -- last run that visited it; 0: none
) STRICT;
CREATE INDEX leads_by_article ON leads (article_id);
CREATE INDEX leads_pending ON leads (outlet, visited_in_run, published_utc DESC, id) WHERE pending = 1;
CREATE INDEX leads_unread ON leads (outlet, id) WHERE state = 'fetched';
CREATE INDEX leads_seen ON leads (outlet, seen_in_run);

-- What is known of hosts between two runs.
CREATE TABLE hosts (
    host TEXT PRIMARY KEY, -- host name
    open_at TEXT, -- not to be visited before; UTC, ISO 8601 with offset
    pace REAL NOT NULL DEFAULT 0 -- seconds that it lately took to answer
) STRICT;

-- The last answer to each /robots.txt.
CREATE TABLE robots (
    origin TEXT PRIMARY KEY, -- such as https://example.com
    url TEXT NOT NULL, -- URL that answered, after redirects
    status INTEGER NOT NULL, -- HTTP status
    headers TEXT NOT NULL, -- JSON: list of [name, value], in the server's order
    content BLOB NOT NULL, -- bytes as received, unpacked
    fetched_at TEXT NOT NULL -- when it came; UTC, ISO 8601 with offset
) STRICT;

-- Days whose index page was read to its end after the day was over.
CREATE TABLE indexed_days (
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE, -- slug
    day TEXT NOT NULL, -- YYYY-MM-DD
    articles INTEGER NOT NULL, -- how many articles the index named
    indexed_at TEXT NOT NULL, -- when it was read
    PRIMARY KEY (outlet, day)
) STRICT, WITHOUT ROWID;

-- What outlets say, for machines to read, of being archived or read by machines.
CREATE TABLE usage_policies (
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE, -- slug
    kind TEXT NOT NULL, -- noarchive, noai, noimageai, tdm-reservation, ai-crawlers or content-signal
    text TEXT NOT NULL, -- as the site words it
    url TEXT NOT NULL, -- where it was last seen
    first_seen TEXT NOT NULL, -- when it was first seen
    last_seen TEXT NOT NULL, -- when it was last seen
    PRIMARY KEY (outlet, kind)
) STRICT, WITHOUT ROWID;

-- Commands that crawled.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, -- number within this archive
    command TEXT NOT NULL, -- name of the command, such as 'crawl'
    targets TEXT NOT NULL, -- JSON: list of outlets or URLs that it was given
    started_at TEXT NOT NULL, -- when it began
    finished_at TEXT, -- when it ended; null while it runs, or if it was killed
    status TEXT, -- 'ok', 'interrupted' or 'failed'
    summary TEXT -- JSON: numbers by outlet
) STRICT;


-- The search index

-- It has no copy of the text (external content): a copy would double the file, and a contentless index could
-- give no snippets. It follows the row of `articles` alone, so triggers keep it exact whoever writes; captions,
-- tags and people stand in other tables, hence their copies in the columns `*_text`. FTS5 says of each word in
-- an article which column it stands in, unless it is the first: hence `text` before `title`. Datasette and
-- sqlite-utils recognize the index by content="articles", in double quotes.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    text, title, captions_text, tags_text, people_text,
    content="articles", content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_ai AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text, captions_text, tags_text, people_text)
    VALUES (new.id, new.title, new.text, new.captions_text, new.tags_text, new.people_text);
END;
CREATE TRIGGER articles_ad AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text, captions_text, tags_text, people_text)
    VALUES ('delete', old.id, old.title, old.text, old.captions_text, old.tags_text, old.people_text);
END;
-- Most visits find the same words: such a row is left alone.
CREATE TRIGGER articles_au AFTER UPDATE ON articles
WHEN (old.id, old.title, old.text, old.captions_text, old.tags_text, old.people_text)
    IS NOT (new.id, new.title, new.text, new.captions_text, new.tags_text, new.people_text)
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text, captions_text, tags_text, people_text)
    VALUES ('delete', old.id, old.title, old.text, old.captions_text, old.tags_text, old.people_text);
    INSERT INTO articles_fts (rowid, title, text, captions_text, tags_text, people_text)
    VALUES (new.id, new.title, new.text, new.captions_text, new.tags_text, new.people_text);
END;


-- Families of copies

-- A text that changes or goes leaves its copies to the earliest of them. SQLite has no XOR and counts no bits.
CREATE TRIGGER simhashes_bd BEFORE DELETE ON simhashes
WHEN EXISTS (SELECT 1 FROM duplicates WHERE source_id = old.article_id)
BEGIN
    UPDATE duplicates SET source_id = heir.id, distance = (
        SELECT sum(((heir.simhash | own.simhash) - (heir.simhash & own.simhash)) >> bit.value & 1)
        FROM simhashes AS own, json_each('[
            0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,
            34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63
        ]') AS bit
        WHERE own.article_id = duplicates.article_id
    )
    FROM (
        SELECT articles.id, simhash FROM duplicates AS copies
        JOIN articles ON articles.id = copies.article_id
        JOIN simhashes ON simhashes.article_id = copies.article_id
        WHERE copies.source_id = old.article_id
        ORDER BY published_utc IS NULL, published_utc, articles.id LIMIT 1
    ) AS heir
    WHERE source_id = old.article_id;
END;
CREATE TRIGGER duplicates_au AFTER UPDATE ON duplicates WHEN new.article_id = new.source_id BEGIN
    DELETE FROM duplicates WHERE article_id = new.article_id;
END;


-- Housekeeping

-- The views that kliping made, so that it can renew them and leave a user's own alone.
CREATE TABLE managed_views (
    name TEXT PRIMARY KEY, -- name of the view
    digest TEXT NOT NULL -- SHA-256 of its SQL, in hexadecimal
) STRICT;
