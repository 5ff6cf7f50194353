"""Serving the toy newspaper by hand, until Ctrl-C."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from scraper.demo.site import DemoSite
from scraper.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def serve(port: int = 0, pages: Path | None = None) -> None:
    """Serve the paper, or the *.html files of the folder `pages`, and print the address; Ctrl-C ends it.

    `port` 0 takes any free one. Raises UsageError when the port or the folder cannot be used.
    """
    if pages and not pages.is_dir():
        raise UsageError(f"{pages}: there is no such folder; check the path")
    try:
        site = DemoSite(port=port, pages=pages)
    except OSError as fault:
        raise UsageError(f"port {port} cannot be used: {fault.strerror}; name another, or none") from fault
    try:
        with site:
            print(f"http://127.0.0.1:{site.address[1]}/  (Ctrl-C stops it)", flush=True)
            Event().wait()
    except KeyboardInterrupt:
        return
