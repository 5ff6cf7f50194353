"""The archive's rooms stand in layers, as import-linter checks; none imports the front door."""

from __future__ import annotations

import re
from pathlib import Path

ARCHIVE = Path(__file__).parents[3] / "scraper" / "archive"


def test_no_room_imports_the_front_door() -> None:
    front_door = re.compile(r"^\s*(from scraper\.archive import|import scraper\.archive$)", re.MULTILINE)
    modules = list(ARCHIVE.glob("*/**/*.py"))
    assert len(modules) > 30
    assert [file for file in modules if front_door.search(file.read_text(encoding="utf-8"))] == []
