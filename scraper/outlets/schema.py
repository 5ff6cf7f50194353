"""A profile file (TOML) becomes an Outlet, or a ProfileError that names the file and the place in it.

A profile's keys are the fields of `scraper.model.Outlet`; its slug is the file's name. A profile with
`network = "x"` starts from the family `families/x.toml`, which may set anything but says nothing of one
outlet. URLs under `discover` may be relative to `home`, which lets a family name them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from scraper.errors import ProfileError
from scraper.model import Discovery, Hints, Outlet, UrlRules
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Table = dict[str, Any]

_TABLES = {"discover": Discovery, "urls": UrlRules, "extract": Hints}
_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def read_table(text: str, file: str) -> Table:
    """The file's keys and values. Raises ProfileError for broken TOML or a key that no profile has."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise ProfileError(f"{file}: not TOML: {fault}") from fault
    for path in _unknown_keys(table, Outlet, "$"):
        raise ProfileError(f"{file}: {path}: no such key in a profile")
    return table


def outlet_from(table: Table, slug: str, file: str, families: Mapping[str, Table]) -> Outlet:
    """The Outlet that a profile tells, on top of its family's table if there is one.

    Raises ProfileError when a value is missing, has the wrong type, or cannot be meant: a zone that does
    not exist, a pattern that does not compile, a URL that is not http(s), a negative delay.
    """
    merged = _merged(families.get(table.get("network", ""), {}), table) | {"slug": slug}
    try:
        outlet = msgspec.convert(merged, Outlet)
    except msgspec.ValidationError as fault:
        raise ProfileError(f"{file}: {fault}") from fault
    for path, complaint in _complaints(outlet):
        raise ProfileError(f"{file}: {path}: {complaint}")
    return replace(outlet, home=_absolute(outlet.home), discover=_resolved(outlet))


def _unknown_keys(table: Table, model: type, path: str) -> Iterator[str]:
    assert is_dataclass(model)
    known = {f.name for f in fields(model)} - {"slug"}
    for key, value in table.items():
        if key not in known:
            yield f"{path}.{key}"
        elif path == "$" and key in _TABLES and isinstance(value, dict):
            yield from _unknown_keys(value, _TABLES[key], f"$.{key}")


def _merged(family: Table, profile: Table) -> Table:
    merged = family | profile
    for key in _TABLES:
        if isinstance(family.get(key), dict) and isinstance(profile.get(key), dict):
            merged[key] = family[key] | profile[key]
    return merged


def _complaints(outlet: Outlet) -> Iterator[tuple[str, str]]:
    if not _SLUG.fullmatch(outlet.slug):
        yield "$", f"name the file in lower-case letters, digits, dots and hyphens, not {outlet.slug!r}"
    if canonical(outlet.home) is None:
        yield "$.home", f"not an http(s) URL: {outlet.home!r}"
    if not outlet.hosts:
        yield "$.hosts", "at least one host name is needed"
    for position, name in enumerate(outlet.hosts):
        if not re.fullmatch(r"[a-z0-9.-]+", name):
            yield f"$.hosts[{position}]", f"not a lower-case host name: {name!r}"
    if not _is_zone(outlet.zone):
        yield "$.zone", f"no such time zone: {outlet.zone!r}"
    if outlet.delay is not None and not 0 <= outlet.delay <= 3600:
        yield "$.delay", "must be between 0 and 3600 seconds"
    yield from _broken_patterns(outlet.urls)
    yield from _broken_addresses(outlet)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _broken_patterns(rules: UrlRules) -> Iterator[tuple[str, str]]:
    for name in ("article", "ignore"):
        try:
            re.compile(getattr(rules, name) or "")
        except re.error as fault:
            yield f"$.urls.{name}", f"not a regular expression: {fault}"


def _broken_addresses(outlet: Outlet) -> Iterator[tuple[str, str]]:
    for name in ("feeds", "sitemaps", "sections"):
        for position, url in enumerate(getattr(outlet.discover, name)):
            if canonical(url, outlet.home) is None:
                yield f"$.discover.{name}[{position}]", f"not an http(s) URL: {url!r}"


def _resolved(outlet: Outlet) -> Discovery:
    ways = outlet.discover
    return Discovery(
        feeds=tuple(_absolute(url, outlet.home) for url in ways.feeds),
        sitemaps=tuple(_absolute(url, outlet.home) for url in ways.sitemaps),
        sections=tuple(_absolute(url, outlet.home) for url in ways.sections),
    )


def _absolute(url: str, base: str | None = None) -> str:
    absolute = canonical(url, base)
    assert absolute is not None, "complaints are raised before"
    return absolute
