"""Ending work between two requests: on SIGINT or SIGTERM, or when its time is over."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator
    from datetime import timedelta


@dataclass(slots=True)
class StopRequest:
    """Whether the work has been asked to end: by a signal, or because it has `timed_out`.

    The request under way is cancelled; no other must begin.
    """

    requested: bool = False
    timed_out: bool = False


async def run_until_stopped(
    work: Coroutine[Any, Any, None], stop: StopRequest, max_time: timedelta | None = None
) -> None:
    """Run until the work ends, its time is over, or SIGINT or SIGTERM stop it.

    A second signal raises KeyboardInterrupt at once.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    is_forced = False

    def on_signal(*_: object) -> None:
        nonlocal is_forced
        if stop.requested and not stop.timed_out:
            is_forced = True
            _silence(loop)
            raise KeyboardInterrupt
        stop.requested, stop.timed_out = True, False
        loop.call_soon_threadsafe(task.cancel)

    def on_timeout() -> None:
        if not stop.requested:
            stop.requested = stop.timed_out = True
            task.cancel()

    timer = loop.call_later(max_time.total_seconds(), on_timeout) if max_time else None
    with _handling((signal.SIGINT, signal.SIGTERM), on_signal):
        try:
            await task
        except asyncio.CancelledError:
            if not stop.requested:
                raise
            if is_forced:  # the KeyboardInterrupt was lost to the cancellation
                raise KeyboardInterrupt from None
        finally:
            if timer:
                timer.cancel()


def _silence(loop: asyncio.AbstractEventLoop) -> None:
    """Tasks and processes are left as they are: what asyncio has to say of that is nothing for the user."""
    loop.set_exception_handler(lambda *_: None)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


@contextmanager
def _handling(signals: Iterable[signal.Signals], handler: Callable[..., None]) -> Iterator[None]:
    before = {}
    with suppress(ValueError):  # only the main thread may handle signals
        before = {number: signal.signal(number, handler) for number in signals}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
