"""Pages that a template names: the index of one day, the results of a search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from scraper.discover.lists import links
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from datetime import date

    from scraper.model import Lead, Outlet


def of_day(outlet: Outlet, day: date, page: int) -> str | None:
    """The address of a page of the index of a day; None where the outlet has no such index."""
    template = outlet.discover.index
    return canonical(template.format(date=day, page=page), outlet.home) if template else None


def of_search(outlet: Outlet, keyword: str, page: int) -> str | None:
    """The address of a page of what a search finds; None where no search of the outlet is known."""
    template = outlet.discover.search
    return (
        canonical(template.format(keyword=quote_plus(keyword), page=page), outlet.home) if template else None
    )


def leads(html: str, url: str, outlet: Outlet, day: date | None = None) -> list[Lead]:
    """The articles that such a page lists, each dated with the day of the index."""
    return [replace(lead, source="index", published_at=day) for lead in links.leads(html, url, outlet)]


def is_paged(template: str | None) -> bool:
    """Whether a template has further pages to name."""
    return template is not None and "{page" in template
