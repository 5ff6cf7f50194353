"""What is small on the wire and enormous unpacked costs neither memory nor time."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from base64 import b64decode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scraper.demo import Status
from scraper.errors import BadResponse, TooLarge
from scraper.fetch import Client

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

SIZE = 50_000_000
MOST = 1_000_000
MEMORY = 25_000_000
"""Bytes; twice the most that is read of one answer as sent, half of a bomb."""

BROTLI = b64decode(
    "y///P/glQOKxQCD3/o///3/wSwDEYRGA7v0f////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//8g9eD78EQBwWAOig6wE="
)
"""So many spaces."""


def zstd(size: int) -> bytes:
    """A frame of blocks that say "128 KiB of spaces" in four bytes (RFC 8878, 3.1.1.2)."""
    block = (1 << 17 << 3 | 1 << 1).to_bytes(3, "little") + b" "
    last = (1 << 3 | 1 << 1 | 1).to_bytes(3, "little") + b" "
    return b"\x28\xb5\x2f\xfd\x00\x58" + block * (size >> 17) + last


GZIP = gzip.compress(bytes(SIZE))
BOMBS = {
    "gzip": ("gzip", GZIP, TooLarge),
    "gzip of many members": ("gzip", gzip.compress(b"") * 400_000, BadResponse),
    "deflate": ("deflate", zlib.compress(bytes(SIZE)), TooLarge),
    "brotli": ("br", BROTLI, BadResponse),
    "zstd": ("zstd", zstd(SIZE), BadResponse),
    "gzip in gzip": ("gzip, gzip", gzip.compress(GZIP), BadResponse),
}


@pytest.mark.parametrize(("coding", "body", "fault"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_no_memory(
    site: DemoSite, settings: Settings, coding: str, body: bytes, fault: type[Exception]
) -> None:
    site.faults["/"] = Status(200, {"Content-Type": "text/html", "Content-Encoding": coding}, body)

    async def session() -> None:
        async with Client(replace(settings, max_bytes=MOST), resolve=site.resolve) as client:
            await client.get(site.url)

    tracemalloc.start()
    try:
        with pytest.raises(fault):
            asyncio.run(session())
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


PACKED = {
    "brotli": ("br", BROTLI, ("failed", "bad-response")),
    "zstd": ("zstd", zstd(SIZE), ("failed", "bad-response")),
    "a gzip file in gzip": ("gzip", gzip.compress(GZIP), ("not-an-article", "empty")),
}


@pytest.mark.parametrize(("coding", "body", "expected"), PACKED.values(), ids=PACKED)
def test_a_bomb_is_one_lead_s_outcome(
    site: DemoSite, run: Crawl, archive: Archive, coding: str, body: bytes, expected: tuple[str, str]
) -> None:
    bad = site.articles[3]
    site.faults[bad.path] = Status(200, {"Content-Type": "text/html", "Content-Encoding": coding}, body)
    assert run().outlets["demo"].stored == len(site.articles) - 1
    (row,) = archive.query("SELECT outcome, reason FROM leads WHERE url LIKE ?", (f"%{bad.path}",))
    assert (row["outcome"], row["reason"]) == expected
