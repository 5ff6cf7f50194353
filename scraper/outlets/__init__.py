"""What is known of each news site: data in `profiles/*.toml`, read by two small files."""

from scraper.outlets.registry import find, is_unknown, load_outlets, unknown

__all__ = ["find", "is_unknown", "load_outlets", "unknown"]
