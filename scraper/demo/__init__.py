"""A toy regional newspaper on loopback, for `kliping crawl demo`, the tests and the benchmarks."""

from scraper.demo.articles import DemoArticle
from scraper.demo.faults import (
    Bomb,
    Calendar,
    Endless,
    EndlessHeaders,
    Fault,
    Faults,
    Reset,
    Slow,
    Status,
    Truncated,
    WrongCharset,
)
from scraper.demo.site import DemoSite

__all__ = [
    "Bomb",
    "Calendar",
    "DemoArticle",
    "DemoSite",
    "Endless",
    "EndlessHeaders",
    "Fault",
    "Faults",
    "Reset",
    "Slow",
    "Status",
    "Truncated",
    "WrongCharset",
]
