"""What may be read again: articles by the version of the reader that read them, and the pages of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.model.article import iso

if TYPE_CHECKING:
    from datetime import date

    from scraper.archive.store.database import Database

_OUTDATED = """
    SELECT outlet, id FROM articles
    WHERE (:extractor IS NULL OR extractor <> :extractor) AND (:outlet IS NULL OR outlet = :outlet)
        AND (:since IS NULL OR published_on >= :since) AND (:until IS NULL OR published_on <= :until)
    ORDER BY outlet, id
"""

_NEWEST = """
    SELECT requested, max(id) FROM captures
    WHERE article_id = ? AND status BETWEEN 200 AND 299 GROUP BY requested
"""

# An article's own address has its first page. Where it was never asked for as it is written there, the page
# that the newest revision was read from comes first: other forms of the article (AMP) are among the captures.
_FIRST = """
    SELECT captures.requested FROM captures
    JOIN articles ON articles.id = captures.article_id
    LEFT JOIN leads ON leads.id = captures.lead_id
    WHERE captures.article_id = ? AND captures.status BETWEEN 200 AND 299
    ORDER BY captures.requested = articles.url DESC,
        captures.id IS (
            SELECT capture_id FROM revisions WHERE article_id = articles.id ORDER BY number DESC LIMIT 1
        ) DESC,
        captures.requested IS leads.url DESC, captures.id
    LIMIT 1
"""


class ReparseQueries:
    """Questions about articles, before their pages are read again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outdated(
        self,
        extractor: int | None,
        *,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> dict[str, list[int]]:
        """Ids, by outlet, of articles that another version of the reader than `extractor` read; None: all.

        `since` and `until` are days of publication, inclusive.
        """
        wanted = {"extractor": extractor, "outlet": outlet, "since": iso(since), "until": iso(until)}
        found: dict[str, list[int]] = {}
        for slug, article_id in self._database.rows(_OUTDATED, wanted):
            found.setdefault(slug, []).append(article_id)
        return found

    def pages(self, article_id: int) -> dict[str, int]:
        """The URLs an article was read from, each with the newest capture (id) of a 2xx answer.

        The URL of the first page comes first. Empty where no page of it is in the archive.
        """
        first = self._database.row(_FIRST, (article_id,))
        newest = dict(self._database.rows(_NEWEST, (article_id,)))
        return {first[0]: newest.pop(first[0])} | newest if first else {}
