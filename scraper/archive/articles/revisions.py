"""Revisions: every state of an article that was seen, from its first.

The newest is what `articles` shows; when another follows, it is kept here in full.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from scraper.errors import ArchiveError
from scraper.model import Article
from scraper.model.article import iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scraper.archive.store.database import Database

RevisionKind = Literal["crawl", "reparse", "import"]
"""By what it came: a visit, a reading anew of a stored page, an import."""

SEEN = ("title", "text", "published_at", "modified_at", "authors", "editors", "captions")
"""What a reader sees, and a change of which makes a revision."""

_WITHIN = {"text": "body", "captions": "images"}
"""In which field of an article stands what a reader sees."""

_ADD = """
    INSERT INTO revisions (article_id, number, kind, seen_at, capture_id, extractor, changed)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""

_FIRST = """
    INSERT INTO revisions (article_id, number, kind, seen_at, extractor, changed)
    SELECT id, 1, 'crawl', first_seen, extractor, '[]' FROM articles WHERE id = ?
"""

_KEEP = """
    UPDATE revisions
    SET (digest, title) = (SELECT digest, title FROM articles WHERE id = article_id), content = ?
    WHERE article_id = ? AND number = ? AND content IS NULL
"""

_OF = """
    SELECT number, revisions.kind, seen_at, capture_id, revisions.extractor,
        coalesce(revisions.title, articles.title), changed
    FROM revisions JOIN articles ON articles.id = article_id
    WHERE article_id = ? ORDER BY number
"""

_CHANGES = """
    SELECT articles.url, articles.outlet, later.seen_at, later.kind, later.number, earlier.title,
        coalesce(later.title, articles.title), later.changed
    FROM revisions AS later
    JOIN revisions AS earlier ON earlier.article_id = later.article_id AND earlier.number = later.number - 1
    JOIN articles ON articles.id = later.article_id
    WHERE (:outlet IS NULL OR articles.outlet = :outlet)
        AND (:since IS NULL OR later.seen_at >= :since)
        AND (:until IS NULL OR substr(later.seen_at, 1, 10) <= :until)
    ORDER BY later.seen_at DESC, later.article_id, later.number DESC
"""


_sorted = json.JSONEncoder(sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of an article: its `number` from 1, when it was first `seen_at` (UTC, ISO 8601), by what.

    `capture` is the page that it was read from, `extractor` the version of the reader that read it, `changed`
    the fields (of `SEEN`) that the revision before had otherwise.
    """

    number: int
    kind: RevisionKind
    seen_at: str
    capture: int | None
    extractor: int
    title: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a state of an article came to be known: by what, when (UTC, ISO 8601), and from which capture.

    `extractor` is the version of the reader that read it; 0 where that is not known.
    """

    kind: RevisionKind
    at: str
    capture: int | None
    extractor: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """An article that was seen otherwise than before; `silent` if it does not say that its text changed."""

    url: str
    outlet: str
    seen_at: str
    kind: RevisionKind
    number: int
    old_title: str
    new_title: str
    changed: tuple[str, ...]

    @property
    def silent(self) -> bool:
        """Whether the outlet changed title or text, and not the time of the last change that it shows."""
        is_edit = self.kind != "reparse" and {"title", "text"} & set(self.changed)
        return bool(is_edit) and "modified_at" not in self.changed


class Revisions:
    """The table `revisions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first(self, article_id: int, sighting: Sighting) -> None:
        """An article stands in `articles` for the first time."""
        self._add(article_id, 1, sighting, ())

    def follow(self, article_id: int, old: Article, changed: tuple[str, ...], sighting: Sighting) -> None:
        """Another state is about to take the place of the one in `articles`, which is kept here.

        `changed` are the `differences` of the two.
        """
        last = self._database.row("SELECT max(number) FROM revisions WHERE article_id = ?", (article_id,))
        number = int(last[0]) if last and last[0] else 0
        if not number:  # some other tool wrote the article
            number = 1
            self._database.execute(_FIRST, (article_id,))
        content = json.dumps(old.to_dict(), ensure_ascii=False)
        self._database.execute(_KEEP, (content, article_id, number))
        self._add(article_id, number + 1, sighting, changed)

    def of(self, article_id: int) -> list[Revision]:
        """All states of an article, the first first."""
        return [
            Revision(number, kind, seen_at, capture, extractor, title, tuple(json.loads(changed)))
            for number, kind, seen_at, capture, extractor, title, changed in self._database.rows(
                _OF, (article_id,)
            )
        ]

    def content(self, article_id: int, number: int) -> Article | None:
        """An article as it was; None for the newest state, which `Articles.get` gives.

        Raises ArchiveError for a number that it has not.
        """
        row = self._database.row(
            "SELECT content FROM revisions WHERE article_id = ? AND number = ?", (article_id, number)
        )
        if row is None:
            raise ArchiveError(f"archive {self._database.path}: the article has no revision {number}")
        return Article.from_dict(json.loads(row[0])) if row[0] else None

    def changes(
        self, outlet: str | None = None, since: date | None = None, until: date | None = None
    ) -> Iterator[Change]:
        """What changed where, the newest first; of an outlet, and of days (UTC) on which it was seen."""
        parameters = {
            "outlet": outlet,
            "since": since and since.isoformat(),
            "until": until and until.isoformat(),
        }
        for url, slug, seen_at, kind, number, before, after, changed in self._database.rows(
            _CHANGES, parameters
        ):
            yield Change(url, slug, seen_at, kind, number, before, after, tuple(json.loads(changed)))

    def _add(self, article_id: int, number: int, sighting: Sighting, changed: tuple[str, ...]) -> None:
        origin = (sighting.kind, sighting.at, sighting.capture, sighting.extractor)
        self._database.execute(_ADD, (article_id, number, *origin, json.dumps(changed)))


def seen(article: Article) -> dict[str, Any]:
    """What a reader sees of an article, by the names of `SEEN`; white space and paragraphs do not count."""
    return {
        "title": folded(article.title),
        "text": folded(" ".join(block.text for block in article.body)),
        "published_at": iso(article.published_at),
        "modified_at": iso(article.modified_at),
        "authors": list(map(folded, article.authors)),
        "editors": list(map(folded, article.editors)),
        "captions": [folded(image.caption) for image in article.images if image.caption],
    }


def differences(old: Article, new: Article) -> tuple[str, ...]:
    """The fields of `SEEN` in which two states differ."""
    before, after = seen(old), seen(new)
    return tuple(name for name in SEEN if before[name] != after[name])


def unseen_differences(old: Article, new: Article) -> tuple[str, ...]:
    """The other fields that differ, and make no revision; not `provenance`, which is about the reader."""
    before, after = old.to_dict(), new.to_dict()
    excluded = {*SEEN, "provenance"} | {_WITHIN[name] for name in differences(old, new) if name in _WITHIN}
    return tuple(name for name in before if name not in excluded and before[name] != after[name])


def digest(article: Article) -> str:
    """The first 128 bits of the SHA-256, in hexadecimal, of what a reader sees."""
    return digest_of(seen(article))


def digest_of(shown: dict[str, Any]) -> str:
    """The digest of what `seen` gives."""
    return hashlib.sha256(_sorted(shown).encode()).hexdigest()[:32]


def folded(text: str) -> str:
    """With white space made single spaces."""
    return " ".join(text.split())
