"""What the user wants crawled: an outlet's name, a domain, a section page or an article's address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scraper.errors import UsageError
from scraper.outlets import find, resolve
from scraper.text.urls import canonical, host, is_own

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scraper.model import Outlet


@dataclass(frozen=True, slots=True)
class Target:
    """A whole outlet, or with `page` one page of it, of which only a visit can tell what it is."""

    outlet: Outlet
    page: str | None = None


def parse_targets(names: Iterable[str], outlets: Mapping[str, Outlet]) -> dict[str, list[Target]]:
    """The targets by outlet. Raises UsageError for a name that is neither an outlet's nor an address."""
    by_outlet: dict[str, list[Target]] = {}
    for name in names:
        target = _target(name.strip(), outlets)
        if target not in by_outlet.setdefault(target.outlet.slug, []):
            by_outlet[target.outlet.slug].append(target)
    return by_outlet


def _target(name: str, outlets: Mapping[str, Outlet]) -> Target:
    if "/" not in name and (outlet := find(name, outlets)) is not None:
        return Target(outlet)
    url = address(name)
    outlet = resolve(url, outlets=outlets)
    parts = urlsplit(url)
    if parts.path != "/" or parts.query:
        return Target(outlet, url)
    # A subdomain of a known outlet is a section of it: its front page is a list, not the outlet's home.
    is_home = host(url).removeprefix("www.") == host(outlet.home).removeprefix("www.")
    return Target(outlet) if is_home or not is_own(url, outlet.hosts) else Target(outlet, url)


def address(name: str) -> str:
    """The URL that a user means by a domain or a URL. Raises UsageError for what is neither."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", name, re.IGNORECASE)
    if scheme and "://" not in name and not re.match(r"[^:/]+:\d+(?:/|$)", name):
        raise UsageError(f"{name}: not a web address; kliping crawls http:// and https:// only")
    url = canonical(name if "://" in name else f"https://{name}")
    if url is None:
        raise UsageError(f"{name}: not a web address; kliping crawls http:// and https:// only")
    if "://" not in name and "." not in host(url):
        raise UsageError(f"{name}: no outlet of that name; give a domain (example.com) or a URL instead")
    return url
