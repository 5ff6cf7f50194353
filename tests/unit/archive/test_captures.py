"""Responses come back exactly as they were received; identical bytes are kept once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.errors import ArchiveError
from scraper.model import Page
from tests.unit.archive.examples import WIB, lead, page

if TYPE_CHECKING:
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


def test_identical_bytes_are_kept_once(archive: Archive) -> None:
    for content in (b"sama", b"sama", b"lain"):
        archive.captures.store(page(content), outlet="suara")
    assert list(archive.query("SELECT count(*) AS n FROM capture_bodies")) == [{"n": 2}]


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

    @pytest.mark.parametrize(
        ("sql", "message"),
        [
            ("UPDATE capture_bodies SET content = x'00'", "damaged"),
            ("UPDATE capture_bodies SET content = substr(content, 1, length(content) - 4)", "damaged"),
            ("UPDATE capture_bodies SET digest = 'x'", "does not hold"),
        ],
    )
    def test_tells_of_damaged_bytes(self, archive: Archive, sql: str, message: str) -> None:
        capture = archive.captures.store(page(), outlet="suara")
        archive._database.execute(sql)
        with pytest.raises(ArchiveError, match=message):
            archive.captures.read(capture)

    def test_tells_of_bytes_that_are_not_those_that_were_stored(self, archive: Archive) -> None:
        first, second = (archive.captures.store(page(content), outlet="suara") for content in (b"a", b"b"))
        archive._database.execute(
            "UPDATE capture_bodies SET content = (SELECT max(content) FROM capture_bodies)"
        )
        faults = 0
        for capture in (first, second):
            try:
                archive.captures.read(capture)
            except ArchiveError:
                faults += 1
        assert faults == 1
