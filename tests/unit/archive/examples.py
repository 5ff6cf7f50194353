"""Small things to put into an archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from scraper.model import Article, Block, Image, Lead, Outlet, Page, Related, Removed

WIB = timezone(timedelta(hours=7))


def outlet(slug: str = "suara", **fields: Any) -> Outlet:
    given = {"name": slug.title(), "home": f"https://{slug}.test/", "hosts": (f"{slug}.test",)}
    return Outlet(slug=slug, **given | fields)


def article(number: int = 1, **fields: Any) -> Article:
    whole = Article(
        url=f"https://suara.test/berita/{number}",
        outlet="suara",
        title=f"Panen raya di desa {number}",
        published_at=datetime(2024, 5, number, 8, 30, tzinfo=WIB),
        modified_at=date(2024, 5, number),
        authors=("Sari Dewi", "Budi"),
        editors=("Budi",),
        dateline="SLEMAN",
        section="Ekonomi",
        lead="Beras melimpah.",
        body=(
            Block("lead", "Beras melimpah."),
            Block("p", "SLEMAN - Petani senang."),
            Block("quote", "Syukur."),
        ),
        images=(Image("https://suara.test/a.jpg", "Sawah menguning. (Foto: Rini)", "Rini"), Image(None)),
        tags=("beras", "panen"),
        related=(Related("Harga gabah", "https://suara.test/berita/20", "inline"),),
        sources=("Kantor Berita",),
        removed=(Removed("read-also", "Baca juga: Harga gabah"),),
        provenance={"title": "h1"},
        pages=("https://suara.test/berita/1", "https://suara.test/berita/1?page=2"),
    )
    return replace(whole, **fields)


def page(content: bytes = b"<p>Halo</p>", **fields: Any) -> Page:
    given: dict[str, Any] = {
        "requested": "https://suara.test/berita/1",
        "url": "https://suara.test/berita/1",
        "status": 200,
        "headers": (("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=2")),
        "fetched_at": datetime(2024, 5, 2, 1, 2, 3, 456789, tzinfo=UTC),
        "elapsed": 0.25,
    }
    return Page(content=content, **given | fields)


def lead(name: str = "1", **fields: Any) -> Lead:
    return Lead(url=f"https://suara.test/berita/{name}", **{"outlet": "suara", "source": "feed"} | fields)
