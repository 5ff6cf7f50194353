"""A toy newspaper behind TLS."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scraper.demo import DemoSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme


@contextmanager
def served_safely(certificate: trustme.LeafCert) -> Iterator[DemoSite]:
    """The toy newspaper behind that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    site = DemoSite()
    server = site._server
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with site:
        yield site
