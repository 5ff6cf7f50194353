"""Archives of the same outlet, to be merged, and what is in them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from scraper.archive import Archive
from scraper.archive.store.timestamps import utc
from scraper.model import Block, Lead
from tests.unit.archive.examples import article, outlet, page

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.archive.articles.revisions import RevisionKind


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def merge(into: Path, *others: Path) -> None:
    with Archive(into) as archive:
        for path in others:
            with Archive(path, read_only=True) as other:
                archive.merge(other)


def whole(path: Path) -> dict[str, Any]:
    """All that is of use in an archive, without its numbers."""
    with Archive(path, read_only=True) as archive:
        articles = {
            row["url"]: archive.articles.get(row["id"])
            for row in archive.query("SELECT id, url FROM articles")
        }
        captures = [archive.captures.read(row["id"]) for row in archive.query("SELECT id FROM captures")]
    links = "SELECT links.url, target.url FROM links LEFT JOIN articles AS target ON target.id = target_id"
    return {
        "articles": articles,
        "pages": {(page.requested, page.content) for page in captures},
        "outcomes": set(rows(path, "SELECT url, outcome, reason FROM leads WHERE state = 'done'")),
        "links": set(rows(path, links)),
        "from": set(
            rows(path, "SELECT leads.url, articles.url FROM leads JOIN articles ON articles.id = article_id")
        ),
    }


class Seen(NamedTuple):
    """What a crawl meets: an article by number, at an hour, with this text (none: it is gone).

    A text that is `reread` is no visit: it comes of reading the last page anew.
    """

    number: int
    hour: int
    text: str | None
    section: str = "Ekonomi"
    reread: bool = False


def address(number: int, scheme: str = "https") -> str:
    return f"{scheme}://suara.test/berita/{number}"


def at(hour: int) -> datetime:
    return datetime(2024, 5, 2, hour, tzinfo=UTC)


def filled(path: Path, seen: list[Seen], scheme: str = "https", origin: str = "crawl") -> list[Seen]:
    """An archive of what was seen by a scheme; returns that, each text at the hour of its page."""
    pages: dict[int, tuple[int, int]] = {}
    known: list[Seen] = []
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for one in sorted(seen, key=lambda one: one.hour):
            found = address(one.number, scheme)
            if one.text is None:
                with patch("scraper.archive.articles.articles.now", lambda hour=one.hour: utc(at(hour), UTC)):
                    archive.articles.gone(found)
                continue
            if one.reread and one.number not in pages:
                continue
            if not one.reread:
                archive.leads.add([Lead(found, "suara", "feed")])
                met = page(one.text.encode(), requested=found, url=found, fetched_at=at(one.hour))
                pages[one.number] = archive.captures.store(met, outlet="suara", lead=found), one.hour
            capture, hour = pages[one.number]
            body = (Block("p", one.text),)
            shown = article(one.number, url=found, body=body, lead=None, section=one.section)
            kind: RevisionKind = "reparse" if one.reread else "crawl"
            stored = archive.articles.store(shown, captures=[capture], kind=kind, origin=origin)
            archive.leads.finish(found, stored)
            known.append(one._replace(hour=hour))
    return known


def two_states(tmp_path: Path) -> tuple[Path, Path]:
    """The same article, at one o'clock in one archive and at two o'clock in the other."""
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    filled(one, [Seen(1, 1, "lama")])
    filled(two, [Seen(1, 2, "baru")])
    return one, two
