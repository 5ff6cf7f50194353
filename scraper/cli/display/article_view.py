"""An article as a person reads it in a terminal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.display import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.model import Article
    from scraper.model.article import Moment

MONTHS = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()
DAYS = ("Senin Selasa Rabu Kamis Jumat Sabtu Minggu").split()
ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}

_LOOKS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "lead": ("", "", {"italic": True}),
    "p": ("", "", {}),
    "h": ("", "", {"bold": True}),
    "li": ("  ", "• ", {}),
    "quote": ("    ", "", {"italic": True}),
}
"""For each kind of block: its indent, what stands before it, its style."""


def show(article: Article) -> None:
    """Print an article; paragraphs are as wide as `terminal.wrapped` makes them."""
    for line in _lines(article):
        click.echo(line)


def date(moment: Moment | None) -> str:
    """A moment as an Indonesian paper writes it: "Rabu, 30 April 2025 12:30 WIB"."""
    if moment is None:
        return "tanpa tanggal"
    day = f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    if not isinstance(moment, datetime):
        return day
    offset = moment.utcoffset()
    zone = moment.tzname() if offset is None else ZONES.get(offset, moment.tzname())
    return f"{day} {moment:%H:%M} {zone or ''}".rstrip()


def _lines(article: Article) -> Iterator[str]:
    yield from _paragraph(article.title, bold=True)
    people = (("Penulis", article.authors), ("Editor", article.editors))
    credits_ = [f"{label}: {', '.join(names)}" for label, names in people if names]
    facts = (article.outlet, date(article.published_at), *credits_)
    yield from _paragraph(" · ".join(fact for fact in facts if fact), dim=True)
    for image in article.images:
        if image.caption:
            yield ""
            yield from _paragraph(image.caption, "  ", dim=True)
    for block in article.body:
        indent, mark, how = _LOOKS[block.kind]
        yield ""
        yield from _paragraph(mark + block.text, indent, **how)
    if article.tags:
        yield ""
        yield from _paragraph(f"Tag: {', '.join(article.tags)}", dim=True)
    if article.related:
        yield ""
        yield from _paragraph("Baca juga:", dim=True)
    for link in article.related:
        yield from _paragraph(link.title, "  ")
        yield from _paragraph(link.url, "  ", dim=True)
    yield ""
    yield from _paragraph(article.url, dim=True)


def _paragraph(text: str, indent: str = "", **how: Any) -> Iterator[str]:
    for line in terminal.wrapped(terminal.printable(text), indent):
        yield terminal.style(line, **how)
