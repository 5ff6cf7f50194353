"""Whole crawls of a toy newspaper that misbehaves, and what stands between it and the crawler."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from scraper.fetch.client import tls_context
from tests.unit.crawler.conftest import archive, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Answers = dict[str, list[str | int]]

__all__ = ["archive", "run"]


@pytest.fixture
def dns(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the resolver says of a name: each answer once, the last for ever; a number is its error."""
    answers: Answers = {}
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        told = answers.get(host)
        if told is None:
            return real(host, port, *rest, **options)
        answer = told.pop(0) if len(told) > 1 else told[0]
        if isinstance(answer, int):
            raise socket.gaierror(answer, "no address")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return answers


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine trusts the authority."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    tls_context.cache_clear()
    yield
    tls_context.cache_clear()
