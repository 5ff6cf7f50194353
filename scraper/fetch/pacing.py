"""One request a host at a time, a pause between two, and none while a host is closed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from scraper.errors import HostClosed
from scraper.model import HostState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MAX_WAIT = 120.0
"""Seconds; a host that is closed for longer is left alone for this run."""

MAX_CLOSED = 86_400.0
"""Seconds; a host that asks for more than a day is asked again after one."""

SLOW = 1.0
"""Seconds; a host that takes longer to answer gets as long a pause."""

MAX_PACE = 30.0
_WEIGHT = 0.2
"""Weight of the latest response time in the moving average."""


class HostStates(Protocol):
    """Where the state of hosts is kept between runs."""

    def recall(self, host: str) -> HostState:
        """The stored state of a host; an empty one without any."""

    def note(self, host: str, state: HostState) -> None:
        """Store the state of a host."""


class NoHostStates:
    """A store for one run: nothing is kept."""

    def recall(self, host: str) -> HostState:  # noqa: ARG002
        """An empty state."""
        return HostState()

    def note(self, host: str, state: HostState) -> None:
        """Nothing is kept."""


class Pacer:
    """Gives the requests to each host their turns. Pauses are in seconds, on the event loop's clock."""

    def __init__(self, store: HostStates | None = None) -> None:
        self._store = store or NoHostStates()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ended: dict[str, float] = {}
        self._states: dict[str, HostState] = {}

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[None]:
        """Wait for the host to be free and open, and for `pause` seconds since its last request.

        The pause is longer where the host is slow. Raises HostClosed where it is closed for more than
        `MAX_WAIT`.
        """
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            closed = self._closed(host)
            pause = max(pause, self._slowness(host))
            wait = max(closed, self._ended.get(host, -pause) + pause - clock())
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self._ended[host] = clock()

    def check_open(self, host: str) -> None:
        """Raise HostClosed where `turn` would."""
        self._closed(host)

    def close(self, host: str, seconds: float) -> None:
        """No request to the host for so many seconds; saved in the store at once."""
        until = datetime.now(UTC) + timedelta(seconds=min(seconds, MAX_CLOSED))
        self._states[host] = replace(self._state(host), open_at=until)
        self._store.note(host, self._states[host])

    def answered(self, host: str, elapsed: float) -> None:
        """The host took so many seconds to answer."""
        state = self._state(host)
        pace = state.pace + _WEIGHT * (elapsed - state.pace) if state.pace else elapsed
        self._states[host] = replace(state, pace=pace)

    def remember(self) -> None:
        """Keep in the store what was learned of each host."""
        for host, state in self._states.items():
            self._store.note(host, replace(state, pace=round(state.pace, 3)))

    def _state(self, host: str) -> HostState:
        if host not in self._states:
            self._states[host] = self._store.recall(host)
        return self._states[host]

    def _slowness(self, host: str) -> float:
        pace = self._state(host).pace
        return min(pace, MAX_PACE) if pace > SLOW else 0.0

    def _closed(self, host: str) -> float:
        """For how many seconds the host is closed yet. A date far away is a clock that was set back."""
        until = self._state(host).open_at
        wait = (until - datetime.now(UTC)).total_seconds() if until else 0.0
        if until is None or wait > MAX_CLOSED:
            return 0.0
        if wait > MAX_WAIT:
            raise HostClosed(
                f"{host} asked not to be visited before {until:%Y-%m-%d %H:%M} UTC; run again then"
            )
        return max(wait, 0.0)
