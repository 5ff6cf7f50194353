"""Connections: how many, to whom, and when one must not be used again."""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scraper.demo import Status
from scraper.fetch import Client, connection, transport
from scraper.fetch.transport import MAX_IDLE_HOSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.demo import DemoSite
    from scraper.settings import Settings

SMUGGLED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\npalsu!"


@pytest.mark.parametrize("is_proxied", [False, True], ids=["direct", "through a proxy"])
def test_what_follows_an_answer_is_not_the_answer_to_the_next_request(
    site: DemoSite, settings: Settings, is_proxied: bool
) -> None:
    long = Status(200, {"Content-Type": "text/html", "Content-Length": "4"}, b"asli" + SMUGGLED)
    site.faults["/"] = site.faults[site.url] = long  # a proxy is asked for the whole URL
    site.faults[f"{site.url}robots.txt"] = Status(200, body=(site.robots or "").encode())
    if is_proxied:
        settings = replace(settings, proxy=f"127.0.0.1:{site.address[1]}")

    async def session() -> list[bytes]:
        async with Client(settings, resolve=None if is_proxied else site.resolve) as client:
            return [(await client.get(site.url + path)).content for path in ("", "robots.txt")]

    assert asyncio.run(session()) == [b"asli", (site.robots or "").encode()]


@pytest.fixture
def silent(site: DemoSite) -> Iterator[str]:
    """An address that answers no call at the site's port, as one behind a broken IPv6 route does."""
    address = ("127.0.0.2", site.address[1])
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(address)
        listener.listen(0)
        for _ in range(3):  # the queue is full then
            caller = stack.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(address)
        yield address[0]


@pytest.mark.skipif(sys.platform != "linux", reason="others answer even when the queue is full")
def test_an_address_that_is_silent_leaves_time_for_the_next(
    site: DemoSite, settings: Settings, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def both(*_: object) -> list[str]:
        return [silent, site.address[0]]

    monkeypatch.setattr(transport, "addresses_of", both)
    monkeypatch.setattr(connection, "PATIENCE", 0.2)

    async def session() -> bool:
        async with Client(replace(settings, allow_private=("dua.test",))) as client:
            return (await client.get(f"http://dua.test:{site.address[1]}/")).ok

    assert asyncio.run(session())


def test_many_hosts_leave_few_connections_open_and_each_has_one(site: DemoSite, settings: Settings) -> None:
    hosts = [f"koran{number}.test" for number in range(MAX_IDLE_HOSTS + 50)]
    connections = site._server._connections

    async def session() -> tuple[int, int]:
        most = 0
        async with Client(settings, resolve=dict.fromkeys(hosts, site.address)) as client:
            for host in hosts[:20]:
                for _ in range(3):
                    await client.get(f"http://{host}/robots.txt")
            each = len(connections)
            for host in hosts:
                await client.get(f"http://{host}/robots.txt")
                most = max(most, len(connections))
            pages = await asyncio.gather(*(client.get(f"http://{host}/robots.txt") for host in hosts))
            assert all(page.ok for page in pages)
        return each, most

    each, most = asyncio.run(session())
    assert each == 20
    assert most <= MAX_IDLE_HOSTS + 20  # the server hears of a closed connection a little later
