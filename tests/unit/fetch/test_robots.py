from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.fetch.robots import MAX_BYTES, Robots
from scraper.model import Page, UsagePolicy

SITE = "https://contoh.id"


def answer(status: int, content: bytes = b"") -> Page:
    url = f"{SITE}/robots.txt"
    return Page(url, url, status, (), content, datetime(2026, 1, 1, tzinfo=UTC))


def test_the_groups_for_kliping_and_for_all() -> None:
    robots = Robots(
        "User-agent: *\nDisallow: /\n\nUser-agent: Kliping\nDisallow: /rahasia\nAllow: /rahasia/umum"
    )
    assert robots.allows(f"{SITE}/a")
    assert not robots.allows(f"{SITE}/rahasia/b")
    assert robots.allows(f"{SITE}/rahasia/umum")


def test_a_byte_order_mark_hides_nothing() -> None:
    assert not Robots.of_page(answer(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /a")).allows(f"{SITE}/a")


def test_delay_and_sitemaps() -> None:
    robots = Robots(f"User-agent: *\nCrawl-delay: 2.5\nSitemap: {SITE}/a.xml\nSitemap: {SITE}/b.xml")
    assert robots.delay == 2.5
    assert robots.sitemaps == (f"{SITE}/a.xml", f"{SITE}/b.xml")


@pytest.mark.parametrize(
    ("told", "delay"), [("99999999", 3600.0), ("-1", None), ("nan", None), ("inf", None)]
)
def test_a_delay_that_cannot_be_meant(told: str, delay: float | None) -> None:
    assert Robots(f"User-agent: *\nCrawl-delay: {told}").delay == delay


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, True), (301, True), (401, True), (404, True), (410, True), (429, False), (503, False)],
)
def test_what_a_status_means(status: int, allowed: bool) -> None:
    assert Robots.of_page(answer(status)).allows(f"{SITE}/a") is allowed


def test_the_reason_names_the_status() -> None:
    assert "503" in Robots.of_page(answer(503)).why


def test_only_the_first_500_kib_count() -> None:
    filler = b"#" * MAX_BYTES + b"\n"
    assert Robots.of_page(answer(200, b"User-agent: *\n" + filler + b"Disallow: /a")).allows(f"{SITE}/a")


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    robots = Robots.of_page(answer(200, b"User-agent: *\n" + content))
    robots.allows(f"{SITE}/a?b=%c")
    assert robots.delay is None or robots.delay >= 0
    assert isinstance(robots.sitemaps, tuple)


def test_agents_that_are_shut_out_by_name_are_a_notice() -> None:
    robots = Robots("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nDisallow: /admin")
    assert robots.notices(f"{SITE}/robots.txt") == [
        UsagePolicy("ai-crawlers", "shut out: GPTBot, CCBot", f"{SITE}/robots.txt")
    ]


def test_rules_for_everyone_are_no_notice() -> None:
    assert Robots("User-agent: *\nDisallow: /").notices(f"{SITE}/robots.txt") == []
    assert Robots("User-agent: GPTBot\nDisallow: /arsip").notices(f"{SITE}/robots.txt") == []
    assert Robots.closed("503").notices(f"{SITE}/robots.txt") == []


def test_content_signals_are_a_notice() -> None:
    robots = Robots("User-Agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /")
    (notice,) = robots.notices(f"{SITE}/robots.txt")
    assert (notice.kind, notice.text) == ("content-signal", "Content-Signal: search=yes, ai-train=no")
