"""Articles: one row each, kept in step with what the outlet shows.

What is asked about has columns and tables of its own (`attached`); what is only ever read whole (body,
removed, provenance …) stands in the row as JSON.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scraper import __version__
from scraper.archive import attached, blocks, duplicates, revisions
from scraper.archive.revisions import Revisions
from scraper.archive.times import now, utc
from scraper.archive.tombstones import Tombstones
from scraper.errors import ArchiveError
from scraper.model import Article, Revised, Stored, Unchanged
from scraper.model.article import iso
from scraper.text.urls import twin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scraper.archive.database import Database
    from scraper.archive.outlets import Outlets
    from scraper.archive.revisions import RevisionKind

_PLAIN = (
    "url",
    "outlet",
    "title",
    "published_at",
    "modified_at",
    "dateline",
    "section",
    "language",
    "lead",
)
_JSON = ("body", "sources", "pages", "removed", "provenance")

# A known URL keeps its id: a REPLACE would give it a new one, and cut off all that hangs on it.
_WRITE = """
    INSERT INTO articles (url, outlet, title, published_at, published_on, published_utc,
        modified_at, modified_utc, dateline, section, language, lead, text, body, sources, pages, removed,
        provenance, captions_text, tags_text, people_text, digest, first_seen, last_seen, origin, extractor)
    VALUES (:url, :outlet, :title, :published_at, :published_on, :published_utc,
        :modified_at, :modified_utc, :dateline, :section, :language, :lead, :text, :body, :sources, :pages,
        :removed, :provenance, :captions_text, :tags_text, :people_text, :digest, :seen, :seen,
        :origin, :extractor)
    ON CONFLICT (url) DO UPDATE SET outlet = :outlet, title = :title,
        published_at = :published_at, published_on = :published_on, published_utc = :published_utc,
        modified_at = :modified_at, modified_utc = :modified_utc, dateline = :dateline, section = :section,
        language = :language, lead = :lead, text = :text, body = :body, sources = :sources, pages = :pages,
        removed = :removed, provenance = :provenance, captions_text = :captions_text, tags_text = :tags_text,
        people_text = :people_text, digest = :digest, last_seen = max(last_seen, :seen),
        gone_at = CASE WHEN :is_visit THEN NULL ELSE gone_at END,
        extractor = :extractor, revision = revision + :is_revised,
        changed_at = CASE WHEN :is_revised AND :is_visit THEN :seen ELSE changed_at END
    RETURNING id
"""

_READ = """
    SELECT id, url, outlet, title, published_at, modified_at, dateline, section, language, lead,
        body, sources, pages, removed, provenance, text
    FROM articles
"""

_BY_URL = "WHERE url IN (?1, ?2) ORDER BY url = ?1 DESC LIMIT 1"
_KNOWN = f"SELECT id, url FROM articles {_BY_URL}"  # noqa: S608
_BLOCKS = "SELECT text, body, removed FROM articles WHERE outlet = ? ORDER BY id DESC LIMIT ?"
_SEEN = "SELECT max(fetched_at) FROM captures WHERE id IN (SELECT value FROM json_each(?))"
_TOUCH = """
    UPDATE articles SET last_seen = max(last_seen, :seen),
        gone_at = CASE WHEN :is_visit THEN NULL ELSE gone_at END,
        extractor = CASE WHEN :is_copy THEN extractor ELSE :extractor END
    WHERE id = :id
"""
_GONE = """
    UPDATE articles SET gone_at = coalesce(gone_at, ?) WHERE id = (SELECT article_id FROM leads WHERE url = ?)
"""
_SEEN_AGAIN = """
    UPDATE articles SET last_seen = max(last_seen, ?), gone_at = NULL
    WHERE id = (SELECT article_id FROM leads WHERE url = ?) RETURNING id
