"""Whole crawls of a toy newspaper that misbehaves."""

from tests.unit.crawl.conftest import archive, run

__all__ = ["archive", "run"]
