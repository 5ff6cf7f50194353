"""One rule says when a field is lost, for the many articles of a crawl and the few of a check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.health.lost_fields import FieldCounts, lost_fields


def counts(articles: int, with_authors: int) -> FieldCounts:
    return FieldCounts(articles, {"authors": with_authors})


@pytest.mark.parametrize(
    ("earlier", "new", "is_lost"),
    [
        (counts(200, 200), counts(1, 0), True),
        (counts(200, 180), counts(1, 0), False),
        (counts(200, 180), counts(2, 0), True),
        (counts(200, 180), counts(3, 1), False),
        (counts(200, 180), counts(4, 1), True),
        (counts(200, 190), counts(20, 1), True),
        (counts(200, 179), counts(20, 0), False),
        (counts(19, 19), counts(20, 0), False),
        (counts(20, 20), counts(20, 0), True),
        (counts(200, 200), counts(0, 0), False),
    ],
)
def test_what_is_lost(earlier: FieldCounts, new: FieldCounts, *, is_lost: bool) -> None:
    assert lost_fields(earlier, new) == ["authors"] * is_lost


@given(articles=st.integers(1, 50_000), usual=st.integers(180, 200), part=st.floats(0, 1))
def test_any_number_of_articles_is_judged_and_a_third_is_never_a_loss(
    articles: int, usual: int, part: float
) -> None:
    having = round(articles * part)
    found = lost_fields(counts(200, usual), counts(articles, having))
    assert found in ([], ["authors"])
    assert found == [] or having * 3 < articles
    if articles >= 10 and having * 3 < articles:
        assert found == ["authors"]


def test_each_field_is_judged_by_itself() -> None:
    earlier = FieldCounts(100, {"title": 100, "authors": 95, "tags": 40})
    assert lost_fields(earlier, FieldCounts(10, {"title": 10})) == ["authors"]
