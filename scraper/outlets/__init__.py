"""Profiles of news sites: data in `profiles/*.toml`, read by two small files."""

from scraper.outlets.families import Family, on_sight, recognise
from scraper.outlets.registry import find, is_unknown, load_outlets, unknown

__all__ = ["Family", "find", "is_unknown", "load_outlets", "on_sight", "recognise", "unknown"]
