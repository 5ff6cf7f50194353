"""What a check makes of what it saw: its assessment of entry points, fields and bodies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scraper.archive import FillRates
from scraper.crawler.health.assessment import (
    Assessment,
    OutletHealth,
    PreviousCheck,
    Sample,
    is_short,
    previous_check,
)
from scraper.crawler.health.assessment import (
    EntryPointHealth as Point,
)
from scraper.crawler.health.lost_fields import fields_of
from scraper.model import Article, Block, Failed, Gone, NotAnArticle, PageKind, Refusal, Refused

if TYPE_CHECKING:
    from scraper.model import Outcome

FEED = "https://contoh.test/feed"
USUAL = FillRates(200, {"published_at": 1.0, "authors": 0.9, "tags": 0.5}, characters=3000)
BLOCKED = Refused(Refusal.BLOCKED, "the server answered 403")


def article(characters: int = 3000, **fields: Any) -> Article:
    known = {"url": "https://contoh.test/1", "outlet": "contoh", "title": "Judul"}
    return Article(**known | {"body": (Block("p", "a" * characters),)} | fields)


def health(*points: Point, read: Article | Outcome | None = None, **known: Any) -> OutletHealth:
    samples = [Sample("https://contoh.test/1", read)] if read else []
    return OutletHealth("Contoh", entry_points=list(points), samples=samples, **known)


def lost(usual: FillRates, articles: list[Article]) -> list[str]:
    """The fields that an outlet has lost by what a check read."""
    samples = [Sample(one.url, one) for one in articles]
    return OutletHealth("Contoh", usual=usual, samples=samples).lost


@pytest.mark.parametrize(
    ("point", "is_broken", "words"),
    [
        (Point("feed", FEED, 20, None, "2025-05-30T07:00:00Z"), False, ""),
        (
            Point("feed", FEED, 0, Gone(404), "2025-05-30T07:00:00Z"),
            True,
            "gone (404); it worked on 2025-05-30",
        ),
        (
            Point("feed", FEED, 0, None, "2025-05-30T07:00:00Z"),
            True,
            "names no article; it worked on 2025-05-30",
        ),
        (Point("feed", FEED, 0, Gone(404)), False, "gone (404)"),
        (Point("feed", FEED, 0), False, "names no article"),
        (Point("feed", FEED, 3, Failed("damaged", "cut")), False, "failed (damaged): cut"),
    ],
    ids=["works", "gone", "empty", "never worked", "never named any", "half of it"],
)
def test_an_entry_point_is_broken_if_it_worked_before(point: Point, is_broken: bool, words: str) -> None:
    assert (point.is_broken, point.words) == (is_broken, words)


def test_when_it_worked_is_handed_on_from_check_to_check_until_it_works_again() -> None:
    first = health(PreviousCheck().date(Point("feed", FEED, 20), "monday"))
    second = health(previous_check(first.to_dict()).date(Point("feed", FEED, 0, Gone(404)), "tuesday"))
    third = previous_check(second.to_dict()).date(Point("feed", FEED), "wednesday")
    assert third.worked_at == "monday"
    assert (
        previous_check(health(third).to_dict()).date(Point("feed", FEED, 1), "thursday").worked_at
        == "thursday"
    )


@pytest.mark.parametrize("told", [None, {}, {"entry_points": 3}, {"entry_points": [None, {"worked_at": 7}]}])
def test_what_is_no_memory_tells_nothing(told: dict[str, Any] | None) -> None:
    assert previous_check(told) == PreviousCheck()


def test_a_field_is_lost_that_is_usual_and_that_none_has() -> None:
    assert lost(USUAL, [article(), article()]) == ["published_at", "authors"]
    assert lost(USUAL, [article(), article(authors=("Siti",))]) == ["published_at"]


def test_of_a_single_article_only_what_all_have_can_be_missed() -> None:
    assert lost(USUAL, [article()]) == ["published_at"]


def test_a_few_articles_in_the_archive_make_nothing_usual() -> None:
    few = FillRates(9, USUAL.shares, USUAL.characters)
    assert lost(few, [article(), article()]) == []
    assert not is_short(few, [article(10), article(10)])


def test_nothing_is_lost_where_nothing_was_read() -> None:
    assert lost(USUAL, []) == []


@pytest.mark.parametrize(
    ("lengths", "is_so"), [((900, 999), True), ((900, 1000), False), ((900,), False), ((), False)]
)
def test_bodies_are_short_if_all_are_under_a_third_of_the_usual(
    lengths: tuple[int, ...], is_so: bool
) -> None:
    assert is_short(USUAL, [article(length) for length in lengths]) == is_so


def test_a_bare_day_is_a_date_without_a_time() -> None:
    at = datetime(2025, 5, 30, 8, tzinfo=UTC)
    assert fields_of(article(published_at=at))["time of day"]
    only_day = fields_of(article(published_at=at.date()))
    assert only_day["published_at"]
    assert not only_day["time of day"]


WORKS = Point("feed", FEED, 20)


@pytest.mark.parametrize(
    ("seen", "assessment"),
    [
        (health(WORKS, read=article()), Assessment.WELL),
        (health(WORKS, Point("home", "/", 0, Gone(404)), read=article()), Assessment.WELL),
        (
            health(WORKS, Point("home", "/", 0, Gone(404), "monday"), read=article()),
            Assessment.BROKEN,
        ),
        (health(WORKS, read=article(), usual=USUAL), Assessment.BROKEN),
        (health(WORKS, read=NotAnArticle(PageKind.EMPTY, "")), Assessment.WELL),
        (health(WORKS, read=NotAnArticle(PageKind.EMPTY, ""), has_worked=True), Assessment.BROKEN),
        (health(WORKS, read=Refused(Refusal.PAYWALL)), Assessment.REFUSED),
        (
            health(
                Point("home", "/", 0, BLOCKED),
                Point("feed", FEED, 0, BLOCKED, "monday"),
            ),
            Assessment.REFUSED,
        ),
        (
            health(
                Point("home", "/", 0, BLOCKED),
                Point("feed", FEED, 0, Failed("damaged")),
            ),
            Assessment.REFUSED,
        ),
        (
            health(
                Point("home", "/", 0, BLOCKED),
                Point("feed", FEED, 0, Failed("unreachable")),
            ),
            Assessment.UNPROVEN,
        ),
        (health(Point("home", "/", 0, Failed("unknown-host"))), Assessment.UNPROVEN),
        (health(Point("home", "/", 0, Failed("unknown-host")), usual=USUAL), Assessment.BROKEN),
        (health(fault="an unexpected fault"), Assessment.BROKEN),
    ],
)
def test_assessments(seen: OutletHealth, assessment: Assessment) -> None:
    assert seen.assessment is assessment


def test_each_reason_is_told() -> None:
    feed = Point("feed", FEED, 0, Gone(410), "2025-05-30T07:00:00Z")
    seen = health(WORKS, feed, read=article(20), usual=USUAL)
    seen.samples.append(Sample("https://contoh.test/2", article(30)))
    assert seen.reasons == [
        f"feed {FEED}: gone (410); it worked on 2025-05-30",
        "published_at is lost: 100% of its articles have it",
        "authors is lost: 90% of its articles have it",
        "bodies of at most 30 characters; 3000 are usual",
    ]
