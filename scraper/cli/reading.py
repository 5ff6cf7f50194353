"""An article as a person reads it in a terminal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from scraper.model import Article
    from scraper.model.article import Moment

WIDTH = 80
MONTHS = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def show(article: Article, console: Console | None = None) -> None:
    """Print an article, in at most `WIDTH` columns."""
    from rich.console import Console

    console = console or Console(width=min(WIDTH, Console().width), highlight=False)
    for part in _parts(article):
        console.print(part, soft_wrap=isinstance(part, str))
    console.print()


def date(moment: Moment | None) -> str:
    """A moment as an Indonesian paper writes it: "Rabu, 30 April 2025 12:30 WIB"."""
    if moment is None:
        return "tanpa tanggal"
    day = f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    if not isinstance(moment, datetime):
        return day
    offset = moment.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset is not None else None
    zone = ZONES.get(hours) if hours is not None else None
    return f"{day} {moment:%H:%M} {zone or moment.strftime('%z')}".rstrip()


def _parts(article: Article) -> list[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = [Text(""), Text(article.title, style="bold")]
    people = [("Penulis", article.authors), ("Editor", article.editors)]
    credit_line = " · ".join(f"{label}: {', '.join(people_)}" for label, people_ in people if people_)
    parts.append(
        Text(
            " · ".join(part for part in (article.outlet, date(article.published_at), credit_line) if part),
            style="dim",
        )
    )
    for image in article.images:
        if image.caption:
            parts += [Text(""), Padding(Text(image.caption, style="italic dim"), (0, 2))]
    for block in article.body:
        parts.append(Text(""))
        if block.kind in {"h", "lead"}:
            parts.append(Text(block.text, style="bold" if block.kind == "h" else "italic"))
        elif block.kind == "li":
            parts.append(Padding(Text(f"• {block.text}"), (0, 2)))
        elif block.kind == "quote":
            parts.append(Padding(Text(block.text, style="italic"), (0, 4)))
        else:
            parts.append(Text(block.text))
    if article.tags:
        parts += [Text(""), Text("Tag: " + ", ".join(article.tags), style="dim")]
    if article.related:
        parts += [Text(""), Text("Baca juga", style="dim")]
        parts += [
            part
            for link in article.related
            for part in (Text(f"  {link.title}", style="dim"), f"  {link.url}")
        ]
    return [*parts, Text(""), article.url]
