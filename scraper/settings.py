"""One frozen Settings: defaults < TOML file < environment < flags."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FILE = Path("~/.config/kliping/settings.toml")
ENVIRONMENT_PREFIX = "KLIPING_"


@dataclass(frozen=True, slots=True)
class Settings:
    """How kliping behaves. Times are in seconds, sizes in bytes.

    `archive` is the SQLite file; `contact` the URL or address that the User-Agent gives to site owners;
    `delay` the least pause between two requests to one host; `timeout` bounds one request as a whole;
    `max_bytes` one response after decoding; `attempts` how often a request is tried in all;
    `max_index_pages` how many index pages one crawl of a site walks through.
    """

    archive: Path = Path("data/archive.db")
    contact: str = "https://github.com/kliping/kliping"
    delay: float = 1.0
    timeout: float = 30.0
    max_bytes: int = 50_000_000
    attempts: int = 3
    max_index_pages: int = 200


def load(
    flags: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Settings from the defaults, then the TOML file, then KLIPING_* variables, then the flags given.

    A flag that is None counts as not given. The file may be absent unless KLIPING_SETTINGS names it.
    Raises UsageError when a source names an unknown setting or a value does not fit.
    """
    environment = os.environ if environment is None else environment
    named = environment.get(ENVIRONMENT_PREFIX + "SETTINGS")
    path = Path(named) if named else (file or DEFAULT_FILE).expanduser()
    settings = Settings()
    if named or path.exists():
        settings = _apply(settings, _read(path), str(path))
    known = {f.name for f in fields(Settings)}
    variables = {
        name: environment[variable]
        for name in known
        if (variable := ENVIRONMENT_PREFIX + name.upper()) in environment
    }
    settings = _apply(settings, variables, "the environment")
    return _apply(settings, {k: v for k, v in (flags or {}).items() if v is not None}, "the command line")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(f"cannot read settings from {path}: {fault}") from fault


def _apply(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    current = {f.name: getattr(settings, f.name) for f in fields(Settings)}
    unknown = sorted(set(values) - set(current))
    if unknown:
        raise UsageError(
            f"{source}: no such setting: {', '.join(unknown)} (known: {', '.join(sorted(current))})"
        )
    changed: dict[str, Any] = {}
    for name, value in values.items():
        kind = type(current[name]) if not isinstance(current[name], Path) else Path
        try:
            changed[name] = kind(value)
        except (TypeError, ValueError) as fault:
            raise UsageError(f"{source}: {name} = {value!r} is not a {kind.__name__}") from fault
    return replace(settings, **changed)
