"""Ending a crawl between two leads: on SIGINT or SIGTERM, or when its time is over."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator
    from datetime import timedelta


@dataclass(slots=True)
class Stop:
    """Whether the crawl is asked to end: by a signal, or because its time is `spent`.

    The request under way is cancelled; no other must begin.
    """

    asked: bool = False
    spent: bool = False


async def until_stopped(work: Coroutine[Any, Any, None], stop: Stop, most: timedelta | None = None) -> None:
    """Run until it ends, its time (at the `most`) is over, or SIGINT or SIGTERM stop it.

    A second signal ends the program at once.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def on_signal(*_: object) -> None:
        if stop.asked and not stop.spent:
            raise KeyboardInterrupt
        stop.asked, stop.spent = True, False
        loop.call_soon_threadsafe(task.cancel)

    def on_time() -> None:
        if not stop.asked:
            stop.asked = stop.spent = True
            task.cancel()

    clock = loop.call_later(most.total_seconds(), on_time) if most else None
    with _handling((signal.SIGINT, signal.SIGTERM), on_signal):
        try:
            await task
        except asyncio.CancelledError:
            if not stop.asked:
                raise
        finally:
            if clock:
                clock.cancel()


@contextmanager
def _handling(signals: Iterable[signal.Signals], handler: Callable[..., None]) -> Iterator[None]:
    before = {}
    with suppress(ValueError):  # only the main thread hears signals
        before = {number: signal.signal(number, handler) for number in signals}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
