"""A folder of pages that were saved as files, and the addresses that they had."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scraper.model import Page
from scraper.text.html.charset import decode
from scraper.text.html.markup import parse
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from pathlib import Path

ENDINGS = frozenset((".html", ".htm", ".xhtml", ".shtml"))

MAX_BYTES = 10_000_000
"""Of a file: a larger one is left out."""

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
"""The Mark of the Web, which browsers write into a page that they save."""

_HEAD = 4096


def pages(folder: Path, skipped: Counter[str]) -> Iterator[Page]:
    """The pages in the HTML files of a folder, and of those in it, by name; what gives none is counted.

    A page's address is the one that the browser noted, else the canonical one that it declares; it counts as
    fetched when its file was last changed. Raises OSError where the folder cannot be read.
    """
    for file in sorted(p for p in folder.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file()):
        if file.stat().st_size > MAX_BYTES:
            skipped["too large"] += 1
            continue
        content = file.read_bytes()
        url = _address(decode(content))
        if url is None:
            skipped["no address in it"] += 1
            continue
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        yield Page(url, url, 200, (("content-type", "text/html"),), content, changed)


def _address(html: str) -> str | None:
    if noted := _SAVED_FROM.search(html[:_HEAD]):
        return canonical(noted[1])
    try:
        page = parse(html)
    except ValueError:
        return None
    declared = [link.attributes["href"] for link in page.css('link[rel="canonical"][href]')]
    declared += [meta.attributes["content"] for meta in page.css('meta[property="og:url"][content]')]
    return next((url for value in declared if (url := canonical(value or ""))), None)
