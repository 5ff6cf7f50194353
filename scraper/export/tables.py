"""What is exported: columns that say what they mean, and rows that come one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from scraper.archive.articles import body_blocks
from scraper.archive.queries.search import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from scraper.archive import Archive

Kind = Literal["text", "integer", "real", "day", "time", "list", "bytes", "mixed"]
"""What a column holds: `day` is YYYY-MM-DD, `time` an instant in UTC, `list` a list of texts."""

Row = dict[str, Any]

_SAMPLE = 1000
"""Rows from which the kinds of a query's columns are inferred."""

_KINDS: dict[type, Kind] = {str: "text", int: "integer", float: "real", bytes: "bytes"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `meaning` is for the data dictionary."""

    name: str
    kind: Kind
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the values of `columns`, in their order; `rows` can be called once for each export.

    `selection` says in words what was chosen. Texts are as in the archive, times ISO 8601.
    """

    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]
    selection: str
    is_articles: bool = False


ARTICLE = (
    Column("id", "integer", "number of the article in the archive"),
    Column("url", "text", "canonical address"),
    Column("outlet", "text", "the outlet's short name"),
    Column("title", "text", "headline"),
    Column("kind", "text", "article, or gallery or video for a page of pictures or of a video with a text"),
    Column("paywalled", "integer", "1 where the text is only the opening of one that must be paid for"),
    Column("published_at", "text", "time of publication as shown: ISO 8601 with its offset, or a bare day"),
    Column("published_on", "day", "day of publication where it was shown"),
    Column("published_utc", "time", "the same instant in UTC; a bare day counts from its midnight"),
    Column("modified_at", "text", "time of the last change as shown, where one is"),
    Column("modified_utc", "time", "the same instant in UTC"),
    Column("authors", "list", "who wrote it, as named in the by-line"),
    Column("editors", "list", "who edited it"),
    Column("dateline", "text", "the place that the text begins with"),
    Column("section", "text", "the outlet's section"),
    Column("language", "text", "BCP 47"),
    Column("tags", "list", "the outlet's own tags"),
    Column("lead", "text", "standfirst, where one is displayed"),
    Column("text", "text", "the body as plain text, blocks parted by an empty line"),
    Column("captions", "list", "captions of the pictures, as displayed"),
    Column("sources", "list", "sources that the article names at its end"),
    Column("first_seen", "time", "when the archive first had it"),
    Column("last_seen", "time", "when it was last seen so"),
)

_PEOPLE = """(SELECT json_group_array(name) FROM (
            SELECT name FROM article_people JOIN people ON people.id = person_id
            WHERE article_id = articles.id AND role = '{}' ORDER BY position))"""

_ARTICLES = f"""
    SELECT id, url, outlet, title, kind, paywalled, published_at, published_on, published_utc, modified_at,
        modified_utc,
        {_PEOPLE.format("author")} AS authors, {_PEOPLE.format("editor")} AS editors,
        dateline, section, language,
        (SELECT json_group_array(label) FROM (SELECT label FROM article_tags JOIN tags ON tags.id = tag_id
            WHERE article_id = articles.id ORDER BY position)) AS tags,
        lead, text,
        (SELECT json_group_array(caption) FROM (SELECT caption FROM images
            WHERE article_id = articles.id AND caption IS NOT NULL ORDER BY position)) AS captions,
        sources, first_seen, last_seen, body
    FROM articles
    WHERE (:outlet IS NULL OR outlet = :outlet)
        AND (:since IS NULL OR published_on >= :since) AND (:until IS NULL OR published_on <= :until)
        AND (:match IS NULL OR id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match))
    ORDER BY id
"""  # noqa: S608

_LISTS = tuple(column.name for column in ARTICLE if column.kind == "list")


def of_articles(
    archive: Archive,
    *,
    outlet: str | None = None,
    since: date | None = None,
    until: date | None = None,
    search: str | None = None,
) -> Table:
    """The archive's articles, in the order they came; those of an outlet, of days, with words, if given.

    `search` is as `Archive.search` takes it; without any word to find, there are no rows. Each row has `body`
    besides its columns: a list of blocks, of kind and text.
    """
    match = expression(search) if search is not None else None
    parameters = {
        "outlet": outlet,
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
        "match": match,
    }

    def rows() -> Iterator[Row]:
        if search is not None and match is None:
            return
        for row in archive.query(_ARTICLES, parameters):
            for name in _LISTS:
                row[name] = json.loads(row[name])
            row["body"] = body_blocks.unpack(row["text"], row["body"])
            yield row

    filters = {"outlet": outlet, "since": since, "until": until, "search": search}
    words = ", ".join(f"{name} {value}" for name, value in filters.items() if value is not None)
    return Table(ARTICLE, rows, words or "all articles", is_articles=True)


def of_query(archive: Archive, sql: str) -> Table:
    """The rows of a SELECT, its columns' kinds inferred from the first. Raises ArchiveError for bad SQL."""
    stream = archive.query(sql)
    sample = [row for row, _ in zip(stream, range(_SAMPLE), strict=False)]
    names = list(sample[0]) if sample else []
    columns = tuple(Column(name, _kind(row[name] for row in sample)) for name in names)
    return Table(columns, lambda: chain(sample, stream), " ".join(sql.split()))


def _kind(values: Iterator[Any]) -> Kind:
    kinds = {_KINDS[type(value)] for value in values if value is not None}
    if kinds == {"integer", "real"}:
        return "real"
    return kinds.pop() if len(kinds) == 1 else "text" if not kinds else "mixed"
