"""What other programs for WARC files make of ours: warcio, and pywb's replay."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from scraper.crawler import crawl
from scraper.demo import Status
from tests.unit.archive.examples import page

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from scraper.model import Page
    from scraper.settings import Settings

HTML = b"<html><body><p>Harga gabah naik.</p></body></html>"
KIND = ("content-type", "text/html; charset=utf-8")
LARGE = random.Random(1).randbytes(12_000_000)
PAGES = {
    "gzip": page(
        HTML,
        headers=(KIND, ("content-encoding", "gzip"), ("transfer-encoding", "chunked")),
        packed=gzip.compress(HTML),
    ),
    "unpacked": page(HTML, headers=(KIND, ("content-encoding", "deflate"), ("content-length", "7"))),
    "plain": page(HTML, headers=(KIND, ("content-length", str(len(HTML))))),
    "redirect": page(b"", status=301, headers=(("location", "https://suara.test/baru"),)),
    "not found": page(b"<p>Tidak ada</p>", status=404),
    "odd headers": page(
        HTML, headers=(("x-kota", "Yogyakarta – “Jogja” ñ"), ("x-baris", "satu\r\nx-dua: 2"))
    ),
    "odd status": page(HTML, status=799),
    "odd address": page(HTML, url="https://nama:rahasia@suara.test/berita/é ü\n?q=satu dua"),
    "large": page(LARGE),
    "large, packed": page(LARGE, packed=gzip.compress(LARGE, 1)),
    "picture that was not read": page(b"", headers=(("content-type", "image/png"), ("content-length", "99"))),
}


def only_file(archive: Archive) -> Path:
    (file,) = archive.path.with_suffix(".warc").glob("*.warc.gz")
    return file


def read(file: Path) -> list[Any]:
    """Each record as warcio reads it, with its payload as it would be shown."""
    found = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.shown = record.content_stream().read()
            found.append(record)
    return found


def check(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`warcio check` has nothing to say."""

    class Options:
        inputs = (str(file),)
        verbose = False

    assert Checker(Options()).process_all() == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", PAGES)
