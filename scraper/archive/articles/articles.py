"""Articles: one row each, kept in step with what the outlet shows.

What is asked about has columns and tables of its own (`relations`); what is only ever read whole (body,
removed, provenance …) stands in the row as JSON.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scraper.archive.articles import body_blocks, duplicates, relations, revisions
from scraper.archive.articles.revisions import Revisions, Sighting
from scraper.archive.articles.tombstones import Tombstones
from scraper.archive.store.timestamps import now, utc
from scraper.errors import ArchiveError
from scraper.model import Article, Revised, Stored, Unchanged
from scraper.model.article import iso
from scraper.text.similarity import sketches
from scraper.text.urls import twin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scraper.archive.articles.outlets import Outlets
    from scraper.archive.articles.revisions import RevisionKind
    from scraper.archive.store.database import Database
    from scraper.text.similarity.sketches import Sketch

_PLAIN = (
    "url",
    "outlet",
    "title",
    "kind",
    "paywalled",
    "published_at",
    "modified_at",
    "dateline",
    "section",
    "language",
    "lead",
)
_JSON = ("body", "sources", "pages", "removed", "provenance")

_SHOWN = (*_PLAIN[1:], *_JSON, "published_on", "published_utc", "modified_utc", "text", "captions_text",
    "tags_text", "people_text", "digest", "extractor")  # fmt: skip
"""The columns that follow what the outlet shows, and who read it."""

_ADD = f"""
    INSERT INTO articles (url, origin, first_seen, last_seen, {", ".join(_SHOWN)})
    VALUES (:url, :origin, :seen, :seen, {", ".join(f":{name}" for name in _SHOWN)})
"""  # noqa: S608
_CHANGE = f"""
    UPDATE articles SET {", ".join(f"{name} = :{name}" for name in _SHOWN)},
        last_seen = max(last_seen, :seen), revision = revision + :is_revised,
        gone_at = CASE WHEN :is_visit THEN NULL ELSE gone_at END,
        changed_at = CASE WHEN :is_revised AND :is_visit THEN :seen ELSE changed_at END
    WHERE id = :id
"""  # noqa: S608

_READ = """
    SELECT id, url, outlet, title, kind, paywalled, published_at, modified_at, dateline, section, language,
        lead, body, sources, pages, removed, provenance, text
    FROM articles
"""

_BY_URL = "WHERE url IN (?1, ?2) ORDER BY url = ?1 DESC LIMIT 1"
_BY_ADDRESS = f"SELECT id, url FROM articles {_BY_URL}"  # noqa: S608
_BLOCKS = """
    SELECT text, body, removed FROM articles
    WHERE id IN (SELECT id FROM articles WHERE outlet = ? ORDER BY id DESC LIMIT ?) ORDER BY id DESC