"""
_READ_FROM = "UPDATE captures SET article_id = ? WHERE id IN (SELECT value FROM json_each(?))"


class Articles:
    """The table `articles` and what hangs on it."""

    def __init__(self, database: Database, outlets: Outlets) -> None:
        self._database = database
        self._outlets = outlets
        self._tombstones = Tombstones(database)
        self.revisions = Revisions(database)

    def store(
        self,
        article: Article,
        *,
        captures: Sequence[int],
        is_copy: bool = False,
        kind: RevisionKind = "crawl",
        origin: str = "crawl",
    ) -> Stored | Revised | Unchanged:
        """Keep an article under its URL, in one transaction, and note that it was read from `captures`.

        `Revised` when a reader would see a change (`revisions.SEEN`): what was known before is kept as a
        revision. Other fields are brought up to date without one. A copy (its AMP form, say) never changes
        what is known. Times are kept to the second. The article counts as seen when the newest of its
        captures was fetched, or now where there is none. A `reparse` tells nothing of the outlet: neither
        that the article changed there, nor that it is not gone. `origin` says where an article that is new
        came from. One that is known by the other scheme (http, https) keeps that URL. Raises ArchiveError for
        an article without a URL, or of an outlet that is not registered.
        """
        if not article.url:
            raise ArchiveError(f"an article without a URL cannot be archived: {article.title!r}")
        with self._database.atomic():
            if self._tombstones.of(article.url):
                raise ArchiveError(
                    f"archive {self._database.path}: {article.url} was forgotten, and stays so"
                )
            if known := self._database.row(_KNOWN, (article.url, twin(article.url))):
                article = replace(article, url=known[1])
            seen = self._seen(captures)
            old = self.get(int(known[0])) if known and not is_copy else None
            changed = revisions.differences(old, article) if old else ()
            about = {"seen": seen, "is_visit": kind != "reparse"}
            if known and (is_copy or old == article):
                article_id = int(known[0])
                touch = {"id": article_id, "is_copy": is_copy, "extractor": __version__}
                self._database.execute(_TOUCH, about | touch)
            else:
                columns = self._row(article) | about | {"origin": origin, "is_revised": bool(changed)}
                article_id = self._write(article, columns, is_known=known is not None)
            capture = captures[0] if captures else None
            if known is None:
                self.revisions.first(article_id, kind, seen, capture)
            elif old and changed:
                self.revisions.follow(article_id, old, changed, kind, seen, capture)
            self._database.execute(_READ_FROM, (article_id, json.dumps(list(captures))))
        if known is None:
            return Stored(article_id)
        return Revised(article_id) if changed else Unchanged(article_id)

    def seen_again(self, url: str, moment: datetime) -> Unchanged | None:
        """Note that the address of a lead still showed its article as it was; None where it has none."""
        row = self._database.row(_SEEN_AGAIN, (utc(moment, UTC), url))
        return Unchanged(int(row[0])) if row else None

    def gone(self, url: str) -> None:
        """Note that the address of a lead, whose article is known, answers that it is gone."""
        self._database.execute(_GONE, (now(), url))

    def get(self, url_or_id: str | int) -> Article | None:
        """The article of that canonical URL (of either scheme) or id, as stored; None if there is none."""
        if isinstance(url_or_id, int):
            row = self._database.row(_READ + "WHERE id = ?", (url_or_id,))
        else:
            row = self._database.row(_READ + _BY_URL, (url_or_id, twin(url_or_id)))
        if row is None:
            return None
        article_id, *values, text = row
        data: dict[str, Any] = dict(zip(_PLAIN + _JSON, values, strict=True))
        data |= {name: json.loads(data[name]) for name in _JSON if name != "body"}
        data["body"] = blocks.unpack(text, data["body"])
        return Article.from_dict(data | attached.read(self._database, article_id))

    def recent_blocks(self, outlet: str, limit: int) -> Iterator[list[str]]:
        """The texts of all blocks, kept or cut, of each of an outlet's newest articles."""
        for text, body, removed in self._database.rows(_BLOCKS, (outlet, limit)):
            yield [block["text"] for block in (*blocks.unpack(text, body), *json.loads(removed))]

    def _write(self, article: Article, columns: dict[str, Any], *, is_known: bool) -> int:
        row = self._database.row(_WRITE, columns)
        assert row is not None
        article_id = int(row[0])
        if is_known:
            attached.clear(self._database, article_id)
        attached.write(self._database, article_id, article)
        attached.arrive(self._database, article_id, article.url)
        duplicates.record(self._database, article_id, article.text)
        return article_id

    def _row(self, article: Article) -> dict[str, Any]:
        zone = self._outlets.zone(article.outlet)
        published = iso(article.published_at)
        removed = [{"reason": cut.reason, "text": cut.text} for cut in article.removed]
        row = {name: getattr(article, name) for name in _PLAIN}
        row |= {name: _json(getattr(article, name)) for name in ("sources", "pages", "provenance")}
        return row | {
            "body": blocks.pack(article.body),
            "removed": _json(removed),
            "published_at": published,
            "modified_at": iso(article.modified_at),
            "published_on": published and published[:10],
            "published_utc": article.published_at and utc(article.published_at, zone),
            "modified_utc": article.modified_at and utc(article.modified_at, zone),
            "text": article.text,
            "extractor": __version__,
            "digest": revisions.digest(article),
            "captions_text": "\n".join(image.caption for image in article.images if image.caption),
            "tags_text": "\n".join(article.tags),
            "people_text": "\n".join(dict.fromkeys(article.authors + article.editors)),
        }

    def _seen(self, captures: Sequence[int]) -> str:
        row = self._database.row(_SEEN, (json.dumps(list(captures)),))
        return utc(datetime.fromisoformat(row[0]), UTC) if row and row[0] else now()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
