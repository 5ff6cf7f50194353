from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from scraper.errors import BadResponse, FetchError, UnknownHost, Unreachable
from scraper.fetch.retries import retry_after, with_retries
from scraper.model import Page

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def answer(status: int, wait: str | None = None) -> Page:
    headers = (("retry-after", wait),) if wait is not None else ()
    return Page("https://contoh.id/", "https://contoh.id/", status, headers, b"", NOON)


class Server:
    """Gives the answers in turn; remembers how long the client slept."""

    def __init__(self, *answers: Page | FetchError) -> None:
        self.answers = list(answers)
        self.slept: list[float] = []

    async def _request(self) -> Page:
        told = self.answers.pop(0)
        if isinstance(told, FetchError):
            raise told
        return told

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def visit(self, attempts: int = 3) -> Page:
        async def session() -> Page:
            return await with_retries(self._request, attempts, sleep=self._sleep)

        return asyncio.run(session())


@pytest.mark.parametrize("first", [Unreachable("x"), *map(answer, (429, 500, 502, 503, 504))], ids=repr)
def test_what_may_pass_is_tried_again(first: Page | FetchError) -> None:
    assert Server(first, answer(200)).visit().status == 200


@pytest.mark.parametrize("status", [200, 301, 401, 403, 404, 410, 451, 501])
def test_any_other_answer_stands(status: int) -> None:
    server = Server(answer(status))
    assert server.visit().status == status
    assert server.slept == []


@pytest.mark.parametrize("fault", [UnknownHost("x"), BadResponse("x")])
def test_what_will_not_pass_is_raised_at_once(fault: FetchError) -> None:
    with pytest.raises(type(fault)):
        Server(fault).visit()


def test_the_last_answer_stands_when_attempts_are_over() -> None:
    server = Server(answer(503), answer(503), answer(502))
    assert server.visit().status == 502
    assert len(server.slept) == 2


def test_the_last_fault_is_raised_when_attempts_are_over() -> None:
    with pytest.raises(Unreachable, match="second"):
        Server(Unreachable("first"), Unreachable("second")).visit(attempts=2)


def test_waits_grow() -> None:
    server = Server(*[answer(500)] * 5)
    server.visit(attempts=5)
    assert server.slept == sorted(server.slept)
    assert server.slept[0] >= 1


@pytest.mark.parametrize(
    ("told", "wait"),
    [("7", 7.0), ("Thu, 01 Jan 2026 12:00:42 GMT", 42.0), ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0)],
)
def test_the_server_says_how_long_to_wait(told: str, wait: float) -> None:
    server = Server(answer(503, told), answer(200))
    assert server.visit().status == 200
    assert server.slept == [wait]


def test_a_server_that_asks_for_too_long_is_left_alone() -> None:
    server = Server(answer(429, "86400"), answer(200))
    assert server.visit().status == 429
    assert server.slept == []


@pytest.mark.parametrize("told", ["", "nanti", "-5", "1.5", "Fri, 99 Foo 2026"])
def test_a_retry_after_that_says_nothing(told: str) -> None:
    assert retry_after(answer(503, told)) is None
