-- The views of an archive: what analysts ask for most. docs/reference/queries.md has an example of each.
-- Views hold nothing, so they are no step of the migrations: whenever their text here differs, an archive that
-- is opened for writing gets them anew (views.py). The comment line before each says what it answers.


-- An article in one row, with its people, tags and captions joined.
CREATE VIEW articles_full AS
SELECT articles.id, url, outlets.name AS outlet_name, articles.outlet, title, articles.kind, paywalled,
    published_at, published_on, published_utc, modified_at, dateline,
    section, articles.language, lead, text,
    (SELECT group_concat(name, '; ') FROM (
        SELECT name FROM article_people JOIN people ON people.id = person_id
        WHERE article_id = articles.id AND role = 'author' ORDER BY position)) AS authors,
    (SELECT group_concat(name, '; ') FROM (
        SELECT name FROM article_people JOIN people ON people.id = person_id
        WHERE article_id = articles.id AND role = 'editor' ORDER BY position)) AS editors,
    (SELECT group_concat(label, '; ') FROM (
        SELECT label FROM article_tags JOIN tags ON tags.id = tag_id
        WHERE article_id = articles.id ORDER BY position)) AS tags,
    (SELECT group_concat(caption, char(10)) FROM (
        SELECT caption FROM images WHERE article_id = articles.id ORDER BY position)) AS captions,
    (SELECT count(*) FROM images WHERE article_id = articles.id) AS images,
    source_id AS copy_of, first_seen, last_seen, changed_at, revision, gone_at
FROM articles JOIN outlets ON outlets.slug = articles.outlet
    LEFT JOIN duplicates ON duplicates.article_id = articles.id;

-- The paragraphs of articles one by one, with their kind.
CREATE VIEW article_blocks AS
SELECT article_id, position, body ->> kind_at AS kind,
    substr(text, 1 + 2 * position + before, length) AS text
FROM (
    SELECT article_id, kind_at, length,
        row_number() OVER blocks - 1 AS position, sum(length) OVER blocks - length AS before
    FROM (
        SELECT articles.id AS article_id, key, type, value AS length,
            max(iif(type = 'text', key, NULL)) OVER (PARTITION BY articles.id ORDER BY key) AS kind_at
        FROM articles, json_each(body)
    )
    WHERE type = 'integer'
    WINDOW blocks AS (PARTITION BY article_id ORDER BY key)
) JOIN articles ON articles.id = article_id;

-- How many leads of each outlet and day were found, and what became of them.
CREATE VIEW coverage_by_day AS
SELECT outlet, coalesce(day, published) AS day, count(*) AS leads,
    count(*) FILTER (WHERE state = 'done' AND article_id IS NOT NULL) AS stored,
    count(*) FILTER (WHERE pending = 1) AS waiting,
    count(*) FILTER (WHERE outcome = 'failed') AS failed,
    count(*) FILTER (WHERE outcome = 'refused') AS refused,
    count(*) FILTER (WHERE outcome = 'gone') AS gone,
    count(*) FILTER (WHERE outcome = 'not-an-article') AS not_articles
FROM (
    SELECT leads.outlet, state, outcome, pending, article_id, articles.published_on AS day,
        substr(leads.published_at, 1, 10) AS published
    FROM leads LEFT JOIN articles ON articles.id = article_id
)
GROUP BY outlet, coalesce(day, published);

-- How each outlet does: failed visits, last success, and how many articles have each field.
CREATE VIEW source_health AS
SELECT slug AS outlet, coalesce(leads, 0) AS leads, coalesce(articles, 0) AS articles,
    round(1.0 * failed / visited, 3) AS failed_share, last_success, newest,
    with_author, with_date, with_time, with_text, with_image, with_tags
FROM outlets
LEFT JOIN (
    SELECT outlet, count(*) AS leads, nullif(count(outcome), 0) AS visited,
        count(*) FILTER (WHERE outcome = 'failed') AS failed,
        max(finished_at) FILTER (WHERE outcome IN ('stored', 'revised', 'unchanged')) AS last_success
    FROM leads GROUP BY outlet
) AS visits ON visits.outlet = slug
LEFT JOIN (
    SELECT outlet, count(*) AS articles, max(published_utc) AS newest,
        round(avg(EXISTS (SELECT 1 FROM article_people
            WHERE article_id = articles.id AND role = 'author')), 3) AS with_author,
        round(avg(published_at IS NOT NULL), 3) AS with_date,
        round(avg(coalesce(length(published_at) > 10, 0)), 3) AS with_time,
        round(avg(text <> ''), 3) AS with_text,
        round(avg(EXISTS (SELECT 1 FROM images WHERE article_id = articles.id)), 3) AS with_image,
        round(avg(tags_text <> ''), 3) AS with_tags
    FROM articles GROUP BY outlet
) AS shares ON shares.outlet = slug;

-- Each revision whose headline differs from the one before.
CREATE VIEW headline_changes AS
SELECT article_id, url, outlet, number AS revision, kind, seen_at, old, new
FROM (
    SELECT article_id, url, outlet, number, revisions.kind, seen_at,
        coalesce(revisions.title, articles.title) AS new,
        lag(revisions.title) OVER (PARTITION BY article_id ORDER BY number) AS old
    FROM revisions JOIN articles ON articles.id = article_id
    WHERE article_id IN (SELECT article_id FROM revisions WHERE number > 1)
)
WHERE old <> new;

-- Each copy of a text beside its source, and how many hours later it came.
CREATE VIEW wire_copies AS
SELECT source_id, source.outlet AS source_outlet, source.title AS source_title,
    source.published_utc AS source_published_utc, article_id AS copy_id, copy.outlet AS copy_outlet,
    copy.title AS copy_title, copy.published_utc AS copy_published_utc,
    round((julianday(copy.published_utc) - julianday(source.published_utc)) * 24, 2) AS hours_later,
    copy.outlet = source.outlet AS same_outlet, copy.title = source.title AS same_title, distance
FROM duplicates
    JOIN articles AS source ON source.id = source_id JOIN articles AS copy ON copy.id = article_id;

-- Each field that an article lacks.
CREATE VIEW missing_fields AS
SELECT articles.id AS article_id, url, outlet, published_on, missing.value AS field
FROM articles, json_each(json_array(
    iif(title = '', 'title', NULL), iif(text = '', 'body', NULL),
    iif(published_at IS NULL, 'published_at', NULL),
    iif(length(published_at) = 10, 'time of day', NULL),
    iif(people_text = '' OR NOT EXISTS (SELECT 1 FROM article_people
        WHERE article_id = articles.id AND role = 'author'), 'authors', NULL),
    iif(section IS NULL, 'section', NULL), iif(tags_text = '', 'tags', NULL),
    iif(NOT EXISTS (SELECT 1 FROM images WHERE article_id = articles.id), 'images', NULL)
)) AS missing
WHERE missing.value IS NOT NULL;