"""  # the numbers first: whole rows, with the texts of all of an outlet's articles, would be sorted
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
_READ_FROM = "UPDATE captures SET article_id = ? WHERE id = ?"

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Articles:
    """The table `articles` and what belongs to it."""

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
        sketch: Sketch | None = None,
        is_copy: bool = False,
        kind: RevisionKind = "crawl",
        origin: str = "crawl",
        extractor: int = 0,
    ) -> Stored | Revised | Unchanged:
        """Keep an article under its URL, in one transaction, and note that it was read from `captures`.

        `Revised` when a reader would see a change (`revisions.SEEN`): what was known before is kept as a
        revision. Other fields are brought up to date without one. A copy (its AMP form, say) never changes
        what is known. Times are kept to the second. The article counts as seen when the newest of its
        captures was fetched, or now where there is none. A `reparse` says nothing of the outlet: neither
        that the article changed there, nor that it is not gone. `origin` says where an article that is new
        came from. One that is known by the other scheme (http, https) keeps that URL. `sketch` is that of its
        text; where none is given, it is made. `extractor` is the version of the reader that read it, 0 where
        that is not known. Raises ArchiveError for an article without a URL, or of an
        outlet that is not registered.
        """
        if not article.url:
            raise ArchiveError(f"an article without a URL cannot be archived: {article.title!r}")
        with self._database.atomic():
            if self._tombstones.of(article.url):
                raise ArchiveError(
                    f"archive {self._database.path}: {article.url} was forgotten, and stays so"
                )
            sighting = Sighting(kind, self._seen_at(captures), captures[0] if captures else None, extractor)
            stored = self._database.row(_BY_ADDRESS, (article.url, twin(article.url)))
            outcome: Stored | Revised | Unchanged
            if stored is None:
                outcome = self._add(article, sketch, sighting, origin)
            else:
                article = replace(article, url=stored[1])
                outcome = self._update(int(stored[0]), article, sketch, sighting, is_copy)
            self._database.execute_many(_READ_FROM, [(outcome.article_id, capture) for capture in captures])
        return outcome

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
        data["body"] = body_blocks.unpack(text, data["body"])
        data["paywalled"] = bool(data["paywalled"])
        return Article.from_dict(data | relations.read(self._database, article_id))

    def recent_blocks(self, outlet: str, limit: int) -> Iterator[list[str]]:
        """The texts of all blocks, kept or cut, of each of an outlet's newest articles."""
        for text, body, removed in self._database.rows(_BLOCKS, (outlet, limit)):
            yield [block["text"] for block in (*body_blocks.unpack(text, body), *json.loads(removed))]

    def _add(self, article: Article, sketch: Sketch | None, sighting: Sighting, origin: str) -> Stored:
        row = self._row(article) | {"seen": sighting.at, "origin": origin, "extractor": sighting.extractor}
        article_id = self._database.execute(_ADD, row).lastrowid
        assert article_id is not None
        relations.write(self._database, article_id, article)
        relations.link_targets(self._database, article_id, article.url)
        self.revisions.first(article_id, sighting)
        duplicates.add(self._database, article_id, sketch or sketches.sketch(article.text))
        return Stored(article_id)

    def _update(
        self, article_id: int, article: Article, sketch: Sketch | None, sighting: Sighting, is_copy: bool
    ) -> Revised | Unchanged:
        """Have it show what is shown now. A known URL keeps its id, to which much refers."""
        visit = {
            "id": article_id,
            "seen": sighting.at,
            "is_visit": sighting.kind != "reparse",
            "extractor": sighting.extractor,
        }
        old = self.get(article_id)
        assert old is not None
        if is_copy or old == article:
            self._database.execute(_TOUCH, visit | {"is_copy": is_copy})
            return Unchanged(article_id)
        changed = revisions.differences(old, article)
        if changed:
            self.revisions.follow(article_id, old, changed, sighting)
        row = self._row(article) | visit | {"is_revised": bool(changed)}
        self._database.execute(_CHANGE, row)
        relations.clear(self._database, article_id)
        relations.write(self._database, article_id, article)
        duplicates.update(self._database, article_id, sketch or sketches.sketch(article.text))
        return Revised(article_id) if changed else Unchanged(article_id)

    def _row(self, article: Article) -> dict[str, Any]:
        zone = self._outlets.zone(article.outlet)
        published = iso(article.published_at)
        removed = [{"reason": cut.reason, "text": cut.text} for cut in article.removed]
        row = {name: getattr(article, name) for name in _PLAIN}
        row |= {name: _json(getattr(article, name)) for name in ("sources", "pages", "provenance")}
        return row | {
            "body": body_blocks.pack(article.body),
            "removed": _json(removed),
            "published_at": published,
            "modified_at": iso(article.modified_at),
            "published_on": published and published[:10],
            "published_utc": article.published_at and utc(article.published_at, zone),
            "modified_utc": article.modified_at and utc(article.modified_at, zone),
            "text": article.text,
            "digest": revisions.digest(article),
            "captions_text": "\n".join(image.caption for image in article.images if image.caption),
            "tags_text": "\n".join(article.tags),
            "people_text": "\n".join(dict.fromkeys(article.authors + article.editors)),
        }

    def _seen_at(self, captures: Sequence[int]) -> str:
        row = self._database.row(_SEEN, (json.dumps(list(captures)),)) if captures else None
        return utc(datetime.fromisoformat(row[0]), UTC) if row and row[0] else now()
