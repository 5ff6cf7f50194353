"""Any WARC gives its pages, one record at a time; what is damaged is counted, and read past."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zlib
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.discover.files import warc_pages
from tests.unit.discover.warc_files import HTML, answer, numbered, packed, record

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.model import Page


def read(content: bytes) -> tuple[list[Page], warc_pages.Contents]:
    contents = warc_pages.Contents()
    return list(warc_pages.pages(io.BytesIO(content), contents)), contents


def numbers(pages: list[Page]) -> list[int]:
    return [int(page.url.rpartition("/")[2]) for page in pages]


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:])) + b"0\r\n\r\n"


FORMS = {
    "a gzip a record": packed(numbered(1, 3)),
    "one gzip": gzip.compress(b"".join(numbered(1, 3))),
    "plain": b"".join(numbered(1, 3)),
    "WARC/1.0": record("https://suara.test/berita/1", version=b"1.0") + b"".join(numbered(2, 3)),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_each_form_of_the_file_is_read(content: bytes) -> None:
    pages, contents = read(content)
    assert numbers(pages) == [1, 2, 3]
    assert contents == warc_pages.Contents(records=3)


def test_a_page_is_what_the_record_tells() -> None:
    url = "https://SUARA.test/berita/1?utm_source=x"
    (page,), _ = read(record(url, answer(more=b"X-Crawl: ya\r\n"), date="2024-05-02T01:02:03.250+07:00"))
    assert (page.requested, page.url) == ("https://suara.test/berita/1",) * 2
    assert (page.status, page.content) == (200, HTML)
    assert page.headers == (("content-type", "text/html"), ("x-crawl", "ya"))
    assert page.fetched_at == datetime(2024, 5, 1, 18, 2, 3, 250000, tzinfo=UTC)


CHUNKS, GZIP = b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(chunked(HTML), CHUNKS, id="chunks"),
        pytest.param(gzip.compress(HTML), GZIP, id="gzip"),
        pytest.param(zlib.compress(HTML), b"Content-Encoding: deflate\r\n", id="deflate"),
        pytest.param(chunked(gzip.compress(HTML)), CHUNKS + GZIP, id="gzip in chunks"),
        pytest.param(HTML, CHUNKS + GZIP, id="unpacked by the crawler, with the headers left"),
        pytest.param(HTML, b"Content-Encoding: br\r\n", id="brotli unpacked by the crawler"),
    ],
)
def test_the_body_is_unpacked(body: bytes, headers: bytes) -> None:
    (page,), _ = read(record(block=answer(body, more=headers)))
    assert page.content == HTML


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        (record(kind="request"), "no response"),
        (record("dns:suara.test"), "no web address"),
        (record(block=answer(status=b"404 Not Found")), "another status than 200"),
        (record(block=answer(kind=b"image/png")), "no HTML"),
        (record(more="WARC-Truncated: length\r\n"), "cut short by the crawler that wrote it"),
        (
            record(block=answer(b"\x0b\x02\x80", more=b"Content-Encoding: br\r\n")),
            "packed in a way that is not known",
        ),
        (record(block=answer(bytes(warc_pages.MAX_BYTES))), "too large"),
    ],
)
def test_what_is_no_page_is_counted(left_out: bytes, why: str) -> None:
    pages, contents = read(left_out + record("https://suara.test/berita/2"))
    assert numbers(pages) == [2]
    assert contents == warc_pages.Contents(records=2, skipped=Counter({why: 1}))


BEFORE, AFTER = numbered(1, 2), numbered(4, 6)
BAD = {
    "bytes of anything": b"\xf1\x00 anything \xff\r\n" * 300,
    "a length too small": record(length="30"),
    "a length too large": record(length="90000"),
    "a length beyond all bounds": record(length="999999999999"),
    "a length that no number holds": record(length="9" * 40),
    "a negative length": record(length="-5"),
    "a length in words": record(length="many"),
    "a wrong digest": record(digest="sha1:" + "A" * 32),
    "no HTTP inside": record(block=b"nothing of the kind"),
    "no date": record(date="kemarin"),
    "a header without an end": b"WARC/1.1\r\nX: " + b"a" * 1_000_000 + b"\r\n",
    "headers without an end": b"WARC/1.1\r\n" + b"X: a\r\n" * 100_000,
}


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_behind_a_damaged_record_the_reading_goes_on(bad: bytes, *, is_packed: bool) -> None:
    records = [*BEFORE, bad, *AFTER]
    pages, contents = read(packed(records) if is_packed else b"".join(records))
    assert set(numbers(pages)) >= {1, 2, 4, 5, 6}
    assert contents.damage.total() >= 1


def test_spoilt_gzip_costs_its_own_record_only() -> None:
    spoilt = bytearray(gzip.compress(record()))
    spoilt[40:60] = bytes(20)
    pages, contents = read(packed(BEFORE) + bytes(spoilt) + packed(AFTER))
    assert numbers(pages) == [1, 2, 4, 5, 6]
    assert contents.damage.total() >= 1


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("missing", [8, 60, 200])
def test_a_file_cut_off_says_so(name: str, missing: int) -> None:
    pages, contents = read(FORMS[name][:-missing])
    assert set(numbers(pages)) <= {1, 2, 3}
    assert contents.damage.total() >= 1


@settings(max_examples=60)
@given(
    st.sampled_from(list(FORMS.values())),
    st.lists(st.tuples(st.integers(0), st.binary(max_size=8)), max_size=6),
)
def test_no_bytes_make_it_fail(content: bytes, changes: list[tuple[int, bytes]]) -> None:
    spoilt = bytearray(content)
    for place, piece in changes:
        spoilt[place % len(spoilt) : place % len(spoilt) + len(piece)] = piece
    read(bytes(spoilt))


def test_nothing_is_an_empty_file() -> None:
    assert read(b"") == ([], warc_pages.Contents())


MEASURE = """
import re, sys
from pathlib import Path
from scraper.discover.files import warc_pages
contents = warc_pages.Contents()
with Path(sys.argv[1]).open("rb") as file:
    number = sum(1 for _ in warc_pages.pages(file, contents))
print(number, int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""
"""Not `ru_maxrss`: a process inherits that from the one that started it, here the whole test run."""


def test_bombs_and_large_files_fit_into_little_memory(tmp_path: Path) -> None:
    """Three hundred megabytes of pages, and three bombs, each of a gigabyte when unpacked."""
    file = tmp_path / "large.warc.gz"
    zeros = bytes(1_000_000)
    with file.open("wb") as out:
        page = gzip.compress(record(block=answer(HTML + b" " * 1_000_000)))
        for _ in range(300):
            out.write(page)
        bomb = zlib.compressobj(9, wbits=31)
        inner = b"".join(bomb.compress(zeros) for _ in range(1000)) + bomb.flush()
        out.write(gzip.compress(record(block=answer(inner, more=GZIP))))
        for head in (b"WARC/1.1\r\nX: ", record(length="2000000000")[:-4]):
            bomb = zlib.compressobj(9, wbits=31)
            out.write(bomb.compress(head))
            for _ in range(1000):
                out.write(bomb.compress(zeros))
            out.write(bomb.flush())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True
    )
    number, megabytes = map(int, done.stdout.split())
    assert number == 300
    assert megabytes < 150
