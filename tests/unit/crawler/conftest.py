from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from scraper.archive import Archive
from scraper.crawler import Summary, crawl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.demo import DemoSite
    from scraper.settings import Settings


class Crawl(Protocol):
    def __call__(self, *targets: str, **options: Any) -> Summary: ...


@pytest.fixture
def run(site: DemoSite, settings: Settings) -> Crawl:
    """Crawl the toy newspaper (or other targets) into the test's archive."""

    def crawl_site(*targets: str, **options: Any) -> Summary:
        options = {"outlets": {"demo": site.outlet}, "resolve": site.resolve, "settings": settings, **options}
        return crawl(targets or ("demo",), **options)

    return crawl_site


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    """The test's archive, open beside the crawls."""
    with Archive(settings.archive) as opened:
        yield opened
