"""The good guest: every request of a crawl goes through here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scraper.errors import BadResponse
from scraper.fetch.client import MAX_REDIRECTS, Client, TooLarge, redirect_target
from scraper.fetch.pacing import Pacer
from scraper.fetch.retries import persistently
from scraper.fetch.robots import Robots
from scraper.model import Outlet, Page, Refusal, Refused
from scraper.text.urls import host, is_own

if TYPE_CHECKING:
    from scraper.settings import Settings


class Guest:
    """Visits pages of outlets: robots.txt obeyed, at their pace, again where a fault may pass."""

    def __init__(self, client: Client, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._pacer = Pacer()
        self._robots: dict[str, Robots] = {}

    async def visit(self, url: str, outlet: Outlet) -> Page | Refused:
        """The page at a URL, of whatever status, redirects followed inside the outlet's own hosts.

        Refused when robots.txt forbids it, when it lies or leads outside the outlet, or when it is too
        large. Raises UnknownHost, Unreachable or BadResponse.
        """
        target = url
        for _ in range(MAX_REDIRECTS + 1):
            if not is_own(target, outlet.hosts):
                return Refused(Refusal.OTHER_HOST, target)
            robots = await self.robots(target, outlet)
            if not robots.allows(target):
                return Refused(Refusal.ROBOTS, robots.why)
            try:
                page = await self._get(target, outlet, robots.delay, follow=False)
            except TooLarge as fault:
                return Refused(Refusal.TOO_LARGE, str(fault))
            following = redirect_target(page)
            if following is None:
                return replace(page, requested=url)
            target = following
        raise BadResponse(f"{url}: more than {MAX_REDIRECTS} redirects, the last to {target}")

    async def robots(self, url: str, outlet: Outlet) -> Robots:
        """The rules of the URL's origin, asked for once. Raises UnknownHost or Unreachable."""
        origin = "://".join(urlsplit(url)[:2])
        if origin not in self._robots:
            try:
                page = await self._get(urljoin(origin, "/robots.txt"), outlet, None, follow=True)
                self._robots[origin] = Robots.of_page(page)
            except BadResponse as fault:
                self._robots[origin] = Robots.closed(f"robots.txt cannot be read: {fault}")
        return self._robots[origin]

    async def _get(self, url: str, outlet: Outlet, asked: float | None, *, follow: bool) -> Page:
        pause = self._settings.delay if outlet.delay is None else outlet.delay

        async def attempt() -> Page:
            async with self._pacer.turn(host(url), max(pause, asked or 0.0)):
                return await self._client.get(url, follow=follow)

        return await persistently(attempt, self._settings.attempts)
