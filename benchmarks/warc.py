"""What packing pages for WARC files costs: `python -m benchmarks.warc CORPUS`.

The HTML pages of the corpus that are about as large as most are packed with each library and level that is
installed (zlib; `pip install isal zlib-ng` for the others), once as text and once as a server's gzip. Then
each is made into a response record, and stored in an archive. Told is CPU time for 100 KB of page.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.archive import Archive
from scraper.archive.warc import records
from scraper.model import Outlet, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OUTLET = Outlet("suara", "Suara", "https://suara.test/", ("suara.test",))
LIBRARIES = {
    "zlib": ("zlib", (0, 1, 2, 3, 6)),
    "isal": ("isal.isal_zlib", (0, 1, 2, 3)),
    "zlib-ng": ("zlib_ng.zlib_ng", (0, 1, 2, 3, 6)),
}
ROUNDS = 3
UNIT = 100_000


def pages(corpus: Path) -> list[bytes]:
    """The HTML of 60 to 160 KB."""
    files = (path for path in corpus.rglob("*.html*") if path.is_file())
    read = (
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files
    )
    return [html for html in read if 60_000 < len(html) < 160_000]


def cost(work: Callable[[Any], object], things: Sequence[Any], size: int) -> float:
    """Milliseconds of CPU for 100 KB of page: the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for thing in things:
            work(thing)
        times.append(time.process_time() - begun)
    return min(times) * 1e3 * UNIT / size


def compare(name: str, bodies: list[bytes], size: int) -> None:
    """Each library and level on these bodies, of pages that are of that size together."""
    print(f"{name:<30} {'level':>5} {'ms':>8} {'packed to':>10}")
    for library, (module, levels) in LIBRARIES.items():
        try:
            packer = import_module(module)
        except ImportError:
            print(f"  {library}: not installed")
            continue
        for level in levels:

            def pack(body: bytes, packer: Any = packer, level: int = level) -> bytes:
                member = packer.compressobj(level, 8, records.GZIP)
                return bytes(member.compress(body) + member.flush())

            packed = sum(len(pack(body)) for body in bodies)
            print(f"  {library:<28} {level:>5} {cost(pack, bodies, size):8.3f} {packed / size:10.1%}")


def page(number: int, html: bytes, *, packed: bool) -> Page:
    """A page as a client gives it."""
    url = f"https://suara.test/{number}"
    coding = (("content-encoding", "gzip"),) if packed else ()
    return Page(
        url,
        url,
        200,
        (("content-type", "text/html"), *coding),
        html,
        datetime.now(UTC),
        packed=gzip.compress(html) if packed else None,
        request_headers=(("Host", "suara.test"), ("User-Agent", "kliping")),
    )


def store(bodies: list[bytes], size: int) -> None:
    """What kliping itself does with such pages."""
    print(f"{'kliping':<30} {'':>5} {'ms':>8}")
    for packed in (False, True):
        name = "sent as gzip" if packed else "sent as text"
        answers = [page(number, html, packed=packed) for number, html in enumerate(bodies)]
        made = cost(lambda answer: records.response(answer, records.new_id()), answers, size)
        print(f"  {'record, ' + name:<28} {'':>5} {made:8.3f}")
        with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
            archive.outlets.register(OUTLET)
            begun = time.process_time()
            with archive.atomic():
                captures = [archive.captures.store(answer, outlet=OUTLET.slug) for answer in answers]
            kept = (time.process_time() - begun) * 1e3 * UNIT / size
            print(f"  {'stored, ' + name:<28} {'':>5} {kept:8.3f}")
            print(f"  {'read back':<28} {'':>5} {cost(archive.captures.read, captures, size):8.3f}")


def main() -> None:
    """Read the arguments, and print a table each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    bodies = pages(parser.parse_args().corpus)
    size = sum(map(len, bodies))
    print(f"{len(bodies)} pages of {size / len(bodies) / 1000:.0f} KB")
    compare("pages as text", bodies, size)
    compare("pages as a server's gzip", [gzip.compress(body, 6) for body in bodies], size)
    store(bodies, size)


if __name__ == "__main__":
    main()
