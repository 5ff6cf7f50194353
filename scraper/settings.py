"""One frozen Settings: defaults < TOML file < environment < flags."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_type_hints

import msgspec
from msgspec import Meta

from scraper.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FILE = Path("~/.config/kliping/settings.toml")
ENVIRONMENT_PREFIX = "KLIPING_"

_MAX_SECONDS = 1e9
_MAX_COUNT = 2**63 - 1
_MAX_SHOWN = 80
"""Characters of a value in a message."""

Seconds = Annotated[float, Meta(ge=0, le=_MAX_SECONDS, title="seconds, 0 or more")]
PositiveSeconds = Annotated[float, Meta(gt=0, le=_MAX_SECONDS, title="seconds, more than 0")]
Count = Annotated[int, Meta(ge=0, le=_MAX_COUNT, title="a whole number, 0 or more")]
PositiveCount = Annotated[int, Meta(ge=1, le=_MAX_COUNT, title="a whole number, 1 or more")]
FilePath = Annotated[Path, Meta(title="the path of a file")]
HostNames = Annotated[tuple[str, ...], Meta(title="host names, with commas between them")]
HeaderText = Annotated[  # text that may stand in an HTTP header (RFC 9110, 5.5)
    str, Meta(pattern=r"\A *[!-~][ -~]*\Z", title="a URL or an address, one line of ASCII")
]
ProxyUrl = Annotated[
    str,
    Meta(
        pattern=r"\A( *[!-~][ -~]*)?\Z",
        title="the address of a proxy, such as http://proxy.example:3128",
        extra={"may_hold_password": True},
    ),
]


@dataclass(frozen=True, slots=True)
class Settings:
    """How kliping behaves. Times are in seconds, sizes in bytes."""

    archive: Annotated[FilePath, Meta(description="The archive, an SQLite file.")] = Path("data/archive.db")
    contact: Annotated[
        HeaderText, Meta(description="The URL or mail address that the User-Agent gives to site owners.")
    ] = "https://github.com/kliping/kliping"
    delay: Annotated[
        Seconds, Meta(description="The shortest pause between two requests to one host, in seconds.")
    ] = 1.0
    timeout: Annotated[
        PositiveSeconds,
        Meta(description="The longest time that one request may take as a whole, in seconds."),
    ] = 30.0
    max_bytes: Annotated[
        PositiveCount, Meta(description="The largest response that is read, after decoding, in bytes.")
    ] = 50_000_000
    attempts: Annotated[PositiveCount, Meta(description="How often a request is tried in all.")] = 3
    max_packed: Annotated[
        PositiveCount, Meta(description="The largest response that is read, as it was sent, in bytes.")
    ] = 10_000_000
    max_index_pages: Annotated[
        PositiveCount, Meta(description="How many index pages of a site one crawl visits at most.")
    ] = 200
    proxy: Annotated[
        ProxyUrl,
        Meta(
            description="A proxy for all requests; if empty, HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the "
            "environment count."
        ),
    ] = ""
    allow_private: Annotated[
        HostNames, Meta(description="The hosts that may have private addresses: an intranet's, your own.")
    ] = ()
    processes: Annotated[
        Count,
        Meta(
            description="How many processes read pages while the crawl goes on; with 0 the crawl reads them "
            "itself.",
            extra={"default": "the number of processor cores"},
        ),
    ] = field(default_factory=lambda: os.cpu_count() or 1)


class Setting(NamedTuple):
    """A setting as the reference describes it: `kind` says what to give, `default` is in TOML."""

    name: str
    kind: str
    default: str
    variable: str
    description: str


@cache
def reference() -> tuple[Setting, ...]:
    """All settings, in the order of `Settings`, for documentation that is generated."""
    return tuple(_described(one) for one in _schema())


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
    variables = {one.name: value for one in reference() if (value := environment.get(one.variable))}
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
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # editors on Windows begin with a BOM
    except OSError as fault:
        raise UsageError(
            f"settings {path}: cannot be read: {fault.strerror or fault}; check the path"
        ) from fault
    except RecursionError as fault:
        raise UsageError(f"settings {path}: nested too deeply; mend or remove the file") from fault
    except ValueError as fault:  # not TOML, not UTF-8, or a number of too many digits
        raise UsageError(f"settings {path}: not TOML: {fault}; mend or remove the file") from fault


def _apply(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    known = {one.name: one for one in reference()}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise UsageError(
            f"{source}: no such setting: {', '.join(unknown)} (known: {', '.join(sorted(known))})"
        )
    changed: dict[str, Any] = {}
    for name, value in values.items():
        try:
            changed[name] = _convert(value, _types()[name])
        except msgspec.ValidationError as fault:
            _, inside, place = str(fault).partition(" - at ")
            raise UsageError(
                f"{source}: {name} = {_shown(name, value)} does not fit; give {known[name].kind}"
                + (f" (the fault is at {place})" if inside else "")
            ) from fault
    return replace(settings, **changed)


def _convert(value: Any, type_: Any) -> Any:
    """The value as the type of a setting. Raises msgspec.ValidationError."""
    if isinstance(value, str):
        value = _from_text(value, type_.__origin__)
    converted = msgspec.convert(value, type_, strict=False, dec_hook=_path)
    if isinstance(converted, tuple):
        return tuple(host.strip().lower().strip("[]") for host in converted if host.strip())
    return converted


def _from_text(text: str, type_: Any) -> str | list[str]:
    """The text of a variable or a flag in a form that msgspec converts: no `1_000`, no `a, b`."""
    if type_ in {int, float}:
        return text.strip().replace("_", "")
    return text if type_ in {str, Path} else text.split(",")


def _path(_: type, value: Any) -> Path:
    if not (isinstance(value, str | Path) and str(value)) or "\0" in str(value):
        raise ValueError
    return Path(value)


def _shown(name: str, value: Any) -> str:
    """The value in a message, unless there may be a password in it."""
    (setting,) = (one for one in _schema() if one.name == name)
    if _metadata(setting).get("may_hold_password"):
        return "…"
    try:
        text = repr(value)
    except ValueError:  # a hexadecimal number of thousands of digits
        return "…"
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


@cache
def _types() -> dict[str, Any]:
    """The annotated type of each setting."""
    return get_type_hints(Settings, include_extras=True)


@cache
def _schema() -> tuple[msgspec.inspect.Field, ...]:
    schema = msgspec.inspect.type_info(Settings)
    assert isinstance(schema, msgspec.inspect.DataclassType)
    return schema.fields


def _metadata(setting: msgspec.inspect.Field) -> dict[str, Any]:
    """What the annotations say of a setting: title, description, and our own keys."""
    assert isinstance(setting.type, msgspec.inspect.Metadata)
    return (setting.type.extra_json_schema or {}) | (setting.type.extra or {})


def _described(setting: msgspec.inspect.Field) -> Setting:
    metadata = _metadata(setting)
    return Setting(
        setting.name,
        metadata["title"],
        metadata.get("default") or json.dumps(setting.default, default=str),
        ENVIRONMENT_PREFIX + setting.name.upper(),
        metadata["description"],
    )
