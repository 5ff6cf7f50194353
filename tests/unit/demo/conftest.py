from __future__ import annotations

import datetime as dt
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest

from scraper.demo import DemoSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(today=dt.date(2025, 12, 21)) as site:
        yield site


@pytest.fixture
def get(site: DemoSite) -> Callable[..., Reply]:
    """Asks the site for a path or for a URL of it, under its own name."""

    def get(target: str, method: str = "GET", **headers: str) -> Reply:
        return fetch(site, target, method, **headers)

    return get


def fetch(site: DemoSite, target: str, method: str = "GET", **headers: str) -> Reply:
    connection = HTTPConnection(*site.address, timeout=10)
    names = {"Host": site.host} | {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, "/" + target.removeprefix(site.url).removeprefix("/"), headers=names)
        response = connection.getresponse()
        return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()
