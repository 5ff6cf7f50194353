"""Crawl: from targets to articles in the archive, and a report of what happened."""

from __future__ import annotations

from scraper.crawler.health.anomalies import Alarm
from scraper.crawler.report import (
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
from scraper.crawler.runs.crawl import crawl
from scraper.crawler.runs.update import update

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
