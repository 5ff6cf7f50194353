"""Errors of the HTTP library, TLS and DNS as kliping's own, worded for users."""

from __future__ import annotations

import os
import socket
import ssl

import httpx2

from scraper.errors import BadCertificate, BadResponse, FetchError, UnknownHost, Unreachable
from scraper.fetch.connection import CutShort
from scraper.text.urls import host


def translated(fault: Exception, url: str) -> FetchError:
    """What to raise for a fault of a request for the URL."""
    name = host(url)
    causes = list(_causes(fault))
    if isinstance(fault, httpx2.ProxyError):
        return _proxy_error(fault, causes, url)
    lookup = next((cause for cause in causes if isinstance(cause, socket.gaierror)), None)
    if lookup is not None and lookup.errno == socket.EAI_AGAIN:
        return Unreachable(f"{name}: its name could not be looked up just now; is this machine online?")
    if lookup is not None:
        return UnknownHost(f"{name}: no such host; check the spelling")
    certificate = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if certificate is not None:
        return _unsafe(certificate, url)
    if isinstance(fault, CutShort):
        return Unreachable(f"{url}: the answer breaks off ({fault}); try again later")
    if isinstance(fault, httpx2.NetworkError | httpx2.TimeoutException):
        codes = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno]
        why = os.strerror(codes[0]) if codes else str(fault) or type(fault).__name__
        return Unreachable(f"{url}: cannot be reached ({why}); check the address, or try again later")
    return BadResponse(f"{url}: cannot be read: {str(fault) or type(fault).__name__}")


def _proxy_error(fault: Exception, causes: list[BaseException], url: str) -> FetchError:
    certificate = next((c for c in causes if isinstance(c, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        why = certificate.verify_message or str(certificate)
        return BadCertificate(f"{url}: the certificate of its proxy is not valid: {why}; check the proxy")
    return Unreachable(f"{url}: its proxy cannot be reached ({fault}); check it, or try again later")


def _unsafe(fault: ssl.SSLError, url: str) -> FetchError:
    if isinstance(fault, ssl.SSLCertVerificationError):
        why = fault.verify_message or str(fault)
        return BadCertificate(f"{url}: its certificate is not valid: {why}; kliping reads nothing from there")
    return Unreachable(f"{url}: no safe connection: {fault.reason or fault}; try again later")


def _causes(fault: BaseException) -> list[BaseException]:
    """The exception and what led to it, nested groups included (a connection tries several addresses)."""
    found: list[BaseException] = []
    todo: list[BaseException | None] = [fault]
    while todo:
        cause = todo.pop()
        if cause is None or cause in found:
            continue
        found.append(cause)
        todo += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            todo += cause.exceptions
    return found
