"""A folder of saved pages, each with the address that it had."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from scraper.discover.files import saved_pages

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://suara.test/berita/1"


@pytest.mark.parametrize(
    "html",
    [
        f'<html><head><link rel="canonical" href="{URL}"></head></html>',
        f'<html><head><meta property="og:url" content="{URL}"></head></html>',
        f'<!DOCTYPE html>\n<!-- saved from url=(0027){URL} -->\n<html><link rel="canonical" href="/"></html>',
    ],
)
def test_a_page_tells_its_address(tmp_path: Path, html: str) -> None:
    file = tmp_path / "deep" / "page.HTML"
    file.parent.mkdir()
    file.write_text(html)
    os.utime(file, (1714611723, 1714611723))
    skipped: Counter[str] = Counter()
    (page,) = saved_pages.pages(tmp_path, skipped)
    assert (page.requested, page.url, page.content) == (URL, URL, html.encode())
    assert page.fetched_at == datetime(2024, 5, 2, 1, 2, 3, tzinfo=UTC)
    assert skipped == Counter()


def test_what_has_none_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Halo</p>")
    (tmp_path / "b.html").write_bytes(b"<p>" + b" " * saved_pages.MAX_BYTES)
    (tmp_path / "c.txt").write_text("no page")
    skipped: Counter[str] = Counter()
    assert list(saved_pages.pages(tmp_path, skipped)) == []
    assert skipped == Counter({"no address in it": 1, "too large": 1})
