"""kliping: crawl, read and archive Indonesian news.

    import scraper

    article = scraper.extract(html, url="https://…")
    with scraper.Archive("data/archive.db") as archive:
        for hit in archive.search("korea utara"):
            print(hit.title)

The names below are the public ones. They are loaded when first used, so that `import scraper` costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scraper.version import __version__

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.crawler import crawl
    from scraper.extraction import extract
    from scraper.model import Article, NotAnArticle
    from scraper.outlets import load_outlets

__all__ = ["Archive", "Article", "NotAnArticle", "__version__", "crawl", "extract", "load_outlets"]

_HOMES = {
    "Archive": "scraper.archive",
    "Article": "scraper.model",
    "NotAnArticle": "scraper.model",
    "crawl": "scraper.crawler",
    "extract": "scraper.extraction",
    "load_outlets": "scraper.outlets",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'scraper' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
