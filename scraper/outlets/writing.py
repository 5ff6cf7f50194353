"""An outlet as the text of a profile: TOML that reads back as the same outlet."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from scraper.atomic_write import atomic_write
from scraper.errors import UsageError
from scraper.outlets.provinces import PROVINCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scraper.model import Outlet


def profile_text(outlet: Outlet, remarks: Iterable[str] = ()) -> str:
    """The profile of an outlet, with `remarks` as comments on top; what is as usual is left out."""
    lines = [f"# {_one_line(remark)}" for remark in remarks]
    lines += [""] if lines else []
    tables: list[str] = []
    for name, value in _told(outlet):
        if is_dataclass(value):
            inner = [f"{key} = {_value(held)}" for key, held in _told(value)]
            tables += ["", f"[{name}]", *inner] if inner else []
        else:
            lines.append(f"{name} = {_value(value)}")
    return "\n".join([*lines, *tables]) + "\n"


def save(text: str, path: Path, *, force: bool = False) -> None:
    """Write a profile, completely or not at all.

    Raises UsageError when the file exists and not `force`, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path, overwrite=force) as file:
            file.write(text.encode("utf-8"))
    except OSError as fault:
        if isinstance(fault, FileExistsError) and path.is_file():
            raise UsageError(f"{path} is there already; give --force to replace it") from fault
        raise UsageError(f"{path} cannot be written: {fault.strerror or fault}; check the place") from fault


def _told(record: Any) -> Iterator[tuple[str, Any]]:
    """The fields that differ from their defaults."""
    for field in fields(record):
        value = getattr(record, field.name)
        usual = field.default
        if field.name == "slug":
            continue  # the file's name
        if field.name == "zone":
            usual = PROVINCES.get(record.province, usual)
        if value != usual:
            yield field.name, value


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, tuple):
        items = [_value(item) for item in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= 90 else "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return repr(value)


def _string(text: str) -> str:
    """A literal string for what has backslashes (patterns), if it can be one; else JSON's, TOML too."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
