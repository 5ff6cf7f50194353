"""Ways in which the toy paper can misbehave: `site.faults["/feed.xml"] = Status(503, times=2)`.

The key is a path, with or without its query, or "*" for every path that has no fault of its own. `times` is
how many requests the fault spoils before the site is well again (None: all).
"""

from __future__ import annotations

from collections import UserDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What every fault has."""

    times: int | None = None


@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """The right answer, after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Status(Fault):
    """Another answer: a status, headers (Retry-After, Location, …) and a body."""

    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Truncated(Fault):
    """The connection closes after so many bytes of the body, fewer than Content-Length promised."""

    bytes: int


@dataclass(frozen=True, slots=True)
class Endless(Fault):
    """A body that never ends, `pause` seconds between its pieces of 64 KiB."""

    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class EndlessHeaders(Fault):
    """Header after header and never a body, `pause` seconds between them."""

    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Calendar(Fault):
    """An index without an end: every page names an article that is not there, and a next page."""


@dataclass(frozen=True, slots=True)
class Bomb(Fault):
    """A small gzip body that unpacks to so many bytes."""

    bytes: int


@dataclass(frozen=True, slots=True)
class Reset(Fault):
    """The connection is reset (TCP RST) before any answer."""


@dataclass(frozen=True, slots=True)
class WrongCharset(Fault):
    """The page in the charset `actual` while the header claims `declared` (None: claims nothing)."""

    actual: str = "windows-1252"
    declared: str | None = "utf-8"


class Faults(UserDict[str, Fault]):
    """The faults by path; safe to change while the site is serving."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._used: dict[str, int] = {}
        super().__init__()

    def __setitem__(self, key: str, fault: Fault) -> None:
        with self._lock:
            self._used[key] = 0
            self.data[key] = fault

    def take(self, target: str) -> Fault | None:
        """The fault that spoils this request, counted as used; None when the site is well."""
        with self._lock:
            for key in (target, target.partition("?")[0], "*"):
                fault = self.data.get(key)
                if fault and (fault.times is None or self._used[key] < fault.times):
                    self._used[key] += 1
                    return fault
        return None
