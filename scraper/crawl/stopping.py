"""Ending a crawl on SIGINT or SIGTERM, between two leads."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator


@dataclass(slots=True)
class Stop:
    """Whether a signal asked the crawl to end. The request under way is cancelled; no other must begin."""

    asked: bool = False


async def until_stopped(work: Coroutine[Any, Any, None], stop: Stop) -> None:
    """Run until it ends, or SIGINT or SIGTERM stop it. A second signal ends the program at once."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def on_signal(*_: object) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        loop.call_soon_threadsafe(task.cancel)

    with _handling((signal.SIGINT, signal.SIGTERM), on_signal):
        try:
            await task
        except asyncio.CancelledError:
            if not stop.asked:
                raise


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
