"""The toy paper's REST API, as WordPress answers it: posts by date and search, a page at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from scraper.demo.answers import Answer
from scraper.demo.dates import WIB, instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scraper.demo.articles import DemoArticle
    from scraper.demo.view import View

PATH = "/wp-json/wp/v2/posts"
_JSON = "application/json; charset=UTF-8"


def posts(view: View, articles: Sequence[DemoArticle], asked: Mapping[str, str]) -> Answer:
    """A page of the posts that `asked` wants (after, before, search, per_page, page), newest first.

    Both bounds are exclusive and by the site's clock; a page that is not there is a 400, as are more posts
    than a hundred a page.
    """
    size, number = (_number(asked.get(name, usual)) for name, usual in (("per_page", "10"), ("page", "1")))
    after, before = asked.get("after", ""), asked.get("before", "9999")
    word = asked.get("search", "").lower()
    found = [a for a in articles if after < _clock(a) < before and word in a.title.lower()]
    if not 1 <= size <= 100:
        return _refused("rest_invalid_param")
    pages = -(-len(found) // size)
    if not 1 <= number <= max(pages, 1):
        return _refused("rest_post_invalid_page_number")
    shown = [_post(view, article) for article in found[(number - 1) * size : number * size]]
    headers = (("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(pages)))
    return Answer(json.dumps(shown).encode(), _JSON, headers=headers)


def _post(view: View, article: DemoArticle) -> dict[str, object]:
    utc = instant(article.published).astimezone(UTC)
    return {
        "date": _clock(article),
        "date_gmt": f"{utc:%Y-%m-%dT%H:%M:%S}",
        "link": view.url(article.path),
        "title": {"rendered": escape(article.title).replace(" - ", " &#8211; ")},
    }


def _clock(article: DemoArticle) -> str:
    """The time of publication by the site's clock, without its zone."""
    at: datetime = instant(article.published).astimezone(WIB)
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def _refused(code: str) -> Answer:
    return Answer(json.dumps({"code": code, "data": {"status": 400}}).encode(), _JSON, status=400)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
