from __future__ import annotations

from pathlib import Path

from scraper.outlets.registry import built_in
from scraper.outlets.table import renewed

PAGE = Path(__file__).parents[3] / "docs" / "outlets.md"


def test_the_page_has_all_outlets_as_they_are_now() -> None:
    """If not: `make outlets`."""
    page = PAGE.read_text("utf-8")
    assert page == renewed(page, built_in().values())
