"""The polite client: every request of a crawl goes through here."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

from scraper.errors import BadResponse, PrivateAddress, RedirectLoop, TooLarge
from scraper.fetch.client import MAX_REDIRECTS, Client, redirect_target
from scraper.fetch.pacing import HostStates, NoHostStates, Pacer
from scraper.fetch.retries import retry_after, with_retries
from scraper.fetch.robots import MAX_BYTES, Robots
from scraper.model import Outlet, Page, Refusal, Refused
from scraper.text.urls import host, is_own

if TYPE_CHECKING:
    from scraper.fetch.freshness import Validators
    from scraper.settings import Settings

ROBOTS_AGE = timedelta(days=1)
"""How long a robots.txt is good for (RFC 9309, 2.4)."""

CLOSED_AGE = 600.0
"""Seconds; a robots.txt that forbids all because it cannot be had is asked for again after that."""

CLOSING = frozenset((429, 503))
"""Statuses that close a host for as long as Retry-After says."""


class HostStore(HostStates, Protocol):
    """Where the client keeps what it learned of hosts, for later runs."""

    def robots(self, origin: str) -> Page | None:
        """The newest answer to an origin's /robots.txt."""

    def keep_robots(self, origin: str, page: Page) -> None:
        """Keep that answer."""


class NoHostStore(NoHostStates):
    """A store for one run: nothing is kept."""

    def robots(self, origin: str) -> Page | None:  # noqa: ARG002
        """None: nothing is stored."""
        return None

    def keep_robots(self, origin: str, page: Page) -> None:
        """Nothing is kept."""


class PoliteClient:
    """Visits pages of outlets: robots.txt obeyed, at their pace, again where a fault may pass."""

    def __init__(self, client: Client, settings: Settings, store: HostStore | None = None) -> None:
        self._client = client
        self._settings = settings
        self._store = store or NoHostStore()
        self._pacer = Pacer(self._store)
        self._robots: dict[str, Robots] = {}
        self._asked: dict[str, float] = {}

    async def visit(self, url: str, outlet: Outlet, unless: Validators | None = None) -> Page | Refused:
        """The page at a URL, of whatever status, redirects followed inside the outlet's own hosts.

        With `unless`, the server is asked for the page only if it has changed, and may answer 304.
        Refused when robots.txt forbids it, when it lies or leads outside the outlet or into a private
        network, or when it is too large. Raises UnknownHost, Unreachable, BadCertificate, HostClosed or
        BadResponse.
        """
        target = url
        headers = unless.headers if unless else {}
        via: list[Page] = []
        for _ in range(MAX_REDIRECTS + 1):
            if not is_own(target, outlet.hosts):
                return Refused(Refusal.OTHER_HOST, target)
            try:
                robots = await self.robots(target, outlet)
                if not robots.allows(target):
                    return Refused(Refusal.ROBOTS, robots.why)
                page = await self._get(target, outlet, robots.delay, follow=False, headers=headers)
            except TooLarge as fault:
                return Refused(Refusal.TOO_LARGE, str(fault))
            except PrivateAddress as fault:
                return Refused(Refusal.PRIVATE_ADDRESS, str(fault))
            following = redirect_target(page)
            if following is None:
                return replace(page, requested=url, via=tuple(via))
            via.append(page)
            target = following
        raise RedirectLoop(f"{url}: more than {MAX_REDIRECTS} redirects, the last to {target}")

    async def objection(self, url: str, outlet: Outlet) -> str | None:
        """Why `visit` would not ask for a URL, for people; None if it would. Raises as `visit`."""
        if not is_own(url, outlet.hosts):
            return f"not on a host of {outlet.name}"
        robots = await self.robots(url, outlet)
        if not robots.allows(url):
            return robots.why
        self._pacer.check_open(host(url))
        return None

    async def robots(self, url: str, outlet: Outlet) -> Robots:
        """The rules of the URL's origin, asked for once a day, sooner if none came. Raises as `visit`."""
        origin = "://".join(urlsplit(url)[:2])
        clock = asyncio.get_running_loop().time
        rules = self._robots.get(origin)
        if rules is None or (rules.for_now and clock() - self._asked[origin] > CLOSED_AGE):
            self._asked[origin] = clock()
            stored = self._store.robots(origin)
            if stored is None or not _is_good(stored):
                self._robots[origin] = await self._ask_robots(origin, outlet)
            else:
                self._robots[origin] = Robots.of_page(stored)
        return self._robots[origin]

    def remember(self) -> None:
        """Keep what was learned of each host for later runs."""
        self._pacer.remember()

    async def _ask_robots(self, origin: str, outlet: Outlet) -> Robots:
        try:
            # Not packed, so that of a file too long the beginning can be read.
            page = await self._get(
                urljoin(origin, "/robots.txt"),
                outlet,
                None,
                follow=True,
                headers={"Accept-Encoding": "identity"},
                most=MAX_BYTES,
            )
        except BadResponse as fault:
            return Robots.closed(f"robots.txt cannot be read: {fault}")
        self._store.keep_robots(origin, page)
        return Robots.of_page(page)

    async def _get(
        self,
        url: str,
        outlet: Outlet,
        asked: float | None,
        *,
        follow: bool,
        headers: dict[str, str],
        most: int | None = None,
    ) -> Page:
        pause = self._settings.delay if outlet.delay is None else outlet.delay
        name = host(url)

        async def attempt() -> Page:
            async with self._pacer.turn(name, max(pause, asked or 0.0)):
                page = await self._client.get(url, follow=follow, headers=headers, most=most)
            self._pacer.answered(name, page.elapsed)
            if page.status in CLOSING and (seconds := retry_after(page)):
                self._pacer.close(name, seconds)
            return page

        return await with_retries(attempt, self._settings.attempts)


def _is_good(robots: Page) -> bool:
    """Whether a stored robots.txt still counts: an answer that forbids all for now is asked for again."""
    age = datetime.now(UTC) - robots.fetched_at
    lasting = robots.status != 429 and robots.status < 500
    return lasting and timedelta() <= age < ROBOTS_AGE
