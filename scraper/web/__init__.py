"""An archive in Datasette: on this machine only, read-only, with facets, search and canned queries."""

from __future__ import annotations

import asyncio
import socket
import tomllib
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scraper.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"

_SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 5_000,
    "sql_time_limit_ms": 10_000,
    "facet_time_limit_ms": 1_000,
    "suggest_facets": False,
    "truncate_cells_html": 160,
    "allow_download": False,
}


def metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata of an archive under that database name (the file's name without ending)."""
    described = tomllib.loads(files("scraper.web").joinpath("archive.toml").read_text("utf-8"))
    return {
        "title": "kliping",
        "description": "An archive of Indonesian news. The articles belong to their publishers.",
        "databases": {database: {"tables": described["tables"], "queries": described["queries"]}},
    }


def application(path: Path) -> Any:
    """Datasette over the archive at `path`, not yet started. Raises UsageError when it is not installed."""
    try:
        from datasette.app import Datasette
    except ImportError as fault:
        raise UsageError("serving needs Datasette: pip install 'kliping[web]'") from fault
    import rich

    # Datasette prints a traceback of every 404 on rich's global console.
    rich.reconfigure(quiet=True)
    return Datasette([str(path)], metadata=metadata(path.stem), settings=_SETTINGS)


def serve(path: Path, port: int, on_start: Callable[[str], None]) -> None:
    """Serve an archive on loopback until Ctrl-C; `on_start` is given the address.

    Port 0 takes any free one. Raises UsageError when the port is taken, or Datasette is not installed.
    """
    datasette = application(path)
    import uvicorn

    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as fault:
        listening.close()
        raise UsageError(
            f"port {port} cannot be used ({fault.strerror}); name another with --port"
        ) from fault
    with listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/{path.stem}"

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                on_start(address)

        config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", workers=1)
        with suppress(KeyboardInterrupt):  # raised again after the server has ended well
            asyncio.run(Server(config).serve(sockets=[listening]))
