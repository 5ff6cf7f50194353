"""Reading pages in a process of its own, by pipes: `python -m scraper.extraction.reader_process`.

Requests and answers are pickles, each behind its length in 8 bytes. The process ends with its input.
"""

from __future__ import annotations

import pickle
import signal
import struct
import sys
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

from scraper.extraction.reader import read
from scraper.model import Article, Failed
from scraper.outlets import for_page
from scraper.text.similarity.sketches import sketch

if TYPE_CHECKING:
    from typing import BinaryIO

    from scraper.extraction.reader import Reading
    from scraper.model import Outlet, Page
    from scraper.model.article import Moment
    from scraper.text.similarity.fingerprint import OutletMemory

LENGTH = struct.Struct(">Q")


def attempt(
    page: Page, outlet: Outlet, memory: OutletMemory | None, listed: Moment | None = None
) -> Reading | Failed:
    """Read a page that was fetched for an outlet, and sketch its article, to spare the storing process that.

    `listed` is the article's time according to the feed or sitemap that listed it.
    The profile that the page is read with is `scraper.outlets.for_page`. What goes wrong inside the reader is
    that page's failure.
    """
    try:
        return _sketched(read(page, for_page(outlet, page.url), memory, listed))
    except Exception:
        # Whatever it is, it concerns this page only: its traceback is recorded, and other pages are read.
        return Failed("extractor", traceback.format_exc())


def _sketched(reading: Reading) -> Reading:
    if not isinstance(reading.result, Article):
        return reading
    return replace(reading, sketch=sketch(reading.result.text))


def framed(message: object) -> bytes:
    """A message as it is sent."""
    pickled = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(pickled)) + pickled


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        # Only the process that started this one can write here.
        arguments = pickle.loads(requests.read(*LENGTH.unpack(head)))  # noqa: S301
        answers.write(framed(attempt(*arguments)))
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the crawl, which then closes the pipes
    serve(sys.stdin.buffer, sys.stdout.buffer)
