"""Articles come back as they were stored, and a change that a reader would see is a revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.errors import ArchiveError
from scraper.model import Article, Block, Image, Related, Removed, Revised, Stored, Unchanged
from scraper.model.article import BlockKind, RelatedKind
from tests.unit.archive.examples import WIB, article, lead, outlet, page

if TYPE_CHECKING:
    from scraper.archive import Archive

TEXT = st.text(max_size=30)
TEXTS = st.lists(TEXT, max_size=4).map(tuple)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.one_of(
    st.none(),
    st.dates(),
    st.datetimes(timezones=OFFSETS).map(lambda moment: moment.replace(microsecond=0)),
)


def several(kind: type, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.builds(kind, **fields), max_size=3).map(tuple)


ARTICLES = st.builds(
    Article,
    url=st.just("https://suara.test/berita/1"),
    outlet=st.just("suara"),
    title=TEXT,
    published_at=MOMENTS,
    modified_at=MOMENTS,
    authors=TEXTS,
    editors=TEXTS,
    dateline=st.none() | TEXT,
    section=st.none() | TEXT,
    language=TEXT,
    lead=st.none() | TEXT,
    body=several(Block, kind=st.sampled_from(get_args(BlockKind)), text=TEXT),
    images=several(Image, url=st.none() | TEXT, caption=st.none() | TEXT, credit=st.none() | TEXT),
    tags=TEXTS,
    related=several(Related, title=TEXT, url=TEXT, kind=st.sampled_from(get_args(RelatedKind))),
    sources=TEXTS,
    removed=several(Removed, reason=TEXT, text=TEXT),
    provenance=st.dictionaries(TEXT, TEXT, max_size=3),
    pages=TEXTS,
)


def one(archive: Archive, sql: str) -> Any:
    (row,) = archive.query(sql)
    return next(iter(row.values()))


class TestRoundTrip:
    def test_by_url_and_by_id(self, archive: Archive) -> None:
        stored = archive.articles.store(article(), captures=[])
        assert archive.articles.get(article().url) == article()
        assert archive.articles.get(stored.article_id) == article()

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
    @given(st.lists(ARTICLES, min_size=1, max_size=3))
    def test_of_any_article_through_any_revisions(self, archive: Archive, versions: list[Article]) -> None:
        for version in versions:
            archive.articles.store(version, captures=[])
            assert archive.articles.get(version.url) == version
        archive._database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")

    def test_of_a_stranger_is_none(self, archive: Archive) -> None:
        assert archive.articles.get("https://suara.test/") is None
        assert archive.articles.get(7) is None

    def test_needs_a_url(self, archive: Archive) -> None:
        with pytest.raises(ArchiveError, match="without a URL"):
            archive.articles.store(article(url=""), captures=[])


class TestStoring:
    def test_is_stored_once_and_then_unchanged(self, archive: Archive) -> None:
        first = archive.articles.store(article(), captures=[])
        again = archive.articles.store(article(), captures=[])
        assert isinstance(first, Stored)
        assert again == Unchanged(first.article_id)

    def test_http_and_https_are_one_article(self, archive: Archive) -> None:
        plain = article(url=article().url.replace("https:", "http:"), title="Panen")
        first = archive.articles.store(article(), captures=[])
        assert archive.articles.store(plain, captures=[]) == Revised(first.article_id)
        assert archive.articles.get(plain.url) == replace(plain, url=article().url)

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Lain"},
            {"published_at": None},
            {"modified_at": datetime(2024, 6, 1, tzinfo=WIB)},
            {"authors": ("Budi", "Sari Dewi")},
            {"editors": ()},
            {"body": (Block("p", "Baru."),)},
            {"images": (Image(None, "Keterangan baru"),)},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_is_revised_when_a_reader_would_see_a_change(
        self, archive: Archive, change: dict[str, Any]
    ) -> None:
        first = archive.articles.store(article(), captures=[])
        revised = article(**change)
        assert archive.articles.store(revised, captures=[]) == Revised(first.article_id)
        assert archive.articles.get(first.article_id) == revised
        assert archive.articles.store(revised, captures=[]) == Unchanged(first.article_id)

    @pytest.mark.parametrize(
        "change",
        [
            {"language": "en"},
            {"related": ()},
            {"sources": ()},
            {"removed": ()},
            {"provenance": {"title": "json-ld"}},
            {"pages": ()},
            {"dateline": None},
            {"section": "Bisnis"},
            {"lead": None},
            {"tags": ("beras",)},
            {"images": (replace(article().images[0], url="https://cdn.test/b.jpg"), Image(None))},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_takes_over_what_a_reader_does_not_see_without_calling_it_a_revision(
        self, archive: Archive, change: dict[str, Any]
    ) -> None:
        first = archive.articles.store(article(), captures=[])
        assert archive.articles.store(article(**change), captures=[]) == Unchanged(first.article_id)
        assert archive.articles.get(first.article_id) == article(**change)
        assert one(archive, "SELECT changed_at FROM articles") is None

    def test_tells_when_it_was_seen_and_when_it_changed(self, archive: Archive) -> None:
        def visit(day: int, seen: Article) -> None:
            moment = datetime(2024, 5, day, 12, 0, 0, 999999, tzinfo=UTC)
            capture = archive.captures.store(page(fetched_at=moment), outlet="suara")
            archive.articles.store(seen, captures=[capture])

        visit(3, article())
        visit(4, article(title="Lain"))
        visit(5, article(title="Lain"))
        visit(2, article(title="Lain"))
        assert list(archive.query("SELECT first_seen, last_seen, changed_at FROM articles")) == [
            {
                "first_seen": "2024-05-03T12:00:00Z",
                "last_seen": "2024-05-05T12:00:00Z",
                "changed_at": "2024-05-04T12:00:00Z",
            }
        ]

    def test_notes_the_captures_it_was_read_from(self, archive: Archive) -> None:
        captures = [archive.captures.store(page(content), outlet="suara") for content in (b"1", b"2", b"3")]
        stored = archive.articles.store(article(), captures=captures[:2])
        rows = archive.query("SELECT id, article_id FROM captures ORDER BY id")
        assert [row["article_id"] for row in rows] == [stored.article_id, stored.article_id, None]


class TestTimes:
    @pytest.mark.parametrize(
        ("published", "shown", "day", "sortable"),
        [
            (
                datetime(2024, 5, 1, 0, 30, tzinfo=WIB),
                "2024-05-01T00:30:00+07:00",
                "2024-05-01",
                "2024-04-30T17:30:00Z",
            ),
            (date(2024, 5, 1), "2024-05-01", "2024-05-01", "2024-04-30T15:00:00Z"),
            (date(1, 1, 1), "0001-01-01", "0001-01-01", "0001-01-01T00:00:00Z"),
            (None, None, None, None),
        ],
    )
    def test_are_kept_as_shown_and_in_utc(
        self, archive: Archive, published: Any, shown: str, day: str, sortable: str
    ) -> None:
        archive.outlets.register(outlet(zone="Asia/Jayapura"))
        archive.articles.store(article(published_at=published), captures=[])
        assert list(archive.query("SELECT published_at, published_on, published_utc FROM articles")) == [
            {"published_at": shown, "published_on": day, "published_utc": sortable}
        ]

    def test_of_an_outlet_in_an_unknown_zone_are_jakarta_s(self, archive: Archive) -> None:
        archive.outlets.register(outlet(zone="../Atlantis"))
        archive.articles.store(article(modified_at=date(2024, 5, 1)), captures=[])
        assert one(archive, "SELECT modified_utc FROM articles") == "2024-04-30T17:00:00Z"


class TestLinks:
    """A related article is pointed at as soon as it is known, whichever of the two came first."""

    FROM_1_TO_2 = (Related("Lanjutan", "https://suara.test/berita/2", "inline"),)

    def target(self, archive: Archive) -> int | None:
        target = one(archive, "SELECT target_id FROM links WHERE url LIKE '%/2'")
        assert target is None or isinstance(target, int)
        return target

    def test_to_an_article_that_is_there(self, archive: Archive) -> None:
        second = archive.articles.store(article(2), captures=[])
        archive.articles.store(article(1, related=self.FROM_1_TO_2), captures=[])
        assert self.target(archive) == second.article_id

    def test_to_an_article_that_comes_later(self, archive: Archive) -> None:
        archive.articles.store(article(1, related=self.FROM_1_TO_2), captures=[])
        assert self.target(archive) is None
        second = archive.articles.store(article(2), captures=[])
        assert self.target(archive) == second.article_id

    def test_an_address_that_ends_alike_is_another(self, archive: Archive) -> None:
        links = tuple(
            Related("Lain", f"https://suara.test/{year}/panen-raya-di-sleman/2", "list") for year in "123"
        )
        archive.articles.store(article(1, related=links), captures=[])
        second = archive.articles.store(article(2, url=links[1].url), captures=[])
        targets = archive.query("SELECT target_id FROM links WHERE article_id = 1 ORDER BY position")
        assert [row["target_id"] for row in targets] == [None, second.article_id, None]

    @pytest.mark.parametrize("link_first", [True, False])
    def test_to_an_article_by_the_url_under_which_it_was_visited(
        self, archive: Archive, link_first: bool
    ) -> None:
        archive.leads.add([lead("2")])
        if link_first:
            archive.articles.store(article(1, related=self.FROM_1_TO_2), captures=[])
        second = archive.articles.store(article(2, url="https://suara.test/resmi/2"), captures=[])
        archive.leads.finish(lead("2").url, second)
        if not link_first:
            archive.articles.store(article(1, related=self.FROM_1_TO_2), captures=[])
        assert self.target(archive) == second.article_id

    def test_stay_when_their_target_is_deleted(self, archive: Archive) -> None:
        second = archive.articles.store(article(2), captures=[])
        archive.articles.store(article(1, related=self.FROM_1_TO_2), captures=[])
        archive._database.execute("DELETE FROM articles WHERE id = ?", (second.article_id,))
        assert self.target(archive) is None


def test_deleting_an_article_takes_what_hangs_on_it_and_keeps_its_captures(archive: Archive) -> None:
    capture = archive.captures.store(page(), outlet="suara")
    archive.articles.store(article(), captures=[capture])
    archive._database.execute("DELETE FROM articles")
    for table in ("article_people", "article_tags", "images", "links"):
        assert one(archive, f"SELECT count(*) FROM {table}") == 0
    assert archive.captures.read(capture) == page()
    assert archive.search("panen") == []


def test_people_and_tags_are_shared_between_articles(archive: Archive) -> None:
    for number in (1, 2):
        archive.articles.store(article(number), captures=[])
    assert one(archive, "SELECT count(*) FROM people") == 2
    assert one(archive, "SELECT count(*) FROM tags") == 2


def test_an_article_of_another_tool_keeps_its_first_state(archive: Archive) -> None:
    stored = archive.articles.store(article(1), captures=[])
    archive._database.execute("DELETE FROM revisions")
    archive.articles.store(article(1, title="Judul baru"), captures=[])
    titles = [state.title for state in archive.articles.revisions.of(stored.article_id)]
    assert titles == [article(1).title, "Judul baru"]
