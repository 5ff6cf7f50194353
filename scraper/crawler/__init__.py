"""Crawl: from targets to articles in the archive, and a report of what happened."""

from __future__ import annotations

from scraper.crawler.reporting.anomaly import Anomaly
from scraper.crawler.reporting.events import Event, Found, Planned, Started, Surveyed, Visited, Waiting
from scraper.crawler.reporting.summary import OutletReport, Summary
from scraper.crawler.runs.crawl import crawl
from scraper.crawler.runs.update import update

__all__ = [
    "Anomaly",
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
