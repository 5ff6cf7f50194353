"""An institution's proxy is honoured, and neither tells its password nor opens doors that are shut."""

from __future__ import annotations

import asyncio
import logging
import ssl
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scraper.errors import BadCertificate, PrivateAddress, Unreachable, UsageError
from scraper.fetch import Client
from scraper.settings import load
from tests.faults.proxy import Proxy
from tests.faults.safety import served_safely

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme

    from scraper.demo import DemoSite
    from scraper.model import Page
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

SECRET = "rahasia-sekali"


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def proxy(site: DemoSite) -> Iterator[Proxy]:
    with Proxy(site.resolve) as running:
        yield running


def get(url: str, settings: Settings) -> Page:
    async def session() -> Page:
        async with Client(settings) as client:
            return await client.get(url)

    return asyncio.run(session())


@pytest.mark.parametrize("variable", ["HTTP_PROXY", None])
def test_a_crawl_goes_through_the_proxy(
    site: DemoSite,
    run: Crawl,
    settings: Settings,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
    variable: str | None,
) -> None:
    if variable:
        monkeypatch.setenv(variable, f"http://{proxy.place}")
    else:
        settings = replace(settings, proxy=f"http://{proxy.place}")
    assert run(resolve={}, settings=settings).outlets["demo"].stored == len(site.articles)
    assert proxy.asked == [f"GET {site.url.rstrip('/')}{path}" for path in site.requests]


@pytest.mark.parametrize("variable", ["http_proxy", "ALL_PROXY", "all_proxy"])
def test_the_environment_s_other_names_count_too(
    site: DemoSite, settings: Settings, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, proxy.place)
    assert get(site.url, settings).ok
    assert proxy.asked == [f"GET {site.url}"]


def test_https_is_tunnelled(site: DemoSite, settings: Settings, proxy: Proxy) -> None:
    with pytest.raises(Unreachable, match="no safe connection"):  # for the site behind it speaks no TLS
        get(f"https://{site.host}/", replace(settings, proxy=proxy.place))
    assert proxy.asked == [f"CONNECT {site.host}:443"]


@pytest.mark.parametrize("excepted", ["suarakliping.test", ".test", "lain.id, suarakliping.test", "*"])
def test_no_proxy_is_honoured(
    site: DemoSite,
    settings: Settings,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
    dns: dict[str, list[str | int]],
    excepted: str,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.place}")
    monkeypatch.setenv("NO_PROXY", excepted)
    dns[site.host] = [site.address[0]]
    with pytest.raises(PrivateAddress):
        get(site.url, settings)
    allowed = replace(settings, allow_private=(site.host,))
    assert get(f"http://{site.host}:{site.address[1]}/", allowed).ok
    assert proxy.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "127.1", "2130706433", "localhost"]
)
def test_an_address_that_is_private_is_not_asked_of_a_proxy_either(
    settings: Settings, proxy: Proxy, host: str
) -> None:
    for scheme in ("http", "https"):
        with pytest.raises(PrivateAddress):
            get(f"{scheme}://{host}/", replace(settings, proxy=proxy.place))
    assert proxy.asked == []


def test_a_password_goes_to_the_proxy_and_nowhere_else(
    site: DemoSite, run: Crawl, settings: Settings, proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    summary = run(resolve={}, settings=replace(settings, proxy=f"http://redaksi:{SECRET}@{proxy.place}"))
    packed = b64encode(f"redaksi:{SECRET}".encode()).decode()
    assert summary.outlets["demo"].stored == len(site.articles)
    assert proxy.credentials == {f"Basic {packed}"}
    kept = b"".join(
        file.read_bytes() for file in settings.archive.parent.glob("archive.db*") if file.is_file()
    )
    for secret in (SECRET, packed):
        assert secret.encode() not in kept
        assert secret not in caplog.text + str(summary.to_dict())


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("status", [407, 502])
def test_a_proxy_that_refuses_is_told_without_its_password(
    site: DemoSite, settings: Settings, scheme: str, status: int
) -> None:
    with Proxy({}, status=status) as proxy:
        through = replace(settings, proxy=f"http://redaksi:{SECRET}@{proxy.place}")
        if scheme == "http":
            assert get(site.url, through).status == status
            return
        with pytest.raises(Unreachable, match=str(status)) as fault:
            get(f"https://{site.host}/", through)
        assert SECRET not in str(fault.value)


def test_a_proxy_that_is_not_there_is_told_without_its_password(site: DemoSite, settings: Settings) -> None:
    with pytest.raises(Unreachable, match="cannot be reached") as fault:
        get(site.url, replace(settings, proxy=f"http://redaksi:{SECRET}@127.0.0.1:9"))
    assert SECRET not in str(fault.value)


@pytest.mark.parametrize(
    "address", ["http://u:ra#hasia@h:1", "http://u:rahasia@h:port", "http://u:rahasia ß@h"]
)
def test_a_proxy_that_cannot_be_is_told_without_its_password(address: str) -> None:
    with pytest.raises(UsageError, match="proxy") as fault:
        Client(load({"proxy": address}, environment={}))
    assert "ra" not in str(fault.value).partition("name an http proxy")[2]
    assert "hasia" not in str(fault.value)


@pytest.mark.usefixtures("trusting")
def test_a_tunnel_is_used_again_and_safe_to_its_end(
    settings: Settings, authority: trustme.CA, site: DemoSite
) -> None:
    async def session(proxy: Proxy) -> list[bool]:
        async with Client(replace(settings, proxy=proxy.place)) as client:
            return [(await client.get(f"https://aman.test/{path}")).ok for path in ("", "robots.txt")]

    with (
        served_safely(authority.issue_cert("aman.test")) as safe,
        Proxy({"aman.test": safe.address}) as proxy,
    ):
        assert asyncio.run(session(proxy)) == [True, True]
        assert proxy.asked == ["CONNECT aman.test:443"]


@pytest.mark.usefixtures("trusting")
def test_a_certificate_in_a_tunnel_is_of_the_site_s_name(settings: Settings, authority: trustme.CA) -> None:
    with (
        served_safely(authority.issue_cert("127.0.0.1")) as safe,
        Proxy({"aman.test": safe.address}) as proxy,
        pytest.raises(BadCertificate),
    ):
        get("https://aman.test/", replace(settings, proxy=proxy.place))
    assert safe.requests == []


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("name", ["127.0.0.1", "lain.test"])
def test_a_proxy_that_is_reached_safely(
    site: DemoSite, settings: Settings, authority: trustme.CA, scheme: str, name: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    with served_safely(authority.issue_cert(site.host)) as safe:
        address = safe.address if scheme == "https" else site.address
        proxy = Proxy({site.host: address})
        proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
        through = replace(settings, proxy=f"https://u:{SECRET}@{proxy.place}")
        with proxy:
            if name == "127.0.0.1":
                assert get(f"{scheme}://{site.host}/", through).ok
                assert proxy.credentials == {"Basic " + b64encode(f"u:{SECRET}".encode()).decode()}
            else:
                with pytest.raises(BadCertificate):
                    get(f"{scheme}://{site.host}/", through)
                assert proxy.asked == []
