"""The outlets that kliping knows: those it comes with, then the user's own, by name or by address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.errors import ProfileError
from scraper.model import Outlet
from scraper.outlets.schema import Table, outlet_from, read_table
from scraper.settings import at_home
from scraper.text.urls import canonical, host, owning_hosts, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

_BUILT_IN = resources.files("scraper.outlets") / "profiles"
USER_FOLDER = Path("~/.config/kliping/outlets")
"""Where a user's own profiles live; one of the same file name replaces the built-in one."""


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """Where a profile, or a family, is told; `own` says that the file is the user's."""

    slug: str
    file: Traversable
    own: bool = False

    def text(self) -> str:
        """What it says. Raises ProfileError when it cannot be read."""
        try:
            return self.file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise ProfileError(f"{self.file}: cannot be read: {fault}") from fault


def load_outlets(folder: Path | None = None) -> dict[str, Outlet]:
    """All known outlets by slug: built-in profiles, then those in `folder` (`USER_FOLDER` by default).

    Raises ProfileError, which names the file and the path inside it, at the first profile that does not
    hold together.
    """
    return _outlets(profile_files(folder), family_tables(folder))


def built_in() -> dict[str, Outlet]:
    """The outlets that kliping comes with, by slug, whatever the user has of his own."""
    return _outlets(_files(_BUILT_IN, own=False), _tables(_files(_BUILT_IN / "families", own=False)))


def profile_files(folder: Path | None = None) -> list[ProfileFile]:
    """All files that tell of an outlet: the built-in ones, then those in `folder`. Raises ProfileError."""
    return [file for place, own in _places(folder) for file in _files(place, own=own)]


def family_files(folder: Path | None = None) -> list[ProfileFile]:
    """Likewise those that tell of a family."""
    return [file for place, own in _places(folder) for file in _files(place / "families", own=own)]


def family_tables(folder: Path | None = None) -> dict[str, Table]:
    """What each family's file says, by its slug, the user's own over the built-in. Raises ProfileError."""
    return _tables(family_files(folder))


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
    around = owning_hosts(host(url))
    owners = [
        (len(own), outlet)
        for outlet in outlets.values()
        for own in (known.removeprefix("www.") for known in outlet.hosts)
        if own in around
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
    return Outlet(slug=name, name=name, home=home, hosts=(site(name),), language="und")


def is_unknown(outlet: Outlet) -> bool:
    """Whether the outlet is one of `unknown`: no profile tells of it."""
    return outlet == unknown(outlet.home)


def _places(folder: Path | None) -> list[tuple[Traversable, bool]]:
    own = at_home(folder or USER_FOLDER)
    return [(_BUILT_IN, False), *([(own, True)] if own else [])]


def _files(folder: Traversable, *, own: bool) -> list[ProfileFile]:
    try:
        found = [file for file in folder.iterdir() if file.name.endswith(".toml")] if folder.is_dir() else []
    except OSError as fault:
        raise ProfileError(f"{folder}: cannot be read: {fault}") from fault
    return [
        ProfileFile(file.name.removesuffix(".toml"), file, own)
        for file in sorted(found, key=lambda file: file.name)
    ]


def _tables(files: Iterable[ProfileFile]) -> dict[str, Table]:
    return {file.slug: _table(file) for file in files}


def _outlets(files: Iterable[ProfileFile], families: Mapping[str, Table]) -> dict[str, Outlet]:
    outlets: dict[str, Outlet] = {}
    for file in files:
        outlets[file.slug] = outlet_from(_table(file), file.slug, str(file.file), families)
    return outlets


def _table(file: ProfileFile) -> Table:
    return read_table(file.text(), str(file.file)) if file.own else _built_in_table(file)


@cache
def _built_in_table(file: ProfileFile) -> Table:
    """Hundreds of files, which do not change while the program runs."""
    return read_table(file.text(), str(file.file))