def test_a_response_is_given_back_exactly(
    archive: Archive, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = PAGES[name]
    capture = archive.captures.store(answer, outlet="suara")
    assert archive.captures.read(capture) == answer
    info, response = read(only_file(archive))
    assert (info.rec_type, response.rec_type) == ("warcinfo", "response")
    assert response.shown == answer.content
    assert response.http_headers.get_statuscode() == str(answer.status)
    assert response.rec_headers.get_header("WARC-Date") == "2024-05-02T01:02:03.456789Z"
    check(only_file(archive), capsys)


def test_the_redirects_that_led_to_a_page_are_kept_with_it(
    archive: Archive, site: DemoSite, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each answer of the site is a record, so that another program follows the same way."""
    site.faults["/lama/1"] = Status(301, {"Location": "/lama/2"})
    site.faults["/lama/2"] = Status(302, {"Location": site.articles[0].path})
    old = f"{site.url}lama/1"
    crawl([old], replace(settings, archive=archive.path), outlets={"demo": site.outlet}, resolve=site.resolve)
    (file,) = archive.path.with_suffix(".warc").glob("demo-*.warc.gz")
    answers = [record for record in read(file) if record.rec_type == "response"]
    told = {
        record.rec_headers.get_header("WARC-Target-URI"): record.http_headers.get_statuscode()
        for record in answers
    }
    assert told[old] == "301"
    assert told[f"{site.url}lama/2"] == "302"
    assert told[site.url.rstrip("/") + site.articles[0].path] == "200"
    check(file, capsys)


def headers(archive: Archive, answer: Page) -> dict[str, str]:
    archive.captures.store(answer, outlet="suara")
    return dict(read(only_file(archive))[1].http_headers.headers)


class TestHeaders:
    def test_keep_the_packing_of_bytes_that_are_kept_packed(self, archive: Archive) -> None:
        told = headers(archive, PAGES["gzip"])
        assert told["content-encoding"] == "gzip"
        assert told["X-Archive-Orig-transfer-encoding"] == "chunked"
        assert told["Content-Length"] == str(len(PAGES["gzip"].packed or b""))

    def test_put_a_packing_aside_that_was_undone(self, archive: Archive) -> None:
        told = headers(archive, PAGES["unpacked"])
        assert "content-encoding" not in told
        assert told["X-Archive-Orig-content-encoding"] == "deflate"
        assert told["X-Archive-Orig-content-length"] == "7"
        assert told["Content-Length"] == str(len(HTML))

    def test_are_utf_8_and_a_line_each(self, archive: Archive) -> None:
        told = headers(archive, PAGES["odd headers"])
        assert told["x-kota"] == "Yogyakarta – “Jogja” ñ"
        assert told["x-baris"] == "satu x-dua: 2"


def test_an_address_is_a_uri_without_credentials(archive: Archive) -> None:
    archive.captures.store(PAGES["odd address"], outlet="suara")
    (_, response) = read(only_file(archive))
    told = response.rec_headers.get_header("WARC-Target-URI")
    assert told == "https://suara.test/berita/%C3%A9%20%C3%BC%0A?q=satu%20dua"


def test_the_request_stands_beside_its_answer(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    sent = (("Host", "suara.test"), ("User-Agent", "kliping/0.1"))
    archive.captures.store(page(url="https://suara.test/berita?id=1", request_headers=sent), outlet="suara")
    _, response, request = read(only_file(archive))
    told = request.rec_headers.get_header
    assert request.rec_type == "request"
    assert told("WARC-Concurrent-To") == response.rec_headers.get_header("WARC-Record-ID")
    assert request.http_headers.statusline == "/berita?id=1 HTTP/1.1"
    assert tuple(request.http_headers.headers) == sent
    check(only_file(archive), capsys)


class TestRevisits:
    def test_of_the_same_bytes_refer_to_them(
        self, archive: Archive, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for url in ("https://suara.test/1", "https://suara.test/2"):
            archive.captures.store(replace(PAGES["gzip"], url=url), outlet="suara")
        _, response, revisit = read(only_file(archive))
        told = revisit.rec_headers.get_header
        assert revisit.rec_type == "revisit"
        assert told("WARC-Profile").endswith("/revisit/identical-payload-digest")
        assert told("WARC-Target-URI") == "https://suara.test/2"
        assert told("WARC-Refers-To-Target-URI") == "https://suara.test/1"
        assert told("WARC-Refers-To-Date") == response.rec_headers.get_header("WARC-Date")
        assert told("WARC-Payload-Digest") == response.rec_headers.get_header("WARC-Payload-Digest")
        check(only_file(archive), capsys)

    def test_of_a_page_that_has_not_changed_refer_to_it(
        self, archive: Archive, capsys: pytest.CaptureFixture[str]
    ) -> None:
        archive.captures.store(page(), outlet="suara")
        capture = archive.captures.store(page(b"", status=304), outlet="suara")
        _, response, revisit = read(only_file(archive))
        told = revisit.rec_headers.get_header
        assert told("WARC-Profile").endswith("/revisit/server-not-modified")
        assert told("WARC-Refers-To-Date") == response.rec_headers.get_header("WARC-Date")
        assert revisit.http_headers.get_statuscode() == "304"
        assert archive.captures.read(capture) == page(b"", status=304)
        check(only_file(archive), capsys)


PYWB = """
import sys
from pywb.apps.frontendapp import FrontEndApp
from pywb.manager.manager import main
from werkzeug.test import Client
main(["init", "kliping"])
main(["add", "kliping", sys.argv[1]])
client = Client(FrontEndApp())
for url in sys.argv[2:]:
    shown = client.get(f"/kliping/20240502010203id_/{url}", headers={"Accept-Encoding": "gzip"})
    packed = shown.headers.get("content-encoding")
    print("shown", shown.status_code, shown.headers["content-type"], packed, shown.get_data().hex())
"""
"""In a process of its own, since pywb changes Python's own modules."""


def test_pywb_replays_pages(archive: Archive, tmp_path: Path) -> None:
    urls = ("https://suara.test/berita/1", "https://suara.test/berita/2")
    for url in urls:
        archive.captures.store(replace(PAGES["gzip"], url=url), outlet="suara")
    command = [sys.executable, "-W", "ignore", "-c", PYWB, str(only_file(archive)), *urls]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    shown = [line for line in told.stdout.splitlines() if line.startswith("shown")]
    body = (PAGES["gzip"].packed or b"").hex()
    assert shown == [f"shown 200 {KIND[1]} gzip {body}"] * 2
