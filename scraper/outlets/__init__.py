"""Profiles of news sites: data in `profiles/*.toml`, read by two small files."""

from scraper.outlets.families import Family, recognise_family, with_family
from scraper.outlets.registry import find, is_unknown, load_outlets, unknown
from scraper.outlets.resolution import for_page, named, resolve

__all__ = [
    "Family",
    "find",
    "for_page",
    "is_unknown",
    "load_outlets",
    "named",
    "recognise_family",
    "resolve",
    "unknown",
    "with_family",
]
