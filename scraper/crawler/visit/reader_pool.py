"""Reading pages in processes of their own: up to one a core, each started when it is needed."""

from __future__ import annotations

import asyncio
import pickle
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from scraper.extraction.reader_process import LENGTH, attempt, framed
from scraper.model import Failed

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from scraper.extraction import Reading
    from scraper.model import Outlet, Page
    from scraper.model.article import Moment
    from scraper.text.similarity.fingerprint import OutletMemory

SECONDS = 60.0
"""A page that takes longer is given up, and its process with it."""


class ReaderPool:
    """Reads pages in up to `processes` processes; in this one if that is 0, or no other can be started.

    An async context manager.

    A page that hangs a process, or kills it, is that page's failure: the process is replaced.
    """

    def __init__(self, processes: int, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._slots = asyncio.Semaphore(processes) if processes else None
        self._idle: list[Process] = []
        self._started: set[asyncio.Future[Process]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        started = await asyncio.gather(*self._started, return_exceptions=True)
        processes = [process for process in started if not isinstance(process, BaseException)]
        for process in processes:
            self._kill(process)
        for process in processes:
            await process.wait()

    async def read(
        self,
        page: Page,
        outlet: Outlet,
        memory: OutletMemory | None = None,
        listed: Moment | None = None,
    ) -> Reading | Failed:
        """What the page is; Failed("extractor") if the reader fails on it, takes too long, or dies.

        `listed` is the article's time according to the feed or sitemap that listed it.
        """
        if self._slots is None:
            return attempt(page, outlet, memory, listed)
        request = framed((replace(page, packed=None), outlet, memory, listed))
        async with self._slots:
            try:
                process = self._idle.pop() if self._idle else await self._start()
            except OSError:  # no process may be started, or no more of them
                return attempt(page, outlet, memory, listed)
            try:
                async with asyncio.timeout(self._seconds):
                    reading = await _exchange(process, request)
            except TimeoutError:
                self._kill(process)
                return Failed("extractor", f"the page was not read within {self._seconds:g} seconds")
            except (asyncio.IncompleteReadError, ConnectionError):
                self._kill(process)
                return Failed("extractor", f"the process that read the page died ({process.returncode})")
            except BaseException:
                self._kill(process)  # an answer would come to the next request
                raise
            self._idle.append(process)
            return reading

    async def _start(self) -> Process:
        pipe = asyncio.subprocess.PIPE
        start = asyncio.create_subprocess_exec(
            sys.executable, "-m", "scraper.extraction.reader_process", stdin=pipe, stdout=pipe
        )
        process = asyncio.ensure_future(start)
        self._started.add(process)
        return await asyncio.shield(process)  # else one that is just being started would be left to itself

    def _kill(self, process: Process) -> None:
        with suppress(ProcessLookupError):
            process.kill()


async def _exchange(process: Process, request: bytes) -> Reading | Failed:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(request)
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    answer: Reading | Failed = pickle.loads(await process.stdout.readexactly(length))  # noqa: S301 - our own child
    return answer
