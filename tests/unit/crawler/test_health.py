"""What a check makes of what it saw: verdicts on ways in, fields and bodies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scraper.archive import FillRates
from scraper.crawler.health.comparison import (
    Memory,
    OutletHealth,
    Sample,
    Verdict,
    Way,
    fields_of,
    is_short,
    lost_fields,
    remembered,
)
from scraper.model import Article, Block, Failed, Gone, NotAnArticle, PageKind, Refusal, Refused

if TYPE_CHECKING:
    from scraper.model import Outcome

FEED = "https://contoh.test/feed"
USUAL = FillRates(200, {"published_at": 1.0, "authors": 0.9, "tags": 0.5}, characters=3000)
BLOCKED = Refused(Refusal.BLOCKED, "the server answered 403")


def article(characters: int = 3000, **fields: Any) -> Article:
    known = {"url": "https://contoh.test/1", "outlet": "contoh", "title": "Judul"}
    return Article(**known | {"body": (Block("p", "a" * characters),)} | fields)


def health(*ways: Way, read: Article | Outcome | None = None, **known: Any) -> OutletHealth:
    samples = [Sample("https://contoh.test/1", read)] if read else []
    return OutletHealth("Contoh", ways=list(ways), samples=samples, **known)


@pytest.mark.parametrize(
    ("way", "is_broken", "words"),
    [
        (Way("feed", FEED, 20, None, "2025-05-30T07:00:00Z"), False, ""),
        (
            Way("feed", FEED, 0, Gone(404), "2025-05-30T07:00:00Z"),
            True,
            "gone (404); it worked on 2025-05-30",
        ),
        (
            Way("feed", FEED, 0, None, "2025-05-30T07:00:00Z"),
            True,
            "names no article; it worked on 2025-05-30",
        ),
        (Way("feed", FEED, 0, Gone(404)), False, "gone (404)"),
        (Way("feed", FEED, 0), False, "names no article"),
        (Way("feed", FEED, 3, Failed("damaged", "cut")), False, "failed (damaged): cut"),
    ],
    ids=["works", "gone", "empty", "never worked", "never named any", "half of it"],
)
def test_a_way_in_is_broken_if_it_worked_before(way: Way, is_broken: bool, words: str) -> None:
    assert (way.is_broken, way.words) == (is_broken, words)


def test_when_it_worked_is_handed_on_from_check_to_check_until_it_works_again() -> None:
    first = health(Memory().of(Way("feed", FEED, 20), "monday"))
    second = health(remembered(first.to_dict()).of(Way("feed", FEED, 0, Gone(404)), "tuesday"))
    third = remembered(second.to_dict()).of(Way("feed", FEED), "wednesday")
    assert third.worked_at == "monday"
    assert remembered(health(third).to_dict()).of(Way("feed", FEED, 1), "thursday").worked_at == "thursday"


@pytest.mark.parametrize("told", [None, {}, {"ways": 3}, {"ways": [None, {"worked_at": 7}]}])
def test_what_is_no_memory_tells_nothing(told: dict[str, Any] | None) -> None:
    assert remembered(told) == Memory()


def test_a_field_is_lost_that_is_usual_and_that_none_has() -> None:
    assert lost_fields(USUAL, [article(), article()]) == ["published_at", "authors"]
    assert lost_fields(USUAL, [article(), article(authors=("Siti",))]) == ["published_at"]


def test_of_a_single_article_only_what_all_have_can_be_missed() -> None:
    assert lost_fields(USUAL, [article()]) == ["published_at"]


def test_a_few_articles_in_the_archive_make_nothing_usual() -> None:
    few = FillRates(9, USUAL.shares, USUAL.characters)
    assert lost_fields(few, [article(), article()]) == []
    assert not is_short(few, [article(10), article(10)])


def test_nothing_is_lost_where_nothing_was_read() -> None:
    assert lost_fields(USUAL, []) == []


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


WORKS = Way("feed", FEED, 20)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (health(WORKS, read=article()), Verdict.WELL),
        (health(WORKS, Way("home", "/", 0, Gone(404)), read=article()), Verdict.WELL),
        (health(WORKS, Way("home", "/", 0, Gone(404), "monday"), read=article()), Verdict.BROKEN),
        (health(WORKS, read=article(), usual=USUAL), Verdict.BROKEN),
        (health(WORKS, read=NotAnArticle(PageKind.EMPTY, "")), Verdict.WELL),
        (health(WORKS, read=NotAnArticle(PageKind.EMPTY, ""), has_worked=True), Verdict.BROKEN),
        (health(WORKS, read=Refused(Refusal.PAYWALL)), Verdict.REFUSED),
        (health(Way("home", "/", 0, BLOCKED), Way("feed", FEED, 0, BLOCKED, "monday")), Verdict.REFUSED),
        (health(Way("home", "/", 0, BLOCKED), Way("feed", FEED, 0, Failed("damaged"))), Verdict.REFUSED),
        (health(Way("home", "/", 0, BLOCKED), Way("feed", FEED, 0, Failed("unreachable"))), Verdict.UNPROVEN),
        (health(Way("home", "/", 0, Failed("unknown-host"))), Verdict.UNPROVEN),
        (health(Way("home", "/", 0, Failed("unknown-host")), usual=USUAL), Verdict.BROKEN),
        (health(fault="an unexpected fault"), Verdict.BROKEN),
    ],
)
def test_verdicts(seen: OutletHealth, verdict: Verdict) -> None:
    assert seen.verdict is verdict


def test_each_reason_is_told() -> None:
    feed = Way("feed", FEED, 0, Gone(410), "2025-05-30T07:00:00Z")
    seen = health(WORKS, feed, read=article(20), usual=USUAL)
    seen.samples.append(Sample("https://contoh.test/2", article(30)))
    assert seen.reasons == [
        f"feed {FEED}: gone (410); it worked on 2025-05-30",
        "published_at is lost: 100% of its articles have it",
        "authors is lost: 90% of its articles have it",
        "bodies of at most 30 characters; 3000 are usual",
    ]
