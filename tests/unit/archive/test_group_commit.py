"""Tasks that write at the same moment share a transaction, and nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from scraper.errors import ArchiveError
from scraper.model import Lead
from tests.unit.archive.examples import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.archive import Archive


def adding(archive: Archive, url: str, *, then: type[Exception] | None = None) -> Callable[[], str]:
    """A piece of writing that adds a lead, then fails or returns its URL."""

    def work() -> str:
        archive.leads.add([Lead(url, "suara", "link")])
        if then:
            raise then(url)
        return url

    return work


def kept(archive: Archive) -> set[str]:
    """What any other reader of the file sees."""
    return {row["url"] for row in archive.query("SELECT url FROM leads")}


def test_what_was_written_is_committed_when_the_writer_goes_on(archive: Archive) -> None:
    async def writer(url: str) -> set[str]:
        assert await archive.group_commit(adding(archive, url)) == url
        return kept(archive)

    async def session() -> list[set[str]]:
        return await asyncio.gather(writer("https://a.id/1"), writer("https://a.id/2"))

    assert asyncio.run(session()) == [{"https://a.id/1", "https://a.id/2"}] * 2


def test_a_fault_undoes_the_writing_of_its_own_task_only(archive: Archive) -> None:
    async def session() -> list[str | BaseException]:
        bad = archive.group_commit(adding(archive, "https://a.id/bad", then=ValueError))
        good = archive.group_commit(adding(archive, "https://a.id/good"))
        return await asyncio.gather(bad, good, return_exceptions=True)

    bad, good = asyncio.run(session())
    assert isinstance(bad, ValueError)
    assert good == "https://a.id/good"
    assert kept(archive) == {"https://a.id/good"}


def test_nobody_is_told_of_success_when_the_archive_fails(archive: Archive) -> None:
    async def session() -> list[str | BaseException]:
        good = archive.group_commit(adding(archive, "https://a.id/good"))
        bad = archive.group_commit(adding(archive, "https://a.id/bad", then=ArchiveError))
        return await asyncio.gather(good, bad, return_exceptions=True)

    assert [type(result) for result in asyncio.run(session())] == [ArchiveError, ArchiveError]
    assert kept(archive) == set()


def test_a_task_that_was_cancelled_writes_nothing(archive: Archive) -> None:
    async def session() -> None:
        task = asyncio.ensure_future(archive.group_commit(adding(archive, "https://a.id/1")))
        asyncio.get_running_loop().call_soon(task.cancel)  # after its request, before the commit
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(session())
    assert kept(archive) == set()


def test_the_bytes_of_a_page_and_the_state_of_its_lead_are_one_writing(archive: Archive) -> None:
    archive.leads.add([Lead("https://a.id/1", "suara", "link")])

    def work() -> None:
        archive.captures.store(page(), outlet="suara", lead="https://a.id/1")
        archive.leads.fetched("https://a.id/unknown")

    with pytest.raises(ArchiveError):
        asyncio.run(archive.group_commit(work))
    assert list(archive.query("SELECT id FROM captures")) == []
