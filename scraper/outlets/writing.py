"""An outlet as the text of a profile: TOML that reads back as the same outlet."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import tomlkit

from scraper.atomic_write import atomic_write
from scraper.errors import UsageError
from scraper.outlets.provinces import PROVINCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tomlkit.items import Item

    from scraper.model import Outlet

MAX_LINE = 90
"""Characters of a list that stands on one line."""


def profile_text(outlet: Outlet, remarks: Iterable[str] = ()) -> str:
    """The profile of an outlet, with `remarks` as comments on top; fields with their default are left out."""
    document = tomlkit.document()
    for remark in remarks:
        document.add(tomlkit.comment(_one_line(remark)))
    if document.body:
        document.add(tomlkit.nl())
    for name, value in _changed(outlet):
        if not is_dataclass(value):
            document.add(name, _item(value))
        elif inner := {key: _item(held) for key, held in _changed(value)}:
            document.add(tomlkit.nl())
            document.add(name, tomlkit.item(inner))
    return document.as_string()


def save(text: str, path: Path, *, force: bool = False) -> None:
    """Write a profile, completely or not at all.

    Raises UsageError when the file exists and not `force`, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path, overwrite=force) as file:
            file.write(text.encode("utf-8", "replace"))
    except OSError as fault:
        if isinstance(fault, FileExistsError) and path.is_file():
            raise UsageError(f"{path} is there already; give --force to replace it") from fault
        raise UsageError(f"{path} cannot be written: {fault.strerror or fault}; check the place") from fault


def _changed(record: Any) -> Iterator[tuple[str, Any]]:
    """The fields that differ from their defaults."""
    for field in fields(record):
        value = getattr(record, field.name)
        default = field.default
        if field.name == "slug":
            continue  # the file's name
        if field.name == "zone":
            default = PROVINCES.get(record.province, default)
        if value != default:
            yield field.name, value


def _item(value: Any) -> Item:
    """A value: patterns as literal strings, so that backslashes stay single; long lists on many lines."""
    if isinstance(value, str):
        literal = "\\" in value and "'" not in value and value.isprintable()
        return tomlkit.string(value, literal=literal)
    if isinstance(value, tuple):
        array = tomlkit.array()
        array.extend(_item(one) for one in value)
        return array.multiline(len(array.as_string()) > MAX_LINE)
    item: Item = tomlkit.item(value)
    return item


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
