"""One article from two archives: the state that was seen last, with the history of both."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scraper.archive.articles import duplicates, relations
from scraper.archive.merge.merge_revisions import Version, changed_fields, merge_revisions
from scraper.text.similarity.sketches import sketch

if TYPE_CHECKING:
    from scraper.archive.articles.articles import Articles
    from scraper.archive.store.database import Database
    from scraper.model import Article

_VERSIONS = """
    SELECT revisions.kind, seen_at, capture_id, revisions.extractor,
        coalesce(revisions.digest, articles.digest), coalesce(revisions.title, articles.title), content
    FROM {schema}.revisions JOIN {schema}.articles ON articles.id = article_id
    WHERE article_id = ? ORDER BY number
"""

_REVISION = """
    INSERT INTO main.revisions (article_id, number, kind, seen_at, capture_id, extractor, changed, digest,
        title, content)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_TIMES = """
    UPDATE main.articles SET first_seen = :first_seen, origin = :origin, last_seen = :last_seen,
        changed_at = :changed_at, gone_at = :gone_at
    WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class _State:
    """An article as one of the archives has it; the last of its versions is what its row shows."""

    row: dict[str, Any]
    article: Article
    versions: list[Version]

    @property
    def recency(self) -> tuple[str, int, int, str]:
        """The later, the newer; of two last seen at one moment, that which was read more often.

        A copy of an archive may have been read anew. Beyond that, any order will do that is always the same.
        """
        content = json.dumps(self.article.to_dict(), sort_keys=True)
        return self.row["last_seen"], self.row["revision"], self.row["extractor"], content

    @property
    def shown(self) -> Version:
        """What it shows, as seen when it was seen last."""
        return replace(self.versions[-1], seen_at=self.row["last_seen"])

    def under(self, url: str) -> _State:
        """The same under that URL."""
        versions = [
            replace(version, content=version.content and version.content | {"url": url})
            for version in self.versions
        ]
        return _State(self.row | {"url": url}, replace(self.article, url=url), versions)


class ArticleMerge:
    """Takes over articles of the other archive, which is attached to the database as `other`.

    The table `temp.merged_captures` must have our id of each capture of theirs.
    """

    def __init__(self, database: Database, ours: Articles, theirs: Articles) -> None:
        self._articles = {"main": ours, "other": theirs}
        self._database = database
        self._columns = [row[1] for row in database.rows("PRAGMA main.table_info (articles)")]

    def add(self, their_id: int) -> int:
        """Take over an article that is not known here; returns our id of it."""
        theirs = self._read("other", their_id)
        our_id = self._copy(theirs, None)
        self._set_history(our_id, [theirs.row], merge_revisions(theirs.versions, (), theirs.shown))
        return our_id

    def merge(self, our_id: int, their_id: int) -> bool:
        """Have our article show what was seen last, and know the history of both; whether it changed.

        It keeps its URL, though they may have it by the other scheme (http, https).
        """
        ours = self._read("main", our_id)
        theirs = self._read("other", their_id).under(ours.row["url"])
        newer = max(ours, theirs, key=lambda state: state.recency)
        before = self._rows(our_id)
        if newer is theirs:  # though a reader may see no change: tags, say, make no revision
            self._copy(theirs, our_id)
        self._set_history(
            our_id, [ours.row, theirs.row], merge_revisions(ours.versions, theirs.versions, newer.shown)
        )
        return self._rows(our_id) != before

    def _read(self, schema: str, article_id: int) -> _State:
        """An article as the archive of that schema (main or other) has it."""
        row = self._row(schema, article_id)
        article = self._articles[schema].get(article_id)
        assert article is not None
        return _State(row, article, self._versions(schema, row, article))

    def _row(self, schema: str, article_id: int) -> dict[str, Any]:
        names = ", ".join(self._columns)
        row = self._database.row(f"SELECT {names} FROM {schema}.articles WHERE id = ?", (article_id,))  # noqa: S608
        assert row is not None
        return dict(zip(self._columns, row, strict=True))

    def _versions(self, schema: str, row: dict[str, Any], article: Article) -> list[Version]:
        """The history of an article, the last as `articles` shows it; captures as we number them."""
        versions = [
            Version(kind, seen, self._our_capture(schema, capture), extractor, digest, title, _data(content))
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

    def _our_capture(self, schema: str, capture: int | None) -> int | None:
        if schema == "main" or capture is None:
            return capture
        row = self._database.row("SELECT ours FROM temp.merged_captures WHERE theirs = ?", (capture,))
        return None if row is None else int(row[0])

    def _copy(self, theirs: _State, our_id: int | None) -> int:
        """Write the other's article, all columns and relations, to our row if there is one."""
        row = {**theirs.row, "id": our_id}
        names = ", ".join(self._columns)
        values = ", ".join(f":{name}" for name in self._columns)
        changes = ", ".join(f"{name} = :{name}" for name in self._columns if name != "id")
        sql = f"INSERT INTO main.articles ({names}) VALUES ({values}) RETURNING id"  # noqa: S608
        if our_id is not None:
            sql = f"UPDATE main.articles SET {changes} WHERE id = :id RETURNING id"  # noqa: S608
            relations.clear(self._database, our_id)
        written = self._database.row(sql, row)
        assert written is not None
        new_id = int(written[0])
        relations.write(self._database, new_id, theirs.article)
        relations.link_targets(self._database, new_id, row["url"])
        find_copies = duplicates.add if our_id is None else duplicates.update
        find_copies(self._database, new_id, sketch(theirs.article.text))
        return new_id

    def _set_history(self, article_id: int, rows: list[dict[str, Any]], history: list[Version]) -> None:
        """Give an article this history, and the times that follow from it and from the rows that were."""
        self._database.execute(_TIMES, _times(rows, history) | {"id": article_id})
        self._write_revisions(article_id, history)

    def _write_revisions(self, article_id: int, versions: list[Version]) -> None:
        before = [None, *versions]
        rows = [
            (
                article_id,
                number,
                version.kind,
                version.seen_at,
                version.capture,
                version.extractor,
                json.dumps(changed_fields(before[number - 1], version)),
                *(_NEWEST if number == len(versions) else _content(version)),
            )
            for number, version in enumerate(versions, 1)
        ]
        self._database.execute("DELETE FROM main.revisions WHERE article_id = ?", (article_id,))
        self._database.execute_many(_REVISION, rows)
        self._database.execute(
            "UPDATE main.articles SET revision = ? WHERE id = ?", (len(versions), article_id)
        )

    def _rows(self, article_id: int) -> tuple[Any, ...]:
        return (
            self._row("main", article_id),
            self._database.rows("SELECT * FROM revisions WHERE article_id = ?", (article_id,)),
        )


