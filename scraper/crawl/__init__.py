"""Crawl: from targets to articles in the archive, and a report of what happened."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from scraper.crawl.alarms import Alarm
from scraper.crawl.report import (
    Event,
    Found,
    OutletReport,
    Planned,
    Started,
    Summary,
    Surveyed,
    Visited,
    Waiting,
)
from scraper.crawl.run import crawl
from scraper.crawl.update import update

__all__ = [
    "Alarm",
    "Event",
    "Found",
    "OutletReport",
    "Planned",
    "Started",
    "Summary",
    "Surveyed",
    "Visited",
    "Waiting",
    "crawl",
    "update",
]


class _Room(ModuleType):
    """The package can be called, so that `scraper.crawl(targets)` works though a package has that name."""

    def __call__(self, *args: Any, **options: Any) -> Summary:
        return crawl(*args, **options)


sys.modules[__name__].__class__ = _Room
