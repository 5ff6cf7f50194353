"""One process at a time at an outlet; all outlets of a process side by side."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from typing import Any

    from scraper.archive import Archive

LOCK_PAUSE = 0.5
"""Seconds between two looks at whether another process has done with an outlet."""


@asynccontextmanager
async def alone(archive: Archive, slug: str, waits: Callable[[], None]) -> AsyncIterator[None]:
    """Work at an outlet while no other process does; wait for one that does to end, and call `waits` once."""
    lock = archive.lock(slug)
    told = False
    while not lock.acquire():
        if not told:
            waits()
            told = True
        await asyncio.sleep(LOCK_PAUSE)
    try:
        yield
    finally:
        lock.release()


async def side_by_side(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run all at once; the first exception stops the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from faults
