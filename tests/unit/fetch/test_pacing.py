from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from scraper.fetch import Pacer


def test_one_visitor_a_host_at_a_time_and_a_pause_between_two() -> None:
    times: list[tuple[float, float]] = []

    async def visit(pacer: Pacer) -> None:
        clock = asyncio.get_running_loop().time
        async with pacer.turn("contoh.id", 0.05):
            arrived = clock()
            await asyncio.sleep(0.01)
            times.append((arrived, clock()))

    async def session() -> None:
        pacer = Pacer()
        await asyncio.gather(*(visit(pacer) for _ in range(3)))

    asyncio.run(session())
    for (_, left), (arrived, _) in pairwise(times):
        assert arrived - left >= 0.049


def test_hosts_do_not_wait_for_each_other() -> None:
    async def session() -> None:
        pacer = Pacer()
        async with pacer.turn("a.id", 60), asyncio.timeout(5), pacer.turn("b.id", 60):
            pass

    asyncio.run(session())


def test_a_visitor_that_fails_leaves_the_door_open() -> None:
    async def session() -> None:
        pacer = Pacer()
        with pytest.raises(ZeroDivisionError):
            async with pacer.turn("a.id", 0):
                1 / 0  # noqa: B018 - the fault is the point
        async with asyncio.timeout(5), pacer.turn("a.id", 0):
            pass

    asyncio.run(session())
