"""When outlets are polled and articles read again: years of it, in milliseconds."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.runs import schedule
from scraper.crawler.runs.schedule import (
    LONGEST,
    LONGEST_BACKOFF,
    SHORTEST,
    next_poll,
    next_revisit,
    poll_gap,
)

START = datetime(2025, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
YEAR = 365 * DAY

ages = st.timedeltas(min_value=timedelta(0), max_value=YEAR)
moments = ages.map(lambda age: START + age)


def paper(
    gap: timedelta, span: timedelta = 90 * DAY, awake: range = range(24), seed: int = 1
) -> list[datetime]:
    """When a paper published: at random, about a gap apart, in the hours (UTC) in which it is awake."""
    chance, now, times = random.Random(seed), START, []
    while now < START + span:
        now += gap * chance.uniform(0.3, 1.7)
        if now.hour in awake:
            times.append(now)
    return times


def polls(published: list[datetime], end: datetime) -> list[datetime]:
    """When one who knows only what it has found by then polls, from the first article on."""
    now, found = published[0], 0
    asked = [now]
    while now < end:
        while found < len(published) and published[found] <= now:
            found += 1
        gap = poll_gap(published[max(found - schedule.RECENT, 0) : found], now)
        now = next_poll(gap, now) or now
        asked.append(now)
    return asked


def delays(published: list[datetime], asked: list[datetime]) -> list[timedelta]:
    """How long after its publication each article was found."""
    times = iter(asked)
    poll = next(times)
    late = []
    for article in published:
        while poll < article:
            poll = next(times, article)
        late.append(poll - article)
    return late


@given(st.lists(moments, max_size=60), moments)
def test_a_gap_is_never_shorter_nor_longer_than_allowed(published: list[datetime], now: datetime) -> None:
    assert SHORTEST <= poll_gap(published, now) <= LONGEST


@given(st.lists(moments, max_size=60), moments)
def test_what_is_dated_in_the_future_does_not_count(published: list[datetime], now: datetime) -> None:
    assert poll_gap([*published, now + MINUTE], now) == poll_gap(published, now)


@given(st.lists(moments, min_size=1, max_size=60), ages, ages)
def test_a_silent_outlet_is_polled_less_and_less(
    published: list[datetime], one: timedelta, other: timedelta
) -> None:
    end = max(published)
    sooner, later = sorted((one, other))
    assert poll_gap(published, end + sooner) <= poll_gap(published, end + later)


@pytest.mark.parametrize(
    ("gap", "most_a_day", "late"),
    [
        (MINUTE, 288, 5 * MINUTE),
        (20 * MINUTE, 170, 20 * MINUTE),
        (3 * HOUR, 24, 3 * HOUR),
        (2 * DAY, 7, DAY),
    ],
    ids=["a wire", "a daily", "a weekly", "a blog"],
)
def test_no_outlet_is_polled_much_more_often_than_it_publishes_and_all_is_soon_found(
    gap: timedelta, most_a_day: int, late: timedelta
) -> None:
    published = paper(gap, span=min(YEAR, 1000 * gap))
    asked = polls(published, published[-1])
    known = START + 2 * HOUR + 3 * gap
    busiest = max(Counter(time.date() for time in asked if time > known).values())
    assert busiest <= most_a_day + 1
    assert max(delays([time for time in published if time > known], asked)) <= late


def test_an_outlet_that_sleeps_at_night_is_polled_less_then_and_found_awake_in_the_morning() -> None:
    published = paper(20 * MINUTE, span=30 * DAY, awake=range(15))
    asked = polls(published, published[-1] + DAY)
    by_hour = Counter(time.hour for time in asked if time > START + 10 * DAY)
    assert sum(by_hour[hour] for hour in range(17, 23)) * 2 < sum(by_hour[hour] for hour in range(4, 10))
    assert max(delays(published, asked)) <= 90 * MINUTE


def test_an_outlet_that_falls_silent_for_half_a_year_is_never_given_up() -> None:
    before = paper(HOUR, span=30 * DAY)
    back = before[-1] + YEAR / 2
    published = [*before, *(back + number * HOUR for number in range(100))]
    asked = polls(published, published[-1])
    silent = [time for time in asked if before[-1] + 30 * DAY < time < back]
    assert {later - earlier for earlier, later in pairwise(silent)} == {LONGEST}
    late = delays(published, asked)[len(before) :]
    assert late[0] <= LONGEST
    assert max(late[30:]) <= HOUR


def test_a_host_that_fails_is_asked_less_and_less_and_is_back_at_once() -> None:
    now, tries = START, []
    for failures in range(1, 40):
        again = next_poll(SHORTEST, START, now, failures)
        assert again is not None
        tries.append(again - now)
        now = again
    assert tries[:4] == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    assert tries == sorted(tries)
    assert tries[-1] == LONGEST_BACKOFF
    assert next_poll(SHORTEST, now) == now + SHORTEST


def test_what_was_never_asked_is_due() -> None:
    assert next_poll(LONGEST, None) is None


def visits(*, every: timedelta = MINUTE, **about: object) -> list[timedelta]:
    """The ages at which an article is read again in a year, by one who looks that often."""
    seen, told = START, []
    while (due := next_revisit(START, seen, **about)) is not None:  # type: ignore[arg-type]
        seen = max(due, seen + every)
        told.append(seen - START)
    return told


def test_an_article_is_read_again_five_times_in_a_month() -> None:
    assert visits() == [HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY]


def test_an_outlet_that_edits_often_is_read_again_sooner_and_more_often() -> None:
    told = visits(edits=0.5)
    assert told[0] == HOUR / 2
    assert len(told) == 10


def test_who_looks_once_a_day_reads_an_article_no_more_than_needed() -> None:
    assert visits(every=DAY) == [DAY, 7 * DAY, 30 * DAY]


def test_a_revisit_that_failed_is_tried_again_an_hour_later() -> None:
    tried = START + HOUR + MINUTE
    assert next_revisit(START, START, tried_at=tried) == tried + HOUR


def test_an_article_that_is_gone_is_looked_for_twice_more() -> None:
    asked, told = START + HOUR, []
    while (due := next_revisit(START, START, tried_at=asked, is_gone=True)) is not None:
        asked = due
        told.append(asked - START)
    assert told == [7 * DAY, 30 * DAY]


@given(ages, ages, st.booleans(), st.floats(0, 1))
def test_no_article_is_read_again_after_a_month(
    seen: timedelta, tried: timedelta, is_gone: bool, edits: float
) -> None:
    due = next_revisit(START, START + seen, tried_at=START + tried, is_gone=is_gone, edits=edits)
    assert due is None or START < due <= START + 31 * DAY
    assert not schedule.is_revisit_due(due, START, START + 32 * DAY)
