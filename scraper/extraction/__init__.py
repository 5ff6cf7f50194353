"""Read an article page into exact fields. No network, no clock, and no files but the outlets' profiles."""

from __future__ import annotations

from scraper.extraction.pages.pagination import Pager, adds, stitch
from scraper.extraction.reader import Reading, extract, read

__all__ = ["Pager", "Reading", "adds", "extract", "read", "stitch"]
