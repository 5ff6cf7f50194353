"""One archive takes in all that another has; the other is only read.

Rows are told to be the same by what they stand for, never by number: outlets by slug, leads and articles by
URL, captures by what was asked for, when, and what came. So a merge may be repeated, or stopped and begun
anew. Runs, and what is known of hosts, are an archive's own, and stay where they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scraper.archive import attached, duplicates
from scraper.archive.histories import Version, changed, joined
from scraper.archive.locks import MERGE, OutletLock
from scraper.errors import ArchiveError
from scraper.text.simhash import sketch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.archive import Archive
    from scraper.archive.database import Database

BATCH = 200
"""So many captures or articles are written in one transaction."""

_OUTLETS = "INSERT INTO outlets SELECT * FROM other.outlets WHERE true ON CONFLICT (slug) DO NOTHING"

_TOMBSTONES = "INSERT INTO tombstones SELECT * FROM other.tombstones WHERE true ON CONFLICT (url) DO NOTHING"

# The captures of what is forgotten tell what is to be overwritten in WARC files, and go once that is done.
_FORGET = (
    """
    INSERT INTO tombstones
    SELECT requested, captures.outlet, reason, forgotten_at FROM captures
        JOIN articles ON articles.id = article_id JOIN tombstones ON tombstones.url = articles.url
    WHERE true ON CONFLICT (url) DO NOTHING
    """,
    "DELETE FROM articles WHERE url IN (SELECT url FROM tombstones)",
    "DELETE FROM leads WHERE url IN (SELECT url FROM tombstones)",
)

# The numbers of runs mean nothing here: as after a migration, what was visited was so by the first run.
_LEADS = """
    INSERT INTO leads (url, outlet, source, title, published_at, published_utc, discovered_at, state, tries,
        outcome, reason, detail, finished_at, due, met_in, visited_in)
    SELECT url, outlet, source, title, published_at, published_utc, discovered_at, state, tries,
        outcome, reason, detail, finished_at, due, 0, min(visited_in, 1)
    FROM other.leads WHERE url NOT IN (SELECT url FROM tombstones)
    ON CONFLICT (url) DO UPDATE SET state = excluded.state, tries = excluded.tries,
        outcome = excluded.outcome, reason = excluded.reason, detail = excluded.detail,
        finished_at = excluded.finished_at, due = excluded.due, visited_in = excluded.visited_in,
        published_at = coalesce(excluded.published_at, published_at),
        published_utc = coalesce(excluded.published_utc, published_utc)
    WHERE excluded.state = 'done' AND excluded.finished_at > coalesce(finished_at, '')
        OR excluded.state = 'fetched' AND state = 'new'
"""

_WALKS = """
    INSERT INTO walks SELECT * FROM other.walks WHERE true
    ON CONFLICT (outlet, day) DO UPDATE SET articles = excluded.articles, walked_at = excluded.walked_at
    WHERE excluded.walked_at > walked_at
"""

_NOTICES = """
    INSERT INTO notices SELECT * FROM other.notices WHERE true
    ON CONFLICT (outlet, kind) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),
        text = CASE WHEN excluded.last_seen > last_seen THEN excluded.text ELSE text END,
        url = CASE WHEN excluded.last_seen > last_seen THEN excluded.url ELSE url END,
        last_seen = max(last_seen, excluded.last_seen)
"""

_WHOLE_TABLES = (_OUTLETS, _TOMBSTONES, *_FORGET, _LEADS, _WALKS, _NOTICES)

_CAPTURES = """
    SELECT theirs.id, theirs.outlet, leads.url, articles.url,
        (SELECT max(ours.id) FROM main.captures AS ours WHERE ours.digest = theirs.digest
            AND ours.requested = theirs.requested AND ours.fetched_at = theirs.fetched_at)
    FROM other.captures AS theirs LEFT JOIN other.leads ON leads.id = theirs.lead_id
        LEFT JOIN other.articles ON articles.id = theirs.article_id
    WHERE theirs.id > ? AND theirs.requested NOT IN (SELECT url FROM tombstones)
        AND theirs.url NOT IN (SELECT url FROM tombstones)
        AND coalesce(articles.url, '') NOT IN (SELECT url FROM tombstones)
    ORDER BY theirs.id LIMIT ?
"""

_ARTICLES = """
    SELECT id, url FROM other.articles WHERE id > ? AND url NOT IN (SELECT url FROM tombstones)
    ORDER BY id LIMIT ?
