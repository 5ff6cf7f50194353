"""Pages made to exhaust a reader. `python -m tests.unit.extraction.hostile NAME` reads one, within bounds."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from scraper.extraction import extract
from tests.unit.extraction.pages import PARAGRAPHS, TEXT, TITLE, URL, page

if TYPE_CHECKING:
    from collections.abc import Callable

CPU, MEMORY = 60, 4 << 30
"""Seconds of CPU and bytes of address space that one page may take: far more than any should."""

LD = '<script type="application/ld+json">{}</script>'


def deep(tag: str, times: int) -> str:
    return page(f"{f'<{tag}>' * times}Di sini ada teks.{TEXT}")


def nested_ld() -> str:
    opening, closing = '{"@type":"NewsArticle","@graph":[', "]}"
    return page(head=LD.format(opening * 5_000 + json.dumps("x" * 2_000_000) + closing * 5_000))


def many(part: str, times: int) -> str:
    return page(TEXT + part * times)


FIGURE = '<figure><img src="/a.jpg"><figcaption>Suasana pasar.</figcaption></figure>'
LONE_CAPTION = "<figure><figcaption>Suasana pasar.</figcaption></figure>"
PICTURE = '<img src="/a.jpg">'
TEXT_LINE = PARAGRAPHS[0]
PARAGRAPH = f"<p>{TEXT_LINE}</p>"
ASIDE, LINK = "(Baca: x) ", '<a href="/b">y</a> '
WIDE = f'class="{"a " * 500_000}" id="{"x" * 1_000_000}" style="display:{" " * 1_000_000}none"'
METAS = (
    f'<meta name="author" content="{"Ani " * 250_000}"><meta name="keywords" content="{"kota," * 200_000}">'
    f'<meta property="og:title" content="{"a | " * 250_000}">'
)

PAGES: dict[str, Callable[[], str]] = {
    "20,000 nested divs": lambda: deep("div", 20_000),
    "20,000 nested divs with a name": lambda: deep('div class="author"', 20_000),
    "20,000 nested b": lambda: deep("b", 20_000),
    "20,000 nested font": lambda: deep('font class="author"', 20_000),
    "20,000 nested span": lambda: deep('span class="author"', 20_000),
    "20,000 hidden boxes in each other": lambda: deep('div style="display:none"', 20_000),
    "10,000 lists in each other": lambda: deep("ul><li", 10_000),
    "5,000 tables in each other": lambda: deep("table><tr><td", 5_000),
    "100,000 line breaks": lambda: many("<br>", 100_000),
    "50,000 lines between breaks": lambda: many("baris pendek<br><br>", 50_000),
    "200,000 tiny paragraphs": lambda: many("<p>a</p>", 200_000),
    "100,000 pictures": lambda: many('<img src="/a.jpg" alt="foto">', 100_000),
    "20,000 figures": lambda: many(FIGURE, 20_000),
    "100,000 pictures behind 10,000 captions": lambda: page(
        TEXT + LONE_CAPTION * 10_000 + PARAGRAPH * 20 + PICTURE * 100_000 + TEXT
    ),
    "18,000 paragraphs in 50 lists": lambda: page("<ul><li>" * 50 + PARAGRAPH * 18_000),
    "300,000 asides beside 400 links": lambda: page(f"<p>{TEXT_LINE}{ASIDE * 300_000}{LINK * 400}</p>{TEXT}"),
    "20,000 headlines": lambda: many(f"<h1>{TITLE}</h1>", 20_000),
    "20,000 dates": lambda: page(above="<p>Senin, 3 Mei 2021 10:00 WIB</p>" * 20_000),
    "30,000 metas": lambda: page(head='<meta name="author" content="Ani Wati">' * 30_000),
    "100,000 open brackets": lambda: many("<p>(Baca juga: " + "(" * 100_000 + "[ " * 100_000 + "</p>", 1),
    "30 MB of one text": lambda: page(f"<p>{'Warga kota datang pagi ke pasar. ' * 900_000}</p>"),
    "30 MB of one word": lambda: page(f"<p>{'a' * 30_000_000}</p>"),
    "JSON-LD of 2 MB, 5,000 deep": nested_ld,
    "JSON-LD of 2 MB, cut off": lambda: page(head=LD.format('{"@type":"Article","a":[' + "," * 2_000_000)),
    "attributes of 1 MB": lambda: many(f'<div {WIDE}>{TEXT}<a href="/{"y" * 1_000_000}">Tautan</a></div>', 1),
    "metas of 1 MB": lambda: page(head=METAS),
    "a title of 1 MB": lambda: page(title="Pasar Ikan | " * 80_000),
    "1 MB of NUL bytes": lambda: many("\0" * 1_000_000, 1),
}


def main(name: str) -> None:
    """Read a page within the bounds, and print what came of it."""
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print(type(extract(PAGES[name](), URL)).__name__)


if __name__ == "__main__":
    main(sys.argv[1])
