from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.lists import links, wordpress
from scraper.discover.lists.wordpress import Query
from scraper.model import Lead, Outlet, Page

OUTLET = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",), zone="Asia/Makassar")
ROOT = "https://contoh.id/wp-json/"
HERE = f"{ROOT}wp/v2/posts"


def post(**changed: Any) -> dict[str, Any]:
    return {
        "link": "https://contoh.id/2024/05/12/panen/",
        "date": "2024-05-12T07:00:00",
        "date_gmt": "2024-05-12T00:00:00",
        "title": {"rendered": "Panen"},
    } | changed


def leads(*posts: Any) -> list[Lead]:
    return wordpress.leads(json.dumps(posts).encode(), HERE, OUTLET)


def page(content: bytes, *headers: tuple[str, str]) -> Page:
    return Page(HERE, HERE, 200, headers, content, datetime.now(UTC))


def asked(query: Query, number: int = 1) -> dict[str, list[str]]:
    return parse_qs(urlsplit(query.page(number) or "").query)


def test_a_post_is_a_lead_with_its_title_and_its_time_in_the_sites_own_offset() -> None:
    (lead,) = leads(post())
    assert (lead.url, lead.title, lead.source) == (post()["link"], "Panen", "wordpress")
    assert lead.published_at is not None
    assert lead.published_at.isoformat() == "2024-05-12T07:00:00+07:00"


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({"date_gmt": None}, "2024-05-12T07:00:00+08:00"),
        ({"date_gmt": "0000-00-00T00:00:00"}, "2024-05-12T07:00:00+08:00"),
        ({"date_gmt": "2022-01-01T00:00:00"}, "2024-05-12T07:00:00+08:00"),
        ({"date": None}, "2024-05-12T08:00:00+08:00"),
        ({"date": 7, "date_gmt": []}, None),
    ],
)
def test_a_time_that_is_told_in_part_counts_as_far_as_it_goes(
    times: dict[str, Any], told: str | None
) -> None:
    (lead,) = leads(post(**times))
    assert (lead.published_at.isoformat() if lead.published_at else None) == told


@pytest.mark.parametrize(
    ("rendered", "title"),
    [
        ("Panen &#8211; lagi &amp; lagi", "Panen – lagi & lagi"),
        ("<em>Panen</em> raya\n ", "Panen raya"),
        ("", None),
        (None, None),
        (["Panen"], None),
    ],
)
def test_a_title_is_html(rendered: Any, title: str | None) -> None:
    (lead,) = leads(post(title={"rendered": rendered}))
    assert lead.title == title


def test_posts_elsewhere_and_posts_without_a_link_are_left_out() -> None:
    assert leads(post(link="https://lain.test/panen"), post(link=3), {}, "post", None) == []


def test_days_are_asked_for_whole_by_the_sites_clock() -> None:
    query = asked(Query(ROOT, date(2024, 5, 1), date(2024, 5, 31)), 3)
    assert (query["after"], query["before"]) == (["2024-04-30T23:59:59"], ["2024-06-01T00:00:00"])
    assert (query["page"], query["per_page"]) == (["3"], ["100"])


def test_nothing_is_asked_for_that_is_not_wanted() -> None:
    for query in (Query(ROOT), Query(ROOT, date.min, date.max)):
        assert asked(query).keys().isdisjoint({"after", "before", "search"})


def test_a_keyword_is_searched_for() -> None:
    assert asked(Query(ROOT, keyword="harga beras & gula"))["search"] == ["harga beras & gula"]


def test_the_api_of_a_site_without_pretty_addresses_is_a_route_in_the_query() -> None:
    query = asked(Query("https://contoh.id/?rest_route=/"))
    assert (query["rest_route"], query["page"]) == (["/wp/v2/posts"], ["1"])


def test_a_page_names_its_api() -> None:
    html = "<link rel='https://api.w.org/' href='https://contoh.id/blog/?rest_route=/'>"
    assert links.head_links(html, OUTLET.home).wordpress == "https://contoh.id/blog/?rest_route=/"


def test_pages_end_where_the_server_says_or_where_one_is_not_full() -> None:
    counted = page(json.dumps([post()]).encode(), ("x-wp-totalpages", "3"))
    assert [wordpress.has_more(counted, number) for number in (2, 3)] == [True, False]
    assert wordpress.has_more(page(json.dumps([post()] * 100).encode()), 1)
    assert not wordpress.has_more(page(json.dumps([post()] * 99).encode(), ("x-wp-totalpages", "banyak")), 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Maaf</html>",
        b'{"code":"rest_no_route"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[[]]",
        b'"posts"',
        b"\xff\xfe[]",
        b'[{"link": "https://contoh.id/a"',
    ],
)
def test_what_is_no_list_of_posts_gives_nothing(content: bytes) -> None:
    assert wordpress.leads(content, HERE, OUTLET) == []
    assert not wordpress.has_more(page(content), 1)


ODD = st.none() | st.integers() | st.text(max_size=9) | st.just([]) | st.just({"rendered": 1})


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(post(), ODD)))
def test_no_types_make_it_fail(odd: dict[str, Any]) -> None:
    assert len(leads(odd, post())) >= 1


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    wordpress.leads(noise, HERE, OUTLET)
