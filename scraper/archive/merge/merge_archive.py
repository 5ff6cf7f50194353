"""One archive takes in all that another has; the other is only read.

Rows count as the same by what they stand for, never by number: outlets by slug, leads by URL, articles
by URL of either scheme, captures by what was asked for, when, and what came. So a merge may be repeated, or
stopped and begun anew. Runs, and what is known of hosts, are an archive's own, and stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.archive.articles import relations
from scraper.archive.articles.tombstones import Tombstones
from scraper.archive.merge.merge_article import ArticleMerge
from scraper.archive.store.locks import MERGE, OutletLock
from scraper.errors import ArchiveError
from scraper.text.urls import twin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.archive.articles.articles import Articles
    from scraper.archive.store.database import Database
    from scraper.archive.warc.captures import Captures

BATCH = 200
"""So many captures or articles are written in one transaction."""

_OUTLETS = "INSERT INTO outlets SELECT * FROM other.outlets WHERE true ON CONFLICT (slug) DO NOTHING"

_TOMBSTONES = "INSERT INTO tombstones SELECT * FROM other.tombstones WHERE true ON CONFLICT (url) DO NOTHING"

# What was asked for an article, or for a lead, is forgotten with it: but no other lead, and no other article.
_ADDRESSES = """
    SELECT requested, tombstones.url FROM captures
        JOIN articles ON articles.id = article_id JOIN tombstones ON tombstones.url = articles.url
    UNION SELECT requested, tombstones.url FROM captures
        JOIN leads ON leads.id = lead_id JOIN tombstones ON tombstones.url = leads.url
    WHERE requested NOT IN (SELECT url FROM leads) AND requested NOT IN (SELECT url FROM articles)
"""

# The captures of what is forgotten name what is to be erased from WARC files, and go once that is done.
_DELETE_FORGOTTEN = (
    "DELETE FROM articles WHERE url IN (SELECT url FROM tombstones)",
    "DELETE FROM leads WHERE url IN (SELECT url FROM tombstones)",
)

# Captures need their leads; what became of these follows when all of it is here (`_OUTCOMES`). Till then they
# are as they were, or new.
_LEADS = """
    INSERT INTO leads (url, outlet, source, title, published_at, published_utc, discovered_at)
    SELECT url, outlet, source, title, published_at, published_utc, discovered_at
    FROM other.leads WHERE url NOT IN (SELECT url FROM tombstones)
    ON CONFLICT (url) DO UPDATE SET title = coalesce(title, excluded.title),
        published_at = coalesce(published_at, excluded.published_at),
        published_utc = coalesce(published_utc, excluded.published_utc)
    WHERE title IS NULL OR published_at IS NULL
"""

_INDEXED_DAYS = """
    INSERT INTO indexed_days SELECT * FROM other.indexed_days WHERE true
    ON CONFLICT (outlet, day) DO UPDATE SET articles = excluded.articles, indexed_at = excluded.indexed_at
    WHERE excluded.indexed_at > indexed_at
"""

_USAGE_POLICIES = """
    INSERT INTO usage_policies SELECT * FROM other.usage_policies WHERE true
    ON CONFLICT (outlet, kind) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),
        text = CASE WHEN excluded.last_seen > last_seen THEN excluded.text ELSE text END,
        url = CASE WHEN excluded.last_seen > last_seen THEN excluded.url ELSE url END,
        last_seen = max(last_seen, excluded.last_seen)
"""

_CAPTURES = """
    SELECT theirs.id, theirs.outlet, leads.url, theirs.article_id,
        (SELECT max(ours.id) FROM main.captures AS ours WHERE ours.digest = theirs.digest
            AND ours.requested = theirs.requested AND ours.fetched_at = theirs.fetched_at)
    FROM other.captures AS theirs LEFT JOIN other.leads ON leads.id = theirs.lead_id
        LEFT JOIN other.articles ON articles.id = theirs.article_id
    WHERE theirs.id > ? AND theirs.requested NOT IN (SELECT url FROM tombstones)
        AND theirs.url NOT IN (SELECT url FROM tombstones)
        AND coalesce(articles.url, '') NOT IN (SELECT url FROM tombstones)
        AND coalesce(leads.url, '') NOT IN (SELECT url FROM tombstones)
    ORDER BY theirs.id LIMIT ?
"""

_ARTICLES = """
    SELECT id, url FROM other.articles WHERE id > ? AND url NOT IN (SELECT url FROM tombstones)
    ORDER BY id LIMIT ?
"""

_BY_ADDRESS = "SELECT id FROM main.articles WHERE url IN (?1, ?2) ORDER BY url = ?1 DESC LIMIT 1"

_TEMP_TABLES = (
    "CREATE TEMP TABLE merged_captures (theirs INTEGER PRIMARY KEY, ours INTEGER, article INTEGER)",
    "CREATE TEMP TABLE merged_articles (theirs INTEGER PRIMARY KEY, ours INTEGER)",
)
"""Our id of each capture of theirs, and their id of its article; our id of each article of theirs."""

_LINK_LEADS = """
    UPDATE leads SET article_id = merged_articles.ours
    FROM other.leads AS theirs JOIN temp.merged_articles ON merged_articles.theirs = theirs.article_id
    WHERE theirs.url = leads.url AND leads.article_id IS NULL
"""

# The plus keeps SQLite, once it has statistics, from going through `merged_captures` for each capture without
# an article.
_LINK_CAPTURES = """
    UPDATE captures SET article_id = merged_articles.ours
    FROM temp.merged_captures JOIN temp.merged_articles ON merged_articles.theirs = merged_captures.article
    WHERE merged_captures.ours = captures.id AND +captures.article_id IS NULL
