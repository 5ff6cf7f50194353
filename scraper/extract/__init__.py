"""Read an article page into exact fields. Pure: no network, no files, no clock."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from scraper.extract.pagination import Pager, adds, stitch
from scraper.extract.reader import Reading, extract, read

if TYPE_CHECKING:
    from scraper.model import Article, NotAnArticle

__all__ = ["Pager", "Reading", "adds", "extract", "read", "stitch"]


class _Room(ModuleType):
    """The package can be called, so that `scraper.extract(html)` works though a package has that name."""

    def __call__(self, *args: Any, **options: Any) -> Article | NotAnArticle:
        return extract(*args, **options)


sys.modules[__name__].__class__ = _Room