"""

_VERSIONS = """
    SELECT kind, seen_at, capture_id, revisions.extractor, coalesce(revisions.digest, articles.digest),
        coalesce(revisions.title, articles.title), content
    FROM {schema}.revisions JOIN {schema}.articles ON articles.id = article_id
    WHERE article_id = ? ORDER BY number
"""

_REVISION = """
    INSERT INTO main.revisions (article_id, number, kind, seen_at, capture_id, extractor, changed, digest,
        title, content)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_LINK_LEADS = """
    UPDATE leads SET article_id = (
        SELECT ours.id FROM other.leads AS theirs JOIN other.articles AS their ON their.id = theirs.article_id
            JOIN main.articles AS ours ON ours.url = their.url
        WHERE theirs.url = leads.url)
    WHERE article_id IS NULL AND url IN (SELECT url FROM other.leads WHERE article_id IS NOT NULL)
"""

_LINK_CAPTURES = """
    UPDATE captures SET article_id = (SELECT id FROM articles WHERE url = merged.article)
    FROM temp.merged WHERE merged.ours = captures.id AND captures.article_id IS NULL
        AND merged.article IS NOT NULL
"""

_ARRIVE = """
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


def merge(into: Archive, database: Database, other: Archive) -> Merged:
    """Take all of `other`, open for reading, into the archive that `database` is the connection of.

    Captures whose bytes are damaged there are left out, and counted as `lost`. Raises ArchiveError.
    """
    if into.path.samefile(other.path):
        raise ArchiveError(f"archive {other.path}: this is the archive itself; name another to merge")
    lock = OutletLock(database.path, MERGE)
    if not lock.acquire():
        raise ArchiveError(f"archive {database.path}: another merge is running; wait until that has finished")
    database.execute("ATTACH ? AS other", (f"{other.path.as_uri()}?mode=ro",))
    try:
        database.execute("CREATE TEMP TABLE merged (theirs INTEGER PRIMARY KEY, ours INTEGER, article TEXT)")
        return _Merge(into, database, other).all()
    finally:
        database.execute("DROP TABLE IF EXISTS temp.merged")
        database.execute("DETACH other")
        lock.release()


class _Merge:
    """A merge under way. `other` is also attached to the database, under that name."""

    def __init__(self, into: Archive, database: Database, other: Archive) -> None:
        self._into = into
        self._database = database
        self._other = other
        self._merged = Merged()
        self._columns = [row[1] for row in database.rows("PRAGMA main.table_info (articles)")]

    def all(self) -> Merged:
        """One transaction for what is small, then one a batch: stopped in between, all is as it should be."""
        database = self._database
        with database.atomic():
            for sql in _WHOLE_TABLES:
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
            for sql in (_LINK_LEADS, _LINK_CAPTURES, _ARRIVE):
                database.execute(sql)
        self._into.forgetting.tidy()
        return self._merged

    def _batches(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        last = 0
        while batch := self._database.rows(sql, (last, BATCH)):
            yield batch
            last = batch[-1][0]

    def _capture(
        self, theirs: int, outlet: str, lead: str | None, article: str | None, ours: int | None
    ) -> None:
        if ours is None:
            try:
                page = self._other.captures.read(theirs)
            except ArchiveError:
                self._merged.lost += 1
                return
            ours = self._into.captures.store(page, outlet=outlet, lead=lead)
            self._merged.captures += 1
        self._database.execute("INSERT INTO temp.merged VALUES (?, ?, ?)", (theirs, ours, article))

    def _article(self, their_id: int, url: str) -> None:
        theirs = self._row("other", their_id)
        history = self._versions("other", theirs)
        known = self._database.row("SELECT id FROM main.articles WHERE url = ?", (url,))
        if known is None:
            self._merged.articles += 1
            self._show(self._copy(theirs, None), theirs, joined(history, (), _last(history, theirs)))
            return
        our_id = int(known[0])
        ours = self._row("main", our_id)
        our_history = self._versions("main", ours)
        is_newer = _age(theirs) > _age(ours)
        shown = _last(history, theirs) if is_newer else _last(our_history, ours)
        before = self._state(our_id)
        if theirs["digest"] != ours["digest"] and is_newer:
            self._copy(theirs, our_id)
        times = {
            "first_seen": min(ours["first_seen"], theirs["first_seen"]),
            "last_seen": max(ours["last_seen"], theirs["last_seen"]),
        }
        self._show(our_id, (theirs if is_newer else ours) | times, joined(our_history, history, shown))
        self._merged.updated += self._state(our_id) != before

    def _show(self, article_id: int, row: dict[str, Any], told: list[Version]) -> None:
        """Give an article this history, and the times of this row."""
        changed_at = told[-1].seen_at if len(told) > 1 else row["changed_at"]
        self._database.execute(
            "UPDATE articles SET first_seen = ?, last_seen = ?, changed_at = ?, gone_at = ? WHERE id = ?",
            (row["first_seen"], row["last_seen"], changed_at, row["gone_at"], article_id),
        )
        self._write(article_id, told)

    def _row(self, schema: str, article_id: int) -> dict[str, Any]:
        names = ", ".join(self._columns)
        row = self._database.row(f"SELECT {names} FROM {schema}.articles WHERE id = ?", (article_id,))  # noqa: S608
        assert row is not None
        return dict(zip(self._columns, row, strict=True))

    def _state(self, article_id: int) -> tuple[Any, ...]:
        return (
            self._row("main", article_id),
            self._database.rows("SELECT * FROM revisions WHERE article_id = ?", (article_id,)),
        )

    def _copy(self, theirs: dict[str, Any], our_id: int | None) -> int:
        """Write the other's article, all columns and what hangs on it, in our row if there is one."""
        article = self._other.articles.get(theirs["id"])
        assert article is not None
        row = {**theirs, "id": our_id}
        names = ", ".join(self._columns)
        marks = ", ".join(f":{name}" for name in self._columns)
        news = ", ".join(f"{name} = :{name}" for name in self._columns if name != "id")
        sql = f"INSERT INTO main.articles ({names}) VALUES ({marks}) RETURNING id"  # noqa: S608
        if our_id is not None:
            sql = f"UPDATE main.articles SET {news} WHERE id = :id RETURNING id"  # noqa: S608
            attached.clear(self._database, our_id)
        written = self._database.row(sql, row)
        assert written is not None
        new_id = int(written[0])
        attached.write(self._database, new_id, article)
        attached.arrive(self._database, new_id, article.url)
        link = duplicates.record if our_id is None else duplicates.renew
        link(self._database, new_id, sketch(article.text))
        return new_id

    def _versions(self, schema: str, row: dict[str, Any]) -> list[Version]:
        """The history of an article, the last as `articles` shows it; captures as we number them."""
        articles = (self._other if schema == "other" else self._into).articles
        article = articles.get(row["id"])
        assert article is not None
        versions = [
            Version(kind, seen, self._ours(schema, capture), extractor, digest, title, _data(content))
            for kind, seen, capture, extractor, digest, title, content in self._database.rows(
                _VERSIONS.format(schema=schema), (row["id"],)
            )
        ]
        if versions:
            newest = versions.pop()
        else:  # written by some other tool
            kind = "import" if row["origin"].startswith("import") else "crawl"
            seen = row["changed_at"] or row["first_seen"]
            newest = Version(kind, seen, None, row["extractor"], row["digest"], row["title"], None)
        return [*versions, replace(newest, content=article.to_dict())]

    def _ours(self, schema: str, capture: int | None) -> int | None:
        if schema == "main" or capture is None:
            return capture
        row = self._database.row("SELECT ours FROM temp.merged WHERE theirs = ?", (capture,))
        return None if row is None else int(row[0])

    def _write(self, article_id: int, versions: list[Version]) -> None:
        before = [None, *versions]
        rows = [
            (
                article_id,
                number,
                version.kind,
                version.seen_at,
                version.capture,
                version.extractor,
                json.dumps(changed(before[number - 1], version)),
                *(_NEWEST if number == len(versions) else _state(version)),
            )
            for number, version in enumerate(versions, 1)
        ]
        self._database.execute("DELETE FROM main.revisions WHERE article_id = ?", (article_id,))
        self._database.execute_many(_REVISION, rows)
        self._database.execute(
            "UPDATE main.articles SET revision = ? WHERE id = ?", (len(versions), article_id)
        )


_NEWEST = (None, None, None)
"""The state of an article that is not kept with its revisions: it stands in `articles`."""


def _state(version: Version) -> tuple[str, str, str | None]:
    return version.digest, version.title, _json(version.content)


def _last(history: list[Version], row: dict[str, Any]) -> Version:
    """What an article shows, as seen when it was seen last."""
    return replace(history[-1], seen_at=row["last_seen"])


def _age(row: dict[str, Any]) -> tuple[str, str, str]:
    """The later, the newer; of two last seen at one moment, in any order that is always the same."""
    return row["last_seen"], row["changed_at"] or row["first_seen"], row["digest"]


def _data(content: str | None) -> dict[str, Any] | None:
    return json.loads(content) if content else None


def _json(content: dict[str, Any] | None) -> str | None:
    return None if content is None else json.dumps(content, ensure_ascii=False)
