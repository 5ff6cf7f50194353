"""A page: what a server sent, exactly as received."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - part of the public signature


@dataclass(frozen=True, slots=True)
class Page:
    """One response.

    `requested` is the URL asked for, `url` the one that answered after redirects; `headers` keeps
    the server's order, repeated names included, names in lower case; `content` is the body after
    transfer and content decoding, and `packed` the same as one gzip member, where the server sent
    it so; `fetched_at` is aware, in UTC; `elapsed` is in seconds; `request_headers` are those that
    were sent, without credentials, or empty if not recorded; `via` are the redirects that led here, in order.
    """

    requested: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    fetched_at: datetime
    elapsed: float = 0.0
    packed: bytes | None = field(default=None, repr=False, compare=False)
    request_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)
    via: tuple[Page, ...] = field(default=(), repr=False, compare=False)

    def header(self, name: str) -> str | None:
        """The first header of that name (any case), or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

    @property
    def ok(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status < 300
