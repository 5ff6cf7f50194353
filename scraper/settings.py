"""One frozen Settings: defaults < TOML file < environment < flags."""

from __future__ import annotations

import math
import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEFAULT_FILE = Path("~/.config/kliping/settings.toml")
ENVIRONMENT_PREFIX = "KLIPING_"


@dataclass(frozen=True, slots=True)
class Settings:
    """How kliping behaves. Times are in seconds, sizes in bytes.

    `archive` is the SQLite file; `contact` the URL or address that the User-Agent gives to site owners;
    `delay` the least pause between two requests to one host; `timeout` bounds one request as a whole;
    `max_bytes` one response after decoding, `max_packed` the same as sent; `attempts` how often a request is
    tried in all; `max_index_pages` how many index pages one crawl of a site walks through; `proxy` the
    address of a proxy for all requests ("": those of the environment); `allow_private` the hosts that may
    have private addresses; `processes` how many processes read pages beside the crawl (0: none).
    """

    archive: Path = Path("data/archive.db")
    contact: str = "https://github.com/kliping/kliping"
    delay: float = 1.0
    timeout: float = 30.0
    max_bytes: int = 50_000_000
    attempts: int = 3
    max_packed: int = 10_000_000
    max_index_pages: int = 200
    proxy: str = ""
    allow_private: tuple[str, ...] = ()
    processes: int = field(default_factory=lambda: os.cpu_count() or 1)


def load(
    flags: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Settings from the defaults, then the TOML file, then KLIPING_* variables, then the flags given.

    A flag that is None and a variable that is empty count as not given. The file may be absent unless
    KLIPING_SETTINGS names it.
    Raises UsageError when a source names an unknown setting or a value does not fit.
    """
    environment = os.environ if environment is None else environment
    named = environment.get(ENVIRONMENT_PREFIX + "SETTINGS")
    path = Path(named) if named else at_home(file or DEFAULT_FILE)
    settings = _apply(Settings(), _read(path), str(path)) if path else Settings()
    variables = {
        name: value for name in _KINDS if (value := environment.get(ENVIRONMENT_PREFIX + name.upper()))
    }
    settings = _apply(settings, variables, "the environment")
    return _apply(settings, {k: v for k, v in (flags or {}).items() if v is not None}, "the command line")


def at_home(path: Path) -> Path | None:
    """The path with ~ filled in, if there is such a thing; a service may have no home to look into."""
    try:
        full = path.expanduser()
        return full if full.exists() else None
    except (OSError, RuntimeError):
        return None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise UsageError(
            f"settings {path}: cannot be read: {fault.strerror or fault}; check the path"
        ) from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(f"settings {path}: not TOML: {fault}; mend or remove the file") from fault


def _apply(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    unknown = sorted(set(values) - set(_KINDS))
    if unknown:
        raise UsageError(
            f"{source}: no such setting: {', '.join(unknown)} (known: {', '.join(sorted(_KINDS))})"
        )
    changed: dict[str, Any] = {}
    for name, value in values.items():
        read, meant = _KINDS[name]
        try:
            changed[name] = read(value)
        except (TypeError, ValueError, OverflowError) as fault:
            shown = "…" if name == "proxy" else repr(value)  # there may be a password in it
            raise UsageError(f"{source}: {name} = {shown} does not fit; give {meant}") from fault
    return replace(settings, **changed)


def _path(value: Any) -> Path:
    if not str(value):
        raise ValueError
    return Path(value)


def _line(value: Any) -> str:
    """A text that may stand in an HTTP header (RFC 9110, 5.5)."""
    if not (isinstance(value, str) and value.isascii() and value.isprintable() and value.strip()):
        raise ValueError
    return value


def _proxy(value: Any) -> str:
    return "" if value == "" else _line(value)


def _seconds(value: Any) -> float:
    number = float(value)
    if isinstance(value, bool) or not 0 <= number < math.inf:
        raise ValueError
    return number


def _some_seconds(value: Any) -> float:
    if not _seconds(value):
        raise ValueError
    return _seconds(value)


def _count(value: Any) -> int:
    number = int(value)
    if isinstance(value, bool) or number < 1 or (isinstance(value, float) and value != number):
        raise ValueError
    return number


def _number(value: Any) -> int:
    return 0 if value in (0, "0") and not isinstance(value, bool) else _count(value)


def _hosts(value: Any) -> tuple[str, ...]:
    """Host names: a list, or a text with commas between them."""
    names = value.split(",") if isinstance(value, str) else list(value)
    if not all(isinstance(name, str) for name in names):
        raise ValueError
    return tuple(name.strip().lower().strip("[]") for name in names if name.strip())


_KINDS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "archive": (_path, "the path of a file"),
    "contact": (_line, "a URL or an address, one line of ASCII"),
    "delay": (_seconds, "seconds, 0 or more"),
    "timeout": (_some_seconds, "seconds, more than 0"),
    "max_bytes": (_count, "a whole number, 1 or more"),
    "attempts": (_count, "a whole number, 1 or more"),
    "max_packed": (_count, "a whole number, 1 or more"),
    "max_index_pages": (_count, "a whole number, 1 or more"),
    "proxy": (_proxy, "the address of a proxy, such as http://proxy.example:3128"),
    "allow_private": (_hosts, "host names, with commas between them"),
    "processes": (_number, "a whole number, 0 or more"),
}
"""For each setting: what reads a value, or raises; and what to say then."""