def _times(rows: list[dict[str, Any]], history: list[Version]) -> dict[str, str | None]:
    """When an article was seen, changed and gone, by its row in each archive and its whole history.

    The first state in the history came by a change too, if it was seen later than the article first was: some
    other tool may have written the article. What was seen after it was gone is not gone.
    """
    first_seen, origin = min((row["first_seen"], row["origin"]) for row in rows)
    last_seen = max(row["last_seen"] for row in rows)
    later = history if history[0].seen_at > first_seen else history[1:]
    changes = [version.seen_at for version in later if version.kind != "reparse"]
    gone = [row["gone_at"] for row in rows if row["gone_at"] and row["gone_at"] >= last_seen]
    return {
        "first_seen": first_seen,
        "origin": origin,
        "last_seen": last_seen,
        "changed_at": max(changes, default=None),
        "gone_at": min(gone, default=None),
    }


_NEWEST = (None, None, None)
"""The state of an article that is not kept with its revisions: it stands in `articles`."""


def _content(version: Version) -> tuple[str, str, str | None]:
    return version.digest, version.title, _json(version.content)


def _data(content: str | None) -> dict[str, Any] | None:
    return json.loads(content) if content else None


def _json(content: dict[str, Any] | None) -> str | None:
    return None if content is None else json.dumps(content, ensure_ascii=False)
