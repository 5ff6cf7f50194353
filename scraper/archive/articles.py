"""Articles: one row each, kept in step with what the outlet shows.

What is asked about has columns and tables of its own (`attached`); what is only ever read whole (body,
removed, provenance …) stands in the row as JSON.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scraper.archive import attached
from scraper.archive.times import now, utc
from scraper.errors import ArchiveError
from scraper.model import Article, Revised, Stored, Unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scraper.archive.database import Database
    from scraper.archive.outlets import Outlets

CONTENT = (
    "title",
    "published_at",
    "modified_at",
    "authors",
    "editors",
    "dateline",
    "section",
    "lead",
    "body",
    "images",
    "tags",
)
"""What a reader sees, and a change of which makes a revision (of images, the captions only)."""

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
        provenance, captions_text, tags_text, people_text, digest, first_seen, last_seen)
    VALUES (:url, :outlet, :title, :published_at, :published_on, :published_utc,
        :modified_at, :modified_utc, :dateline, :section, :language, :lead, :text, :body, :sources, :pages,
        :removed, :provenance, :captions_text, :tags_text, :people_text, :digest, :seen, :seen)
    ON CONFLICT (url) DO UPDATE SET outlet = :outlet, title = :title,
        published_at = :published_at, published_on = :published_on, published_utc = :published_utc,
        modified_at = :modified_at, modified_utc = :modified_utc, dateline = :dateline, section = :section,
        language = :language, lead = :lead, text = :text, body = :body, sources = :sources, pages = :pages,
        removed = :removed, provenance = :provenance, captions_text = :captions_text, tags_text = :tags_text,
        people_text = :people_text, digest = :digest, last_seen = max(last_seen, :seen),
        changed_at = CASE WHEN digest = :digest THEN changed_at ELSE :seen END
    RETURNING id
"""

_READ = """
    SELECT id, url, outlet, title, published_at, modified_at, dateline, section, language, lead,
        body, sources, pages, removed, provenance
    FROM articles
"""

_BLOCKS = "SELECT body, removed FROM articles WHERE outlet = ? ORDER BY id DESC LIMIT ?"
_SEEN = "SELECT max(fetched_at) FROM captures WHERE id IN (SELECT value FROM json_each(?))"
_TOUCH = "UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?"
_READ_FROM = "UPDATE captures SET article_id = ? WHERE id IN (SELECT value FROM json_each(?))"


class Articles:
    """The table `articles` and what hangs on it."""

    def __init__(self, database: Database, outlets: Outlets) -> None:
        self._database = database
        self._outlets = outlets

    def store(
        self, article: Article, *, captures: Sequence[int], is_copy: bool = False
    ) -> Stored | Revised | Unchanged:
        """Keep an article under its URL, in one transaction, and note that it was read from `captures`.

        `Revised` when a reader would see a change (`CONTENT`); other fields are brought up to date
        without being called a revision. A copy (its AMP form, say) never changes what is known. Times are
        kept to the second. The article counts as seen when the newest of its captures was fetched, or now
        where there is none. Raises ArchiveError for an article without a URL, or of an outlet that is not
        registered.
        """
        if not article.url:
            raise ArchiveError(f"an article without a URL cannot be archived: {article.title!r}")
        data = article.to_dict()
        digest = content_digest(data)
        with self._database.atomic():
            known = self._database.row("SELECT id, digest FROM articles WHERE url = ?", (article.url,))
            seen = self._seen(captures)
            if known and (is_copy or (known[1] == digest and self.get(known[0]) == article)):
                article_id = int(known[0])
                self._database.execute(_TOUCH, (seen, article_id))
            else:
                columns = self._row(article, data) | {"digest": digest, "seen": seen}
                article_id = self._write(article, columns, is_known=known is not None)
            self._database.execute(_READ_FROM, (article_id, json.dumps(list(captures))))
        if known is None:
            return Stored(article_id)
        return Unchanged(article_id) if is_copy or known[1] == digest else Revised(article_id)

    def get(self, url_or_id: str | int) -> Article | None:
        """The article of that canonical URL or id, equal to the one stored; None if there is none."""
        condition = "WHERE id = ?" if isinstance(url_or_id, int) else "WHERE url = ?"
        row = self._database.row(_READ + condition, (url_or_id,))
        if row is None:
            return None
        article_id, *values = row
        data: dict[str, Any] = dict(zip(_PLAIN + _JSON, values, strict=True))
        data |= {name: json.loads(data[name]) for name in _JSON}
        return Article.from_dict(data | attached.read(self._database, article_id))

    def came_from(self, article_id: int, origin: str) -> None:
        """Note how an article first came into the archive: `crawl`, or `import: FILE`."""
        self._database.execute(
            "UPDATE articles SET origin = ?1 WHERE id = ?2 AND origin <> ?1", (origin, article_id)
        )

    def recent_blocks(self, outlet: str, limit: int) -> Iterator[list[str]]:
        """The texts of all blocks, kept or cut, of each of an outlet's newest articles."""
        for body, removed in self._database.rows(_BLOCKS, (outlet, limit)):
            yield [block["text"] for block in (*json.loads(body), *json.loads(removed))]

    def _write(self, article: Article, columns: dict[str, Any], *, is_known: bool) -> int:
        row = self._database.row(_WRITE, columns)
        assert row is not None
        article_id = int(row[0])
        if is_known:
            attached.clear(self._database, article_id)
        attached.write(self._database, article_id, article)
        attached.arrive(self._database, article_id, article.url)
        return article_id

    def _row(self, article: Article, data: dict[str, Any]) -> dict[str, Any]:
        zone = self._outlets.zone(article.outlet)
        row = {name: data[name] for name in _PLAIN}
        row |= {name: json.dumps(data[name], ensure_ascii=False) for name in _JSON}
        return row | {
            "published_on": data["published_at"] and data["published_at"][:10],
            "published_utc": article.published_at and utc(article.published_at, zone),
            "modified_utc": article.modified_at and utc(article.modified_at, zone),
            "text": article.text,
            "captions_text": "\n".join(image.caption for image in article.images if image.caption),
            "tags_text": "\n".join(article.tags),
            "people_text": "\n".join(dict.fromkeys(article.authors + article.editors)),
        }

    def _seen(self, captures: Sequence[int]) -> str:
        row = self._database.row(_SEEN, (json.dumps(list(captures)),))
        return utc(datetime.fromisoformat(row[0]), UTC) if row and row[0] else now()


def content_digest(data: dict[str, Any]) -> str:
    """SHA-256, in hexadecimal, of what a reader sees (`CONTENT`) of an article (`Article.to_dict`)."""
    content = {name: data[name] for name in CONTENT}
    content["images"] = [image["caption"] for image in data["images"]]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
