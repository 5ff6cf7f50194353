"""A profile file (TOML) becomes an Outlet, or a ProfileError that names the file and the place in it.

A profile's keys are the fields of `scraper.model.Outlet`; its slug is the file's name. A profile with
`network = "x"` starts from the family `families/x.toml`, which may set anything but says nothing of one
outlet, and has `signs` of its own: see `families`. URLs under `discover` may be relative to `home`, which
lets a family name them.
"""

from __future__ import annotations

import re
import string
import tomllib
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from scraper.errors import ProfileError
from scraper.model import Discovery, Hints, Outlet, Samples, UrlRules
from scraper.outlets.provinces import PROVINCES
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Table = dict[str, Any]

_TABLES = {"discover": Discovery, "urls": UrlRules, "extract": Hints, "samples": Samples}
_TEMPLATES = {"index": ("date", "page"), "search": ("keyword", "page")}
"""What may stand in braces in an address under `discover`; the first of them must."""

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
    """The Outlet that a profile describes, on top of its family's table if there is one.

    Raises ProfileError when a value is missing, has the wrong type, or cannot be meant: a zone that does
    not exist, a pattern that does not compile, a URL that is not http(s), a negative delay.
    """
    outlet = _outlet(table, slug, file, families)
    for path, complaint in _complaints(outlet):
        raise ProfileError(f"{file}: {path}: {complaint}")
    return resolved(replace(outlet, home=_absolute(outlet.home)))


def faults(text: str, slug: str, file: str, families: Mapping[str, Table]) -> list[str]:
    """All faults of a profile, where `read_table` and `outlet_from` raise the first only."""
    try:
        table = tomllib.loads(text)
        unknown = [f"{file}: {path}: no such key in a profile" for path in _unknown_keys(table, Outlet, "$")]
        outlet = _outlet(table, slug, file, families)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        return [f"{file}: not TOML: {fault}"]
    except ProfileError as fault:
        return [*unknown, str(fault)]
    return [*unknown, *(f"{file}: {path}: {complaint}" for path, complaint in _complaints(outlet))]


def resolved(outlet: Outlet) -> Outlet:
    """The outlet with absolute ways in: those that are relative are under its home."""
    ways = outlet.discover
    places: dict[str, Any] = {
        name: tuple(_absolute(url, outlet.home) for url in getattr(ways, name))
        for name in ("feeds", "sitemaps", "sections")
    }
    return replace(outlet, discover=replace(ways, **places))


def _outlet(table: Table, slug: str, file: str, families: Mapping[str, Table]) -> Outlet:
    family = families.get(str(table.get("network", "")), {})
    merged = _zoned(_merged(family, table)) | {"slug": slug}
    merged.pop("signs", None)
    try:
        return msgspec.convert(merged, Outlet)
    except msgspec.ValidationError as fault:
        raise ProfileError(f"{file}: {fault}") from fault


def _unknown_keys(table: Table, model: type, path: str) -> Iterator[str]:
    assert is_dataclass(model)
    allowed = {f.name for f in fields(model)} - {"slug"}
    if model is Outlet:
        allowed.add("signs")
    for key, value in table.items():
        if key not in allowed:
            yield f"{path}.{key}"
        elif path == "$" and key in _TABLES and isinstance(value, dict):
            yield from _unknown_keys(value, _TABLES[key], f"$.{key}")


def _merged(family: Table, profile: Table) -> Table:
    merged = family | profile
    for key in _TABLES:
        if isinstance(family.get(key), dict) and isinstance(profile.get(key), dict):
            merged[key] = family[key] | profile[key]
    return merged


def _zoned(table: Table) -> Table:
    """A paper's clock is its province's, if it names no zone of its own."""
    province = table.get("province")
    zone = PROVINCES.get(province) if isinstance(province, str) else None
    return {"zone": zone} | table if zone else table


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
    if outlet.province is not None and outlet.province not in PROVINCES:
        yield "$.province", f"no province of Indonesia: {outlet.province!r}"
    if outlet.delay is not None and not 0 <= outlet.delay <= 3600:
        yield "$.delay", "must be between 0 and 3600 seconds"
    yield from _broken_patterns(outlet.urls)
    yield from _broken_addresses(outlet)
    yield from _broken_templates(outlet)


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


def _broken_templates(outlet: Outlet) -> Iterator[tuple[str, str]]:
    for name, placeholders in _TEMPLATES.items():
        template = getattr(outlet.discover, name)
        fault = template is not None and _template_fault(template, placeholders, outlet.home)
        if fault:
            yield f"$.discover.{name}", f"{fault}: {template!r}"


def _template_fault(template: str, placeholders: tuple[str, ...], home: str) -> str | None:
    """What is wrong with a template; names are checked before it is filled, for braces reach attributes."""
    try:
        parts = list(string.Formatter().parse(template))
        places = [(name, spec or "", how) for _, name, spec, how in parts if name is not None]
        if any(name not in placeholders or "{" in spec or how for name, spec, how in places):
            return f"only {' and '.join(f'{{{name}}}' for name in placeholders)} may stand in braces"
        if placeholders[0] not in {name for name, _, _ in places}:
            return f"{{{placeholders[0]}}} is missing"
        filled = template.format(keyword="kata", page=1, date=date(2020, 1, 2))
    except ValueError as fault:
        return f"not a template ({fault})"
    return None if canonical(filled, home) else "not an http(s) URL"


def _absolute(url: str, base: str | None = None) -> str:
    absolute = canonical(url, base)
    assert absolute is not None, "complaints are raised before"
    return absolute
