"""An anomaly is raised by what is unlike an outlet's own past, and by nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.health.anomalies import (
    WEEKS,
    Anomaly,
    FieldCounts,
    OutletHistory,
    RequestStats,
    find_anomalies,
)

TODAY = date(2025, 6, 12)
DAY = timedelta(days=1)


def days(
    a_weekday: float, a_weekend_day: float, *, until: date = TODAY, wobble: float = 0.3
) -> dict[date, int]:
    """Twelve weeks up to a day (exclusive), each of which varies by a part of what is usual."""
    chance = random.Random(2025)
    before = [until - DAY * back for back in range(1, 7 * 12 + 1)]
    usual = {day: a_weekend_day if day.weekday() >= 5 else a_weekday for day in before}
    return {day: round(number * chance.uniform(1 - wobble, 1 + wobble)) for day, number in usual.items()}


def judged(counts: dict[date, int], today: date = TODAY) -> list[Anomaly]:
    past = OutletHistory(days=counts, since=min(counts, default=None))
    return find_anomalies("suara", today, past, RequestStats(), FieldCounts())


def kinds(found: list[Anomaly]) -> list[str]:
    return [anomaly.kind for anomaly in found]


volumes = st.integers(min_value=0, max_value=2000)


@given(weekday=volumes, weekend=volumes, today=st.integers(0, 6), wobble=st.floats(0, 0.4))
def test_a_steady_outlet_has_no_anomaly_however_its_weekends_dip(
    weekday: int, weekend: int, today: int, wobble: float
) -> None:
    until = TODAY + DAY * today
    assert judged(days(weekday, weekend, until=until, wobble=wobble), until) == []


@given(weekday=st.integers(12, 2000), weekend=st.integers(12, 2000), offset=st.integers(0, 6))
def test_silence_is_told_within_two_days(weekday: int, weekend: int, offset: int) -> None:
    last = TODAY + DAY * offset
    counts = days(weekday, weekend, until=last, wobble=0.0)
    assert kinds(judged(counts, last + 2 * DAY)) == ["silent"]


@given(weekday=st.integers(1, 2000), silent=st.integers(1, 10))
def test_recovery_clears_it(weekday: int, silent: int) -> None:
    counts = days(weekday, weekday)
    back = TODAY + DAY * silent
    assert judged(counts | {back: weekday}, back + DAY) == []


def test_the_day_that_is_not_over_is_not_judged() -> None:
    assert judged(days(50, 20) | {TODAY: 0}) == []


def test_a_small_outlet_is_given_more_days() -> None:
    counts = days(2, 2, wobble=0.0)
    silent = [bool(judged(counts, TODAY + DAY * passed)) for passed in range(1, 8)]
    assert not any(silent[:3])
    assert silent[-1]


def test_a_silent_outlet_is_told_with_its_figures() -> None:
    counts = days(40, 40, wobble=0.0)
    (anomaly,) = judged(counts, TODAY + 2 * DAY)
    assert anomaly.detail == "0 articles since 2025-06-12, where 80 are usual"
    assert anomaly.figures == {"articles": 0, "usual": 80.0, "days": 2}


def test_an_outlet_that_rests_on_sundays_is_missed_on_monday_alone() -> None:
    monday = date(2025, 6, 16)
    counts = {day: 0 if day.weekday() == 6 else 30 for day in days(1, 1, until=monday)}
    assert judged(counts, monday) == []
    assert kinds(judged(counts, monday + DAY)) == ["silent"]


@given(known=st.integers(0, 7 * 4 - 1), number=volumes)
def test_without_four_weeks_of_history_nothing_is_silent(known: int, number: int) -> None:
    assert judged({TODAY - DAY * back: number for back in range(2, known + 2)}) == []


FIELDS = ("published_at", "authors", "tags", "images", "captions", "section")


def fill(articles: int, share: float) -> FieldCounts:
    return FieldCounts(articles, dict.fromkeys(FIELDS, round(articles * share)))


@pytest.mark.parametrize(
    ("before", "new", "is_anomaly"),
    [
        (fill(200, 1.0), fill(10, 0.0), True),
        (fill(200, 0.9), fill(5, 0.2), True),
        (fill(200, 0.8), fill(10, 0.0), False),
        (fill(200, 1.0), fill(10, 0.5), False),
        (fill(200, 1.0), fill(4, 0.0), False),
        (fill(10, 1.0), fill(10, 0.0), False),
    ],
)
def test_a_field_is_missed_where_nearly_all_articles_had_it(
    before: FieldCounts, new: FieldCounts, *, is_anomaly: bool
) -> None:
    found = find_anomalies("suara", TODAY, OutletHistory(fields=before), RequestStats(), new)
    assert kinds(found) == ["field"] * len(FIELDS) * is_anomaly


def test_a_field_that_went_missing_is_named() -> None:
    before = FieldCounts(100, {"authors": 98, "tags": 100})
    (anomaly,) = find_anomalies(
        "suara",
        TODAY,
        OutletHistory(fields=before),
        RequestStats(),
        FieldCounts(20, {"authors": 2, "tags": 20}),
    )
    assert anomaly.detail == "10% of 20 new articles have authors, where 98% used to"


USUAL = RequestStats(asked=20, blocked=0, answers=20, latency=0.5)


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        (USUAL, []),
        (RequestStats(asked=20, blocked=10, answers=20, latency=0.5), ["blocked"]),
        (RequestStats(asked=2, blocked=2), []),
        (RequestStats(asked=20, blocked=5, answers=20, latency=1.4), []),
        (RequestStats(asked=20, answers=20, latency=1.5), ["slow"]),
        (RequestStats(asked=20, answers=4, latency=9.0), []),
        (RequestStats(asked=20, blocked=20, answers=20, latency=9.0), ["blocked", "slow"]),
    ],
)
def test_a_visit_is_held_against_earlier_ones(visit: RequestStats, expected: list[str]) -> None:
    past = OutletHistory(requests=[USUAL] * 5)
    assert kinds(find_anomalies("suara", TODAY, past, visit, FieldCounts())) == expected
    assert find_anomalies("suara", TODAY, replace(past, requests=[USUAL] * 4), visit, FieldCounts()) == []


def test_a_door_that_is_always_shut_and_a_quick_host_are_no_anomaly() -> None:
    shut = RequestStats(asked=10, blocked=10, answers=10, latency=0.01)
    assert (
        find_anomalies(
            "suara", TODAY, OutletHistory(requests=[shut] * 9), replace(shut, latency=0.2), FieldCounts()
        )
        == []
    )


def test_a_new_normal_is_taken_for_usual_once_it_fills_most_of_the_past() -> None:
    slow = replace(USUAL, latency=4.0)
    past = [USUAL] * (7 * WEEKS // 2 - 1) + [slow] * (7 * WEEKS // 2 + 1)
    assert find_anomalies("suara", TODAY, OutletHistory(requests=past), slow, FieldCounts()) == []
