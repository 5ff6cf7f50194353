from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover import usage_policies
from scraper.model import Page, UsagePolicy

HERE = "https://contoh.id/"


def page(content: str | bytes = "", *headers: tuple[str, str]) -> Page:
    data = content.encode() if isinstance(content, str) else content
    return Page(HERE, HERE, 200, headers, data, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ('<meta name="robots" content="index, follow, NOARCHIVE">', ["noarchive"]),
        ('<meta name="ROBOTS" content="noai,noimageai">', ["noai", "noimageai"]),
        ('<meta name="googlebot-news" content="noarchive">', ["noarchive"]),
        ('<meta name="tdm-reservation" content="1">', ["tdm-reservation"]),
        ('<meta name="tdm-reservation" content="0">', []),
        ('<meta name="robots" content="max-snippet:-1, max-image-preview:large">', []),
        ('<meta name="description" content="noarchive dan noai">', []),
        ("<p>noarchive</p>", []),
    ],
)
def test_metas(html: str, kinds: list[str]) -> None:
    assert [notice.kind for notice in usage_policies.of_page(page(html))] == kinds


def test_headers_come_first_and_each_kind_once() -> None:
    found = usage_policies.of_page(
        page(
            '<meta name="robots" content="noarchive, noai">',
            ("X-Robots-Tag", "googlebot: noarchive"),
            ("TDM-Reservation", "1"),
        )
    )
    assert found == [
        UsagePolicy("noarchive", "X-Robots-Tag: googlebot: noarchive", HERE),
        UsagePolicy("tdm-reservation", "TDM-Reservation: 1", HERE),
        UsagePolicy("noai", "robots: noarchive, noai", HERE),
    ]


@given(st.binary(max_size=300).map(lambda data: b"<meta name=robots content=noarchive " + data))
def test_nothing_raises(content: bytes) -> None:
    usage_policies.of_page(page(content))
