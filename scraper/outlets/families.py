"""Families of sites that share a template, recognised by their pages.

A family is a file in `profiles/families/`. Its `signs` are groups of strings (class names, hosts of its
assets, the name of its generator): a page that has all strings of one group is of the family, and is read
with its hints, whichever host it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from scraper.errors import ProfileError
from scraper.model import Discovery, Hints, UrlRules
from scraper.outlets import schema
from scraper.outlets.registry import family_tables, is_unknown

if TYPE_CHECKING:
    from scraper.model import Outlet


@dataclass(frozen=True, slots=True)
class Family:
    """What sites of one template share; a page with all `signs` of one group is of the family."""

    slug: str
    signs: tuple[tuple[str, ...], ...] = ()
    discover: Discovery = field(default_factory=Discovery)
    urls: UrlRules = field(default_factory=UrlRules)
    extract: Hints = field(default_factory=Hints)


@cache
def families() -> tuple[Family, ...]:
    """All families, the user's own among them. Raises ProfileError for one that does not hold together."""
    return tuple(_family(slug, table) for slug, table in family_tables().items())


def recognise_family(html: bytes) -> Family | None:
    """The family whose template made a page; None for any other page."""
    for family in families():
        if any(all(sign.encode() in html for sign in group) for group in family.signs):
            return family
    return None


def with_family(outlet: Outlet, html: bytes) -> Outlet:
    """An outlet without a profile, with the values of its page's family; one with a profile is unchanged."""
    family = recognise_family(html) if is_unknown(outlet) else None
    if family is None:
        return outlet
    values: dict[str, Any] = {name: getattr(family, name) for name in ("discover", "urls", "extract")}
    return schema.resolved(replace(outlet, network=family.slug, **values))


def _family(slug: str, table: schema.Table) -> Family:
    try:
        return msgspec.convert(table | {"slug": slug}, Family)
    except msgspec.ValidationError as fault:
        raise ProfileError(f"families/{slug}.toml: {fault}") from fault
