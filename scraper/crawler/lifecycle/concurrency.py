"""One process at a time at an outlet; all outlets of a process at the same time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from typing import Any

    from scraper.archive import Archive

LOCK_POLL_SECONDS = 0.5
"""Between two attempts to take a lock that another process holds."""


@asynccontextmanager
async def outlet_lock(archive: Archive, slug: str, on_wait: Callable[[], None]) -> AsyncIterator[None]:
    """Hold the lock on an outlet; while another process holds it, wait, and call `on_wait` once."""
    lock = archive.lock(slug)
    is_waiting = False
    while not lock.acquire():
        if not is_waiting:
            on_wait()
            is_waiting = True
        await asyncio.sleep(LOCK_POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()


async def run_concurrently(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run all at once; the first exception stops the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from faults
