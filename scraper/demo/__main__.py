"""`python -m scraper.demo`: serve the toy newspaper, or a folder of pages, until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from threading import Event

from scraper.demo.site import DemoSite


def main() -> int:
    """Serve until Ctrl-C; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m scraper.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    parser.add_argument(
        "--pages", type=Path, metavar="FOLDER", help="serve the *.html files of this folder instead"
    )
    options = parser.parse_args()
    if options.pages and not options.pages.is_dir():
        parser.error(f"no such folder: {options.pages}")
    try:
        with DemoSite(port=options.port, pages=options.pages) as site:
            address, port = site.address
            print(f"http://{address}:{port}/  (Ctrl-C stops it)", flush=True)
            Event().wait()
    except KeyboardInterrupt:
        return 0
    except OSError as fault:
        print(f"cannot serve on port {options.port}: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
