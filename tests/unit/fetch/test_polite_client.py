from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scraper.demo import DemoSite, Endless, Reset, Status
from scraper.errors import BadResponse, Unreachable
from scraper.fetch import Client, PoliteClient
from scraper.model import Page, Refusal, Refused

if TYPE_CHECKING:
    from scraper.settings import Settings


def visit(site: DemoSite, settings: Settings, *paths: str) -> list[Page | Refused]:
    async def session() -> list[Page | Refused]:
        async with Client(settings, resolve=site.resolve) as client:
            polite_client = PoliteClient(client, settings)
            return [await polite_client.visit(site.url.rstrip("/") + path, site.outlet) for path in paths]

    return asyncio.run(session())


def test_robots_is_asked_first_and_once(site: DemoSite, settings: Settings) -> None:
    visit(site, settings, "/", "/indeks")
    assert site.requests == ["/robots.txt", "/", "/indeks"]


def test_what_robots_forbids_is_not_asked_for(site: DemoSite, settings: Settings) -> None:
    (answer,) = visit(site, settings, "/arsip-internal/x")
    assert answer == Refused(Refusal.ROBOTS, "robots.txt does not allow it")
    assert site.requests == ["/robots.txt"]


def test_a_redirect_into_the_forbidden_is_not_followed(site: DemoSite, settings: Settings) -> None:
    site.faults["/pintu"] = Status(302, {"Location": "/arsip-internal/x"})
    (answer,) = visit(site, settings, "/pintu")
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.ROBOTS
    assert site.requests == ["/robots.txt", "/pintu"]


def test_a_redirect_to_a_foreign_host_is_not_followed(site: DemoSite, settings: Settings) -> None:
    site.faults["/pintu"] = Status(301, {"Location": "https://lain.test/x"})
    assert visit(site, settings, "/pintu") == [Refused(Refusal.OTHER_HOST, "https://lain.test/x")]


def test_a_neighbour_under_a_shared_suffix_is_a_foreign_host(site: DemoSite, settings: Settings) -> None:
    async def session() -> Page | Refused:
        async with Client(settings, resolve={"koran.web.id": site.address}) as client:
            outlet = replace(site.outlet, hosts=("web.id",))
            return await PoliteClient(client, settings).visit("http://koran.web.id/", outlet)

    assert asyncio.run(session()) == Refused(Refusal.OTHER_HOST, "http://koran.web.id/")
    assert site.requests == []


def test_a_redirect_within_is_followed_and_remembers_what_was_asked(
    site: DemoSite, settings: Settings
) -> None:
    site.faults["/pintu"] = Status(301, {"Location": "/indeks"})
    (page,) = visit(site, settings, "/pintu")
    assert isinstance(page, Page)
    assert (page.requested, page.url) == (f"{site.url}pintu", f"{site.url}indeks")


def test_a_circle_is_bounded(site: DemoSite, settings: Settings) -> None:
    site.faults["/pintu"] = Status(301, {"Location": "/pintu"})
    with pytest.raises(BadResponse, match="redirects"):
        visit(site, settings, "/pintu")


def test_robots_out_of_order_forbids_all(site: DemoSite, settings: Settings) -> None:
    site.faults["/robots.txt"] = Status(500)
    (answer,) = visit(site, settings, "/")
    assert isinstance(answer, Refused)
    assert "500" in answer.detail


def test_no_robots_allows_all(site: DemoSite, settings: Settings) -> None:
    site.faults["/robots.txt"] = Status(404)
    (answer,) = visit(site, settings, "/")
    assert isinstance(answer, Page)


def test_robots_out_of_reach_is_a_site_out_of_reach(site: DemoSite, settings: Settings) -> None:
    site.faults["/robots.txt"] = Reset()
    with pytest.raises(Unreachable):
        visit(site, settings, "/")


def test_a_fault_that_passes_is_sat_out(site: DemoSite, settings: Settings) -> None:
    site.faults["/"] = Status(503, {"Retry-After": "0"}, times=2)
    (page,) = visit(site, replace(settings, attempts=3), "/")
    assert isinstance(page, Page)
    assert page.ok
    assert site.requests.count("/") == 3


def test_what_is_too_large_is_refused(site: DemoSite, settings: Settings) -> None:
    site.faults["/"] = Endless()
    (answer,) = visit(site, replace(settings, max_bytes=200_000), "/")
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.TOO_LARGE
