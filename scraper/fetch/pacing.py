"""One request a host at a time, and a pause between two."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Pacer:
    """Gives each host's visitors their turns. Times are in seconds, on the event loop's clock."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ended: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[None]:
        """Wait for the host to be free, and until `pause` has passed since its last visitor left."""
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            wait = self._ended.get(host, -pause) + pause - clock()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self._ended[host] = clock()
