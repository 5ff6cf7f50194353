"""The outlets that kliping knows: those it comes with, then the user's own, by name or by address."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.errors import ProfileError
from scraper.model import Outlet
from scraper.outlets.schema import Table, outlet_from, read_table
from scraper.settings import at_home
from scraper.text.urls import canonical, host, is_own, site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

USER_FOLDER = Path("~/.config/kliping/outlets")
"""Where a user's own profiles live; one of the same file name replaces the built-in one."""


def load_outlets(folder: Path | None = None) -> dict[str, Outlet]:
    """All known outlets by slug: built-in profiles, then those in `folder` (`USER_FOLDER` by default).

    Raises ProfileError, which names the file and the path inside it, at the first profile that does not
    hold together.
    """
    families = family_tables(folder)
    outlets: dict[str, Outlet] = {}
    for place in _places(folder):
        for slug, table in _tables(place).items():
            outlets[slug] = outlet_from(table, slug, str(place / f"{slug}.toml"), families)
    return outlets


def family_tables(folder: Path | None = None) -> dict[str, Table]:
    """What each family's file says, by its slug, the user's own over the built-in. Raises ProfileError."""
    families: dict[str, Table] = {}
    for place in _places(folder):
        families |= _tables(place / "families")
    return families


def find(name_or_url: str, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """The outlet of that slug, name, URL or host (subdomains too); the narrowest host wins; None if none."""
    wanted = name_or_url.strip()
    if wanted.lower() in outlets:
        return outlets[wanted.lower()]
    for outlet in outlets.values():
        if outlet.name.casefold() == wanted.casefold():
            return outlet
    url = canonical(wanted if "://" in wanted else f"https://{wanted}")
    if url is None:
        return None
    owners = [
        (len(own), outlet) for outlet in outlets.values() for own in outlet.hosts if is_own(url, (own,))
    ]
    return max(owners, key=lambda owner: owner[0])[1] if owners else None


def unknown(url: str) -> Outlet:
    """An outlet for a site never seen: its host is its name, its registrable domain all its own.

    Raises ValueError for a URL without a host.
    """
    name = host(url).removeprefix("www.")
    home = canonical("/", url)
    if not name or home is None:
        raise ValueError(f"no host in {url!r}")
    return Outlet(slug=name, name=name, home=home, hosts=(site(name),))


def is_unknown(outlet: Outlet) -> bool:
    """Whether the outlet is one of `unknown`: no profile tells of it."""
    return outlet == unknown(outlet.home)


def _places(folder: Path | None) -> tuple[Traversable, ...]:
    built_in = resources.files("scraper.outlets") / "profiles"
    own = at_home(folder or USER_FOLDER)
    return (built_in, own) if own else (built_in,)


def _tables(folder: Traversable) -> dict[str, Table]:
    if not folder.is_dir():
        return {}
    try:
        files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
        return {f.name.removesuffix(".toml"): read_table(f.read_text("utf-8"), str(f)) for f in files}
    except (OSError, UnicodeDecodeError) as fault:
        raise ProfileError(f"{folder}: cannot be read: {fault}") from fault