"""

# As in a crawl, what is known of an article is not lost because a later visit came to nothing. The numbers of
# runs mean nothing here: what was visited counts as visited by the first.
_HAS_OUTCOME = "leads.article_id IS NOT NULL AND {0}.outcome IN ('stored', 'revised', 'unchanged', 'gone')"
_OUTCOMES = f"""
    UPDATE leads SET state = theirs.state, failures = theirs.failures, outcome = theirs.outcome,
        reason = theirs.reason, detail = theirs.detail, finished_at = theirs.finished_at,
        pending = theirs.pending, visited_in_run = min(theirs.visited_in_run, 1),
        published_at = coalesce(theirs.published_at, leads.published_at),
        published_utc = coalesce(theirs.published_utc, leads.published_utc)
    FROM other.leads AS theirs
    WHERE theirs.url = leads.url AND (theirs.state = 'fetched' AND leads.state = 'new'
        OR (ifnull({_HAS_OUTCOME.format("theirs")}, 0), ifnull(theirs.finished_at, ''))
            > (ifnull({_HAS_OUTCOME.format("leads")}, 0), ifnull(leads.finished_at, '')))
"""  # noqa: S608

_LINK_TARGETS = """
    UPDATE links SET target_id = (SELECT article_id FROM leads WHERE leads.url = links.url)
    WHERE target_id IS NULL AND url IN (SELECT url FROM leads WHERE article_id IS NOT NULL)
"""


@dataclass(slots=True)
class Merged:
    """What another archive brought: new articles, articles brought up to date, captures, captures lost."""

    articles: int = 0
    updated: int = 0
    captures: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """What a merge needs of an archive."""

    database: Database
    articles: Articles
    captures: Captures


def merge(ours: Side, theirs: Side) -> Merged:
    """Take all of an archive, open for reading, into ours.

    Captures whose bytes are damaged there are left out, and counted as `lost`. Raises ArchiveError.
    """
    database, path = ours.database, theirs.database.path
    if database.path.samefile(path):
        raise ArchiveError(f"archive {path}: this is the archive itself; name another to merge")
    lock = OutletLock(database.path, MERGE)
    if not lock.acquire():
        raise ArchiveError(f"archive {database.path}: another merge is running; wait until that has finished")
    database.execute("ATTACH ? AS other", (f"{path.as_uri()}?mode=ro",))
    try:
        for sql in _TEMP_TABLES:
            database.execute(sql)
        return _Merge(ours, theirs).run()
    finally:
        for table in ("merged_captures", "merged_articles"):
            database.execute(f"DROP TABLE IF EXISTS temp.{table}")
        database.execute("DETACH other")
        lock.release()


class _Merge:
    """A merge under way. Their archive is attached to our database as `other`."""

    def __init__(self, ours: Side, theirs: Side) -> None:
        self._database = ours.database
        self._captures, self._other_captures = ours.captures, theirs.captures
        self._tombstones = Tombstones(ours.database)
        self._articles = ArticleMerge(ours.database, ours.articles, theirs.articles)
        self._merged = Merged()

    def run(self) -> Merged:
        """One transaction for what is small, one a batch, and one for what counts once all is here.

        Stopped in between, no lead says that its article is here before it is, so a crawl may go on.
        """
        database = self._database
        with database.atomic():
            for sql in (_OUTLETS, _TOMBSTONES):
                database.execute(sql)
            self._delete_forgotten()
            for sql in (_LEADS, _INDEXED_DAYS, _USAGE_POLICIES):
                database.execute(sql)
        for batch in self._batches(_CAPTURES):
            with database.atomic():
                for capture in batch:
                    self._capture(*capture)
        for batch in self._batches(_ARTICLES):
            with database.atomic():
                for their_id, url in batch:
                    self._article(their_id, url)
        with database.atomic():
            for sql in (_LINK_LEADS, _LINK_CAPTURES, _OUTCOMES, _LINK_TARGETS):
                database.execute(sql)
        return self._merged

    def _delete_forgotten(self) -> None:
        """Delete what either has forgotten, and its words in the search index."""
        database = self._database
        for url, forgotten in database.rows(_ADDRESSES):
            self._tombstones.add_alias(url, forgotten)
        database.execute("PRAGMA secure_delete = ON")
        if sum([database.execute(sql).rowcount for sql in _DELETE_FORGOTTEN]):
            relations.prune(database)
            database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")

    def _batches(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        last = 0
        while batch := self._database.rows(sql, (last, BATCH)):
            yield batch
            last = batch[-1][0]

    def _capture(
        self, theirs: int, outlet: str, lead: str | None, article: int | None, ours: int | None
    ) -> None:
        if ours is None:
            try:
                page = self._other_captures.read(theirs)
            except ArchiveError:
                self._merged.lost += 1
                return
            ours = self._captures.store(page, outlet=outlet, lead=lead)
            self._merged.captures += 1
        self._database.execute("INSERT INTO temp.merged_captures VALUES (?, ?, ?)", (theirs, ours, article))

    def _article(self, their_id: int, url: str) -> None:
        existing = self._database.row(_BY_ADDRESS, (url, twin(url)))
        if existing is None:
            our_id = self._articles.add(their_id)
            self._merged.articles += 1
        else:
            our_id = int(existing[0])
            self._merged.updated += self._articles.merge(our_id, their_id)
        self._database.execute("INSERT INTO temp.merged_articles VALUES (?, ?)", (their_id, our_id))
