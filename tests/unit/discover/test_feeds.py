from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.lists import feeds
from scraper.model import Lead, Outlet

OUTLET = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",))
FEED = "https://contoh.id/feed"
WIB = timezone(timedelta(hours=7))


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def item(link: str = "https://contoh.id/a", date_: str = "", title: str = "Panen &amp; raya") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date_}</pubDate></item>"


def only(content: bytes) -> Lead:
    (lead,) = feeds.read(content, FEED, OUTLET)
    return lead


def test_an_item_becomes_a_lead() -> None:
    lead = only(rss(item(date_="Thu, 05 Nov 2015 15:08:01 +0700")))
    assert lead == Lead(
        "https://contoh.id/a", "contoh", "feed", "Panen & raya", datetime(2015, 11, 5, 15, 8, 1, tzinfo=WIB)
    )


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Thu, 05 Nov 2015 20:08:01 GMT", date(2015, 11, 6)),
        ("Kam, 05 Nop 2015 15:08:01 +0700", date(2015, 11, 5)),
        ("2015-11-05T23:30:00+07:00", date(2015, 11, 5)),
    ],
)
def test_the_day_of_an_item_is_the_readers_day(told: str, day: date) -> None:
    published = only(rss(item(date_=told))).published_at
    assert isinstance(published, datetime)
    assert published.date() == day


def test_an_item_without_a_date_is_a_lead_too() -> None:
    assert only(rss(item())).published_at is None


def test_atom_is_read() -> None:
    entry = '<entry><title>A</title><link href="/a"/><published>2024-05-12T07:00:00+07:00</published></entry>'
    content = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()
    assert only(content).url == "https://contoh.id/a"


def test_an_item_without_a_link_is_no_lead() -> None:
    assert feeds.read(b"<rss><channel><item><title>Panen</title></item></channel></rss>", FEED, OUTLET) == []


def test_foreign_links_and_repetitions_are_left_out() -> None:
    content = rss(
        item(), item("https://iklan.test/b"), item("https://contoh.id/a#x"), item("https://m.contoh.id/c")
    )
    assert [lead.url for lead in feeds.read(content, FEED, OUTLET)] == [
        "https://contoh.id/a",
        "https://m.contoh.id/c",
    ]


def test_a_feed_that_breaks_off_gives_what_came_before() -> None:
    content = rss(item(), item("https://contoh.id/b"), item("https://contoh.id/c"))
    urls = [lead.url for lead in feeds.read(content[: content.rindex(b"<link>")], FEED, OUTLET)]
    assert urls[:2] == ["https://contoh.id/a", "https://contoh.id/b"]


@pytest.mark.parametrize(
    "content", [b"", b"<html><body>Maaf</body></html>", b"{}", b"\x00" * 50, b"/etc/hostname"]
)
def test_what_is_no_feed_gives_nothing(content: bytes) -> None:
    assert feeds.read(content, FEED, OUTLET) == []


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    feeds.read(noise, FEED, OUTLET)
    feeds.read(rss(item()).replace(b"Panen", noise), FEED, OUTLET)


@pytest.mark.parametrize(
    ("fetched", "hour"),
    [("02:10", 9), ("08:58", 16), ("09:30", 16), ("01:30", 16)],
    ids=["ahead by the offset", "within the slack", "past", "too far ahead"],
)
def test_gmt_that_means_the_outlets_zone_is_told_by_the_future(fetched: str, hour: int) -> None:
    content = rss(item(date_="Thu, 05 Nov 2015 09:00:00 GMT"))
    at = datetime.fromisoformat(f"2015-11-05T{fetched}:00+00:00")
    (lead,) = feeds.read(content, FEED, OUTLET, fetched_at=at)
    assert isinstance(lead.published_at, datetime)
    assert lead.published_at.isoformat() == f"2015-11-05T{hour:02}:00:00+07:00"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"<rss version='2.0'><channel/></rss>", None),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', None),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/"/>', None),
        ('<?xml version="1.0" encoding="utf-16"?><rss/>'.encode("utf-16"), None),
        (b"<!doctype html><title>Pemeliharaan</title>", "damaged"),
        (b"", "damaged"),
        (b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "dangerous"),
    ],
)
def test_why_a_document_is_no_feed(document: bytes, reason: str | None) -> None:
    assert getattr(feeds.trouble(document), "reason", None) == reason
