"""Which outlet a page is of. Everything that reads pages asks here, so that a page reads the same everywhere.

The first of these that there is:

1. the outlet that the caller names;
2. the profile whose host is the narrowest around the page's URL;
3. an outlet without a profile, with the hints of the family of templates that its page was made by.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scraper.errors import UsageError
from scraper.outlets.families import with_family
from scraper.outlets.registry import (
    by_host,
    enclosing_hosts,
    find,
    find_by_url,
    is_unknown,
    shared_hosts,
    shared_outlets,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scraper.model import Outlet


def resolve(url: str, *, html: bytes = b"", outlets: Mapping[str, Outlet] | None = None) -> Outlet:
    """The outlet of the page at a URL; `html` is the page in UTF-8, where it is at hand.

    `outlets` are the profiles, by default those of `load_outlets()`, read once a process. Raises ValueError
    for a URL without a host, ProfileError for profiles that cannot be loaded.
    """
    outlet = find_by_url(url, shared_hosts() if outlets is None else by_host(outlets))
    return outlet or with_family(unknown(url), html)


def named(name: str) -> Outlet:
    """The outlet that a user names by slug, name or domain. Raises UsageError where there is none."""
    outlet = find(name, shared_outlets())
    if outlet is None:
        raise UsageError(f"there is no outlet {name!r}; `kliping outlets` lists those that there are")
    return outlet


def for_page(outlet: Outlet, url: str) -> Outlet:
    """The outlet to read a page with that was fetched for `outlet`; the slug stays that of `outlet`.

    It is `outlet` itself, but for two cases. National sites link to regional papers on their subdomains,
    which have profiles and time zones of their own. An outlet without a profile may have got one since it
    was first crawled.
    """
    own = () if is_unknown(outlet) else tuple(name.removeprefix("www.") for name in outlet.hosts)
    for name in enclosing_hosts(url):
        if name in own:
            return outlet
        profile = shared_hosts().get(name)
        if profile is not None:
            return outlet if profile.slug == outlet.slug else replace(profile, slug=outlet.slug)
    return outlet
