"""People, tags, images and links of an article: what is asked about has tables of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scraper.archive.store.database import Database
    from scraper.model import Article

_CLEAR = (
    "DELETE FROM article_people WHERE article_id = ?",
    "DELETE FROM article_tags WHERE article_id = ?",
    "DELETE FROM images WHERE article_id = ?",
    "DELETE FROM links WHERE article_id = ?",
)

_PRUNE = (
    "DELETE FROM people WHERE id NOT IN (SELECT person_id FROM article_people)",
    "DELETE FROM tags WHERE id NOT IN (SELECT tag_id FROM article_tags)",
)

_NEW_PERSON = "INSERT INTO people (name) VALUES (?)"
_ADD_BYLINE = """
    INSERT INTO article_people (article_id, role, position, person_id)
    SELECT ?, ?, ?, id FROM people WHERE name = ?
"""
_NEW_TAG = "INSERT INTO tags (label) VALUES (?)"
_ADD_TAG = "INSERT INTO article_tags (article_id, position, tag_id) SELECT ?, ?, id FROM tags WHERE label = ?"
_ADD_IMAGE = "INSERT INTO images (article_id, position, url, caption, credit) VALUES (?, ?, ?, ?, ?)"

# A link may name its target by the canonical URL, or by the one under which it was visited.
_ADD_LINK = """
    INSERT INTO links (article_id, position, title, url, kind, target_id)
    VALUES (?1, ?2, ?3, ?4, ?5, coalesce((SELECT id FROM articles WHERE url = ?4),
                                         (SELECT article_id FROM leads WHERE url = ?4)))
"""
# The ends of addresses are what the index has.
_LINK_TARGETS = """
    UPDATE links SET target_id = ?1
    WHERE substr(url, -24) = substr(?2, -24) AND url = ?2 AND target_id IS NULL
"""

_PEOPLE = """
    SELECT role, name FROM article_people JOIN people ON people.id = person_id
    WHERE article_id = ? ORDER BY role, position
"""
_TAGS = "SELECT label FROM article_tags JOIN tags ON tags.id = tag_id WHERE article_id = ? ORDER BY position"
_IMAGES = "SELECT url, caption, credit FROM images WHERE article_id = ? ORDER BY position"
_LINKS = "SELECT title, url, kind FROM links WHERE article_id = ? ORDER BY position"


def clear(database: Database, article_id: int) -> None:
    """Remove all relations of an article."""
    for sql in _CLEAR:
        database.execute(sql, (article_id,))


def prune(database: Database) -> None:
    """Take out people and tags that no article has any more."""
    for sql in _PRUNE:
        database.execute(sql)


def write(database: Database, article_id: int, article: Article) -> None:
    """Add people, tags, images and links to an article that has none, each in its order."""
    bylines = [("author", i, name) for i, name in enumerate(article.authors)]
    bylines += [("editor", i, name) for i, name in enumerate(article.editors)]
    images = [
        (article_id, i, image.url, image.caption, image.credit) for i, image in enumerate(article.images)
    ]
    links = [(article_id, i, link.title, link.url, link.kind) for i, link in enumerate(article.related)]
    for role, i, name in bylines:
        _attach(database, _ADD_BYLINE, (article_id, role, i, name), _NEW_PERSON)
    for i, label in enumerate(article.tags):
        _attach(database, _ADD_TAG, (article_id, i, label), _NEW_TAG)
    database.execute_many(_ADD_IMAGE, images)
    database.execute_many(_ADD_LINK, links)


def _attach(database: Database, sql: str, row: tuple[Any, ...], new: str) -> None:
    """Attach the person or tag that the last column names; most exist, and need no look-up of their own."""
    if not database.execute(sql, row).rowcount:
        database.execute(new, row[-1:])
        database.execute(sql, row)


def read(database: Database, article_id: int) -> dict[str, Any]:
    """`authors`, `editors`, `tags`, `images` and `related`, as in `Article.to_dict()`."""
    people = database.rows(_PEOPLE, (article_id,))
    images = database.rows(_IMAGES, (article_id,))
    links = database.rows(_LINKS, (article_id,))
    return {
        "authors": [name for role, name in people if role == "author"],
        "editors": [name for role, name in people if role == "editor"],
        "tags": [label for (label,) in database.rows(_TAGS, (article_id,))],
        "images": [{"url": url, "caption": caption, "credit": credit} for url, caption, credit in images],
        "related": [{"title": title, "url": url, "kind": kind} for title, url, kind in links],
    }


def link_targets(database: Database, article_id: int, url: str) -> None:
    """Point the links that named this URL before its article was known to the article."""
    database.execute(_LINK_TARGETS, (article_id, url))
