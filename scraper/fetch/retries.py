"""What is worth another try, when, and for how long."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    retry_if_result,
    wait_exponential_jitter,
)

from scraper.errors import Unreachable
from scraper.fetch.pacing import MAX_WAIT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tenacity import RetryCallState

    from scraper.model import Page

TRANSIENT = frozenset((429, 500, 502, 503, 504))
"""Statuses of faults that may pass."""

_BACKOFF = wait_exponential_jitter(initial=1, max=30, jitter=1)


async def with_retries(
    request: Callable[[], Awaitable[Page]],
    attempts: int,
    *,
    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
) -> Page:
    """Make a request, in all up to `attempts` times while what happens is transient; the last answer.

    The waits grow exponentially, with jitter, or are as long as Retry-After says. Raises what the
    request raises, when that is permanent or attempts are over.
    """
    tried: list[Page | Unreachable] = []
    try:
        page = await request()
    except Unreachable as fault:
        tried.append(fault)
    else:
        if not _is_transient(page):
            return page  # as nearly always: all that is needed for trying again costs more than parsing HTTP
        tried.append(page)

    async def again() -> Page:
        if not tried:
            return await request()
        first = tried.pop()
        if isinstance(first, Unreachable):
            raise first
        return first

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Unreachable) | retry_if_result(_is_transient),
        stop=lambda state: state.attempt_number >= attempts or (_asked(state) or 0) > MAX_WAIT,
        wait=_wait,
        sleep=sleep,
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
    )
    answer: Page = await retrying(again)
    return answer


def retry_after(page: Page) -> float | None:
    """Seconds to wait by Retry-After, given in seconds or as a date (RFC 9110, 10.2.3); None without one."""
    value = (page.header("retry-after") or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - page.fetched_at).total_seconds(), 0.0)


def _is_transient(page: Page) -> bool:
    return page.status in TRANSIENT


def _wait(state: RetryCallState) -> float:
    asked = _asked(state)
    return _BACKOFF(state) if asked is None else asked


def _asked(state: RetryCallState) -> float | None:
    outcome = state.outcome
    if outcome is None or outcome.failed:
        return None
    return retry_after(outcome.result())
