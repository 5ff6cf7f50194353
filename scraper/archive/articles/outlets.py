"""The outlets of an archive: as much of each as a reader of the archive needs to know."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scraper.model import Outlet

if TYPE_CHECKING:
    from datetime import tzinfo

    from scraper.archive.store.database import Database

_FALLBACK_ZONE = "Asia/Jakarta"

_REGISTER = """
    INSERT INTO outlets (slug, name, home, hosts, network, language, zone)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name, home = excluded.home, hosts = excluded.hosts,
        network = excluded.network, language = excluded.language, zone = excluded.zone
"""


class Outlets:
    """The table `outlets`. An outlet is registered before its leads, captures and articles are stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, outlet: Outlet) -> None:
        """Write the outlet's row, or bring it up to date."""
        hosts = json.dumps(outlet.hosts, ensure_ascii=False)
        self._database.execute(
            _REGISTER,
            (outlet.slug, outlet.name, outlet.home, hosts, outlet.network, outlet.language, outlet.zone),
        )
        self.__dict__.pop("_zones", None)

    def all(self) -> dict[str, Outlet]:
        """All registered outlets by slug, as much as is kept of each."""
        rows = self._database.rows("SELECT slug, name, home, hosts, network, language, zone FROM outlets")
        return {
            slug: Outlet(slug, name, home, tuple(json.loads(hosts)), network, language, zone)
            for slug, name, home, hosts, network, language, zone in rows
        }

    def zone(self, slug: str) -> tzinfo:
        """The outlet's time zone; Jakarta's where the outlet or its zone is not known."""
        return self._zones.get(slug) or ZoneInfo(_FALLBACK_ZONE)

    @cached_property
    def _zones(self) -> dict[str, tzinfo]:
        return {slug: _zone(name) for slug, name in self._database.rows("SELECT slug, zone FROM outlets")}


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(_FALLBACK_ZONE)
