"""Pages read in other processes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from scraper.crawler.visit.reader_pool import ReaderPool
from scraper.fetch import Client
from scraper.model import Failed

if TYPE_CHECKING:
    from scraper.demo import DemoSite
    from scraper.model import Page
    from scraper.settings import Settings


@pytest.fixture
def page(site: DemoSite, settings: Settings) -> Page:
    async def fetched() -> Page:
        async with Client(settings, resolve=site.resolve) as client:
            return await client.get(site.url.rstrip("/") + site.articles[0].path)

    return asyncio.run(fetched())


def test_a_page_read_in_a_process_is_what_it_is_here(site: DemoSite, page: Page) -> None:
    async def both() -> tuple[object, object]:
        async with ReaderPool(1) as beside, ReaderPool(0) as here:
            return await beside.read(page, site.outlet), await here.read(page, site.outlet)

    beside, here = asyncio.run(both())
    assert not isinstance(here, Failed)
    assert beside == here


def test_a_process_that_is_killed_fails_its_page_only(site: DemoSite, page: Page) -> None:
    async def killed() -> list[object]:
        async with ReaderPool(1) as readers:
            first = await readers.read(page, site.outlet)
            readers._idle[0].kill()
            await readers._idle[0].wait()
            return [first, await readers.read(page, site.outlet), await readers.read(page, site.outlet)]

    first, failed, again = asyncio.run(killed())
    assert isinstance(failed, Failed)
    assert failed.reason == "extractor"
    assert first == again


def test_a_page_that_takes_too_long_fails_and_the_next_is_read(site: DemoSite, page: Page) -> None:
    async def slow() -> tuple[object, object]:
        async with ReaderPool(1, seconds=0.001) as readers:
            late = await readers.read(page, site.outlet)
            readers._seconds = 60.0
            return late, await readers.read(page, site.outlet)

    late, read = asyncio.run(slow())
    assert isinstance(late, Failed)
    assert late.reason == "extractor"
    assert not isinstance(read, Failed)
