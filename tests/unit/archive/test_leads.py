"""What is to be visited, and what became of it: a crash repeats no finished work and loses none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from scraper.archive.frontier.leads import MAX_TRIES
from scraper.errors import ArchiveError
from scraper.model import (
    Failed,
    Gone,
    Lead,
    NotAnArticle,
    Outcome,
    PageKind,
    Refusal,
    Refused,
    Revised,
    Stored,
    Unchanged,
)
from tests.unit.archive.examples import WIB, article, lead, outlet

if TYPE_CHECKING:
    from pathlib import Path


def pending(archive: Archive, since: date | None = None, until: date | None = None) -> list[str]:
    due = archive.leads.pick("suara", run=2, since=since, until=until, most=100)
    assert archive.leads.left("suara", run=2, since=since, until=until) == len(due)
    return [found.url.rpartition("/")[2] for found in due]


def unread(archive: Archive) -> list[str]:
    urls = archive.query("SELECT url FROM leads WHERE state = 'fetched'")
    return [row["url"].rpartition("/")[2] for row in urls if archive.leads.is_unread(row["url"])]


class TestAdding:
    def test_counts_what_is_new(self, archive: Archive) -> None:
        assert archive.leads.add(lead(name) for name in "aab") == 2
        assert archive.leads.add([lead("b"), lead("c")]) == 1
        assert archive.leads.add([]) == 0

    def test_leaves_a_known_lead_as_it_is(self, archive: Archive) -> None:
        first = lead(title="Panen", published_at=date(2024, 5, 1))
        archive.leads.add([first])
        archive.leads.finish(first.url, Gone(410))
        archive.leads.add([lead(title="Lain", source="link")])
        assert archive.leads.outcome(first.url) == ("gone", "410")
        assert list(archive.query("SELECT title, source FROM leads")) == [
            {"title": "Panen", "source": "feed"}
        ]

    def test_an_address_counts_once_by_http_and_https(self, archive: Archive) -> None:
        plain = replace(lead(), url=lead().url.replace("https:", "http:"))
        assert archive.leads.add([lead(), plain], run=1) == 1
        assert archive.leads.add([plain], run=2) == 0
        assert archive.leads.count_seen("suara", 2) == (1, 0)
        assert archive.leads.add([plain], as_given=True) == 1

    @pytest.mark.parametrize("outcome", [Failed("tls"), Gone(404), Refused(Refusal.BLOCKED, "403")])
    def test_an_address_that_came_to_nothing_is_tried_by_the_other_scheme(
        self, archive: Archive, outcome: Outcome
    ) -> None:
        archive.leads.add([lead()])
        archive.leads.finish(lead().url, outcome)
        assert archive.leads.add([replace(lead(), url=lead().url.replace("https:", "http:"))]) == 1

    def test_keeps_a_lead_as_it_was_given(self, archive: Archive) -> None:
        leads = [
            lead("1", title="Panen", published_at=datetime(2024, 5, 2, 8, tzinfo=WIB)),
            lead("2", source="seed", published_at=date(2024, 5, 1)),
            lead("3"),
        ]
        archive.leads.add(leads)
        assert archive.leads.pick("suara", run=2, most=3) == leads

    def test_adds_all_or_nothing(self, archive: Archive) -> None:
        with pytest.raises(ArchiveError):
            archive.leads.add([lead("1"), lead("2", outlet="asing")])
        assert pending(archive) == []


class TestPending:
    def test_is_of_one_outlet(self, archive: Archive) -> None:
        archive.outlets.register(outlet("lain"))
        archive.leads.add([lead("1"), Lead("https://lain.test/2", "lain", "feed")])
        assert pending(archive) == ["1"]

    def test_comes_newest_first_then_in_order_of_discovery(self, archive: Archive) -> None:
        new_york = timezone(-timedelta(hours=4))
        archive.leads.add(
            [
                lead("undated-1"),
                lead("old", published_at=datetime(2024, 5, 1, 10, tzinfo=WIB)),
                lead("new", published_at=datetime(2024, 5, 1, 9, tzinfo=new_york)),
                lead("day", published_at=date(2024, 5, 1)),
                lead("undated-2"),
            ]
        )
        assert pending(archive) == ["new", "old", "day", "undated-1", "undated-2"]

    def test_is_bounded_by_days_in_the_lead_s_own_offset(self, archive: Archive) -> None:
        archive.leads.add(
            [
                lead("eve", published_at=datetime(2024, 4, 30, 23, 59, tzinfo=WIB)),
                lead("dawn", published_at=datetime(2024, 5, 1, 0, 0, tzinfo=WIB)),
                lead("day", published_at=date(2024, 5, 2)),
                lead("night", published_at=datetime(2024, 5, 2, 23, 59, tzinfo=WIB)),
                lead("morrow", published_at=date(2024, 5, 3)),
                lead("undated"),
            ]
        )
        first, last = date(2024, 5, 1), date(2024, 5, 2)
        assert pending(archive, first, last) == ["night", "day", "dawn", "undated"]
        assert pending(archive, since=last) == ["morrow", "night", "day", "undated"]
        assert pending(archive, until=first) == ["dawn", "eve", "undated"]

    @pytest.mark.parametrize(
        ("outcome", "again"),
        [
            (Stored(1), False),
            (Revised(1), False),
            (Unchanged(1), False),
            (NotAnArticle(PageKind.VIDEO, "og:type"), False),
            (Gone(404), False),
            (Refused(Refusal.PAYWALL), False),
            (Refused(Refusal.ROBOTS), True),
            (Refused(Refusal.OUT_OF_RANGE), True),
            (Failed("timeout"), True),
        ],
    )
    def test_has_a_finished_lead_again_only_if_it_may_end_otherwise(
        self, archive: Archive, outcome: Outcome, again: bool
    ) -> None:
        archive.articles.store(article(), captures=[])
        archive.leads.add([lead()])
        archive.leads.finish(lead().url, outcome)
        assert pending(archive) == (["1"] if again else [])

    def test_gives_up_a_lead_that_fails_and_fails(self, archive: Archive) -> None:
        archive.leads.add([lead()])
        for _ in range(MAX_TRIES):
            assert pending(archive) == ["1"]
            archive.leads.finish(lead().url, Failed("reset"))
        assert pending(archive) == []

    def test_does_not_count_refusals_as_failures(self, archive: Archive) -> None:
        archive.leads.add([lead()])
        for _ in range(MAX_TRIES):
            archive.leads.finish(lead().url, Refused(Refusal.ROBOTS))
        archive.leads.finish(lead().url, Failed("reset"))
        assert pending(archive) == ["1"]


class TestAcrossACrash:
    def test_a_lead_with_stored_bytes_is_read_and_not_fetched_again(self, path: Path) -> None:
        with Archive(path) as archive:
            archive.outlets.register(outlet())
            archive.leads.add([lead("1"), lead("2")])
            archive.leads.fetched(lead("1").url)
        with Archive(path) as archive:
            assert unread(archive) == ["1"]
            assert pending(archive) == ["1", "2"]

    def test_a_finished_lead_is_neither(self, archive: Archive) -> None:
        archive.leads.add([lead()])
        archive.leads.fetched(lead().url)
        with archive.atomic():
            archive.leads.finish(lead().url, archive.articles.store(article(), captures=[]))
        assert (unread(archive), pending(archive)) == ([], [])

    def test_a_lead_that_failed_while_being_read_is_visited_again(self, archive: Archive) -> None:
        archive.leads.add([lead()])
        archive.leads.fetched(lead().url)
        archive.leads.finish(lead().url, Failed("crash", "stack"))
        assert (unread(archive), pending(archive)) == ([], ["1"])


class TestOutcome:
    @pytest.mark.parametrize(
        ("outcome", "told"),
        [
            (Stored(1), ("stored", "")),
            (Stored(1, "page 2: gone (404)"), ("stored", "cut: page 2: gone (404)")),
            (Unchanged(1, "page 2: gone (404)"), ("unchanged", "cut: page 2: gone (404)")),
            (NotAnArticle(PageKind.VIDEO, "og:type"), ("not-an-article", "video: og:type")),
            (Refused(Refusal.ROBOTS), ("refused", "robots")),
            (Refused(Refusal.HTTP_ERROR, "418"), ("refused", "http-error: 418")),
            (Gone(404), ("gone", "404")),
            (Failed("timeout", "30 s"), ("failed", "timeout: 30 s")),
        ],
    )
    def test_is_told_in_words(self, archive: Archive, outcome: Outcome, told: tuple[str, str]) -> None:
        archive.articles.store(article(), captures=[])
        archive.leads.add([lead()])
        archive.leads.finish(lead().url, outcome)
        assert archive.leads.outcome(lead().url) == told

    def test_is_none_before_the_first_visit_and_for_strangers(self, archive: Archive) -> None:
        archive.leads.add([lead("1")])
        assert archive.leads.outcome(lead("1").url) is None
        assert archive.leads.outcome(lead("2").url) is None

    def test_keeps_the_article_that_a_later_visit_no_longer_finds(self, archive: Archive) -> None:
        archive.leads.add([lead()])
        stored = archive.articles.store(article(), captures=[])
        archive.leads.finish(lead().url, stored)
        archive.leads.finish(lead().url, Gone(410))
        assert list(archive.query("SELECT article_id, outcome FROM leads")) == [
            {"article_id": stored.article_id, "outcome": "gone"}
        ]

    def test_of_an_unknown_lead_cannot_be_recorded(self, archive: Archive) -> None:
        with pytest.raises(ArchiveError, match="no lead"):
            archive.leads.fetched(lead().url)
        with pytest.raises(ArchiveError, match="no lead"):
            archive.leads.finish(lead().url, Gone(404))


def test_a_run_that_waited_for_a_later_one_knows_what_that_one_finished(archive: Archive) -> None:
    archive.leads.add([lead("a")], run=2)
    archive.leads.finish(lead("a").url, Gone(404), run=2)
    archive.leads.add([lead("a")], run=1)
    assert archive.leads.count_seen("suara", 1) == (1, 1)
    assert archive.leads.pick("suara", run=1) == []
