"""Markup made to be slow is told before it is parsed; long pages that are merely long are not."""

from __future__ import annotations

import pytest

from scraper.text.html import bounds
from scraper.text.html.markup import Document

SLOW = {
    "nested elements": "<ul><li>" * 30_000,
    "nested elements, closed": "<div>" * 30_000 + "x" + "</div>" * 30_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">x",
    "attributes with values": "<p " + " ".join(f'data-a{n}="x > y"' for n in range(30_000)) + ">x",
    "options": "<select>" + "<option>x" * 30_000,
    "closed options": "<SELECT>" + "<OPTION>x</OPTION>" * 30_000 + "</SELECT>",
    "attributes for one root": "".join(f"<html a{n}=1>" for n in range(30_000)),
}

LONG = {
    "paragraphs": "<p>Nelayan pulang membawa ikan." * 30_000,
    "list items": "<ul>" + "<li>ikan" * 30_000 + "</ul>",
    "table": "<table>" + "<tr><td>1<td>2" * 15_000 + "</table>",
    "boxes": "<div><b>ikan</b></div>" * 30_000,
    "a script": "<script>" + "var ikan = '<' + 1;" * 10_000 + "</script>",
    "data in a script": '<script type="application/json">{"a": "' + "x y=1 " * 60_000 + '"}</script>',
    "an embedded picture": '<img src="data:image/png;base64,' + "QUJD" * 200_000 + '">',
    "line breaks": "ikan<br>" * 30_000,
}


@pytest.mark.parametrize("html", SLOW.values(), ids=SLOW)
def test_it_is_told_why_a_page_would_be_slow(html: str) -> None:
    assert bounds.excess(html.encode())
    with pytest.raises(ValueError, match="made to be slow"):
        Document(html)


@pytest.mark.parametrize("html", LONG.values(), ids=LONG)
def test_a_long_page_is_no_slow_page(html: str) -> None:
    assert bounds.excess(html.encode()) is None


def test_short_pages_are_not_looked_through() -> None:
    assert bounds.excess(b"<ul><li>" * 5_000) is None
