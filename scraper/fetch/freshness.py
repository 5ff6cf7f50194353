"""Conditional requests: asking for a page only if it has changed (RFC 9110, section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.model import Page

NOT_MODIFIED = 304
_MAX_LENGTH = 1024
"""Characters of a validator that is sent back; servers refuse long headers."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of its page's version: an ETag, and when it was last modified."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The request headers that ask for the page only if it is another version."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


def validators(page: Page) -> Validators:
    """The validators of a page that was received, as far as the server gave any that can be sent back."""
    return Validators(_sendable(page.header("etag")), _sendable(page.header("last-modified")))


def _sendable(value: str | None) -> str | None:
    text = (value or "").strip()
    return text if text and len(text) <= _MAX_LENGTH and text.isascii() and text.isprintable() else None
