"""Responses come back exactly as they were received; identical bytes are kept once."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.errors import ArchiveError
from scraper.model import Page
from tests.unit.archive.examples import WIB, lead, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scraper.archive import Archive

PAGES = st.builds(
    Page,
    requested=st.text(),
    url=st.text(),
    status=st.integers(100, 599),
    headers=st.lists(st.tuples(st.text(), st.text())).map(tuple),
    content=st.binary(),
    fetched_at=st.datetimes(timezones=st.just(UTC)),
    elapsed=st.floats(0, 1e6),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(PAGES)
def test_a_page_comes_back_as_it_was(archive: Archive, received: Page) -> None:
    assert archive.captures.read(archive.captures.store(received, outlet="suara")) == received


def test_times_are_kept_in_utc(archive: Archive) -> None:
    local = page(fetched_at=datetime(2024, 5, 2, 1, 0, tzinfo=WIB))
    archive.captures.store(local, outlet="suara")
    assert list(archive.query("SELECT fetched_at FROM captures")) == [
        {"fetched_at": "2024-05-01T18:00:00.000000+00:00"}
    ]


class TestIdenticalBytes:
    """They are kept once; the record of each further answer refers to the first."""

    @pytest.mark.parametrize("packing", [None, gzip.compress])
    def test_are_kept_once_whoever_sent_them(
        self, archive: Archive, packing: Callable[[bytes], bytes] | None
    ) -> None:
        content = random.Random(1).randbytes(100_000)
        pages = [page(content, url=f"https://suara.test/{n}") for n in range(3)]
        if packing:
            pages = [replace(one, packed=packing(content)) for one in pages]
        captures = [archive.captures.store(one, outlet="suara") for one in pages]
        assert [archive.captures.read(capture) for capture in captures] == pages
        (file,) = archive.path.with_suffix(".warc").glob("*.warc.gz")
        assert file.stat().st_size < 110_000

    def test_are_kept_again_where_they_are_packed_otherwise(self, archive: Archive) -> None:
        for packed in (None, gzip.compress(b"<p>Halo</p>")):
            archive.captures.store(page(packed=packed), outlet="suara")
        assert list(archive.query("SELECT count(DISTINCT offset) AS n FROM captures")) == [{"n": 2}]

    def test_are_kept_again_where_the_first_are_damaged(self, archive: Archive) -> None:
        archive.captures.store(page(), outlet="suara")
        damage(archive)
        again = archive.captures.store(page(), outlet="suara")
        assert archive.captures.read(again) == page()


class TestOfALead:
    def test_is_the_newest_good_answer_to_each_url(self, archive: Archive) -> None:
        archive.leads.add([lead()])

        def store(requested: str, status: int) -> int:
            answer = page(requested=requested, status=status, fetched_at=page().fetched_at + timedelta(1))
            return archive.captures.store(answer, outlet="suara", lead=lead().url)

        store("https://suara.test/berita/1", 200)
        newest = store("https://suara.test/berita/1", 200)
        store("https://suara.test/berita/1", 503)
        second = store("https://suara.test/berita/1?page=2", 203)
        store("https://suara.test/berita/1?page=3", 404)
        archive.captures.store(page(), outlet="suara")
        assert archive.captures.of_lead(lead().url) == {
            "https://suara.test/berita/1": newest,
            "https://suara.test/berita/1?page=2": second,
        }

    def test_is_empty_for_a_stranger(self, archive: Archive) -> None:
        assert archive.captures.of_lead(lead().url) == {}

    def test_needs_the_lead_to_be_known(self, archive: Archive) -> None:
        with pytest.raises(ArchiveError, match="no lead"):
            archive.captures.store(page(), outlet="suara", lead=lead().url)
        assert list(archive.query("SELECT count(*) AS n FROM captures")) == [{"n": 0}]


class TestReading:
    def test_tells_of_an_unknown_capture(self, archive: Archive) -> None:
        with pytest.raises(ArchiveError, match="no capture 7"):
            archive.captures.read(7)

    def test_tells_which_bytes_are_damaged(self, archive: Archive) -> None:
        capture = archive.captures.store(page(), outlet="suara")
        file = damage(archive)
        (row,) = archive.query("SELECT offset FROM captures")
        with pytest.raises(ArchiveError, match=rf"{file.name} at byte {row['offset']} is missing or damaged"):
            archive.captures.read(capture)

    def test_tells_of_a_missing_file(self, archive: Archive) -> None:
        capture = archive.captures.store(page(), outlet="suara")
        damage(archive).unlink()
        with pytest.raises(ArchiveError, match="No such file"):
            archive.captures.read(capture)

    def test_tells_of_bytes_that_are_not_those_that_were_stored(self, archive: Archive) -> None:
        capture = archive.captures.store(page(), outlet="suara")
        archive._database.execute("UPDATE captures SET digest = 'x'")
        with pytest.raises(ArchiveError, match="not those"):
            archive.captures.read(capture)


def damage(archive: Archive) -> Path:
    """Spoil the only record of a page; returns the file that holds it."""
    (row,) = archive.query("SELECT file, offset, length FROM captures")
    file = archive.path.with_suffix(".warc") / row["file"]
    with file.open("r+b") as bytes_:
        bytes_.seek(row["offset"] + row["length"] // 2)
        bytes_.write(b"rusak")
    return file


def test_no_name_leads_out_of_the_folder(archive: Archive) -> None:
    capture = archive.captures.store(page(), outlet="suara")
    archive._database.execute("UPDATE captures SET file = '../../secret'")
    with pytest.raises(ArchiveError, match="tampered"):
        archive.captures.read(capture)
    archive._database.execute("UPDATE outlets SET slug = '../../suara'")
    with pytest.raises(ArchiveError, match="tampered"):
        archive.captures.store(page(b"lain"), outlet="../../suara")
    with pytest.raises(ArchiveError, match="tampered"):
        archive.lock("../../suara")
