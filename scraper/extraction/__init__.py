"""Read an article page into exact fields. Pure: no network, no files, no clock."""

from __future__ import annotations

from scraper.extraction.pages.pagination import Pager, adds, stitch
from scraper.extraction.reader import Reading, extract, read

__all__ = ["Pager", "Reading", "adds", "extract", "read", "stitch"]
