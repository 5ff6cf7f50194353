"""An article that was forgotten is nowhere any more, and all else is as it was."""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import sys
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from scraper.archive import Archive
from scraper.archive.queries.import_lookup import PageStatus
from scraper.archive.warc.rewriting import Rewrite
from scraper.crawler import crawl
from scraper.errors import ArchiveError
from scraper.model import Block, Stored, Unchanged
from tests.unit.archive.examples import article, lead, outlet, page

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from scraper.archive.warc.records import Record
    from scraper.archive.warc.warc_files import Location
    from scraper.demo import DemoSite
    from scraper.settings import Settings

OWN = lead("1").url
SECRET = "zamrudkelabu"
"""A word of the article that is forgotten, and of no other."""


def visit(archive: Archive, number: int, word: str, *, url: str | None = None) -> int:
    """A crawl's visit of an article whose page and text have that word, at its own or another address."""
    found = replace(lead(str(number)), url=url or lead(str(number)).url)
    archive.leads.add([found])
    headers = (("user-agent", "kliping"),)
    fetched = page(
        f"<p>{word}</p>".encode(),
        requested=found.url,
        url=found.url,
        request_headers=headers,
        fetched_at=datetime.now(UTC),
    )
    capture = archive.captures.store(fetched, outlet="suara", lead=found.url)
    known = replace(article(number), body=(Block("p", word),), lead=None, tags=(word,), pages=())
    archive.leads.finish(found.url, archive.articles.store(known, captures=[capture]))
    return capture


def filled(path: Path) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        visit(archive, 2, "tetangga")
        visit(archive, 1, SECRET)
        visit(archive, 1, SECRET + "baru")
        visit(archive, 1, SECRET, url="https://suara.test/amp/1")
        visit(archive, 3, "lainnya")


def lingering(folder: Path, word: str) -> list[str]:
    """The files beneath a folder that have a word, packed or not."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            if path.name.endswith(".warc.gz"):
                records = ArchiveIterator(io.BytesIO(data))
                data += b"".join(
                    record.rec_headers.to_str().encode() + record.content_stream().read()
                    for record in records
                )
            if word.encode() in data:
                found.append(path.name)
    return found


def assert_whole(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.verify().faults == []
    for warc in path.with_suffix(".warc").glob("*.warc.gz"):
        assert is_valid(warc)


def is_valid(warc: Path) -> bool:
    from argparse import Namespace

    checker = Checker(Namespace(inputs=[str(warc)], verbose=False))
    checker.process_all()
    return not checker.exit_value


def members(warc: Path) -> list[bytes]:
    """The gzip members of a file, byte for byte."""
    data, found = warc.read_bytes(), []
    while data:
        unpacker = zlib.decompressobj(31)
        unpacker.decompress(data)
        found.append(data.removesuffix(unpacker.unused_data))
        data = unpacker.unused_data
    return found


@pytest.mark.parametrize("form", [OWN, "https://suara.test/amp/1", OWN + "?utm_source=surat"])
def test_no_word_of_it_is_left(path: Path, form: str) -> None:
    filled(path)
    (file,) = path.with_suffix(".warc").glob("*.gz")
    before = members(file)
    assert {file.name, path.name} <= set(lingering(path.parent, SECRET))
    with Archive(path) as archive:
        done = archive.forgetting.forget(form, "diminta narasumber")
        assert done.titles == ["Panen raya di desa 1"]
        assert done.captures == 3
        assert done.records == 6
        assert not archive.search(SECRET)
        assert archive.search("tetangga")
        rows = archive.query("SELECT id FROM captures")
        assert [archive.captures.read(row["id"]).content for row in rows] == [
            b"<p>tetangga</p>",
            b"<p>lainnya</p>",
        ]
    assert lingering(path.parent, SECRET) == []
    (file,) = path.with_suffix(".warc").glob("*.gz")
    after = members(file)
    assert len(after) == len(before) - 6
    assert after == [member for member in before if member in after]
    assert_whole(path)


def test_a_tombstone_stays(archive: Archive) -> None:
    visit(archive, 1, SECRET)
    archive.forgetting.forget(OWN, "diminta narasumber")
    archive.forgetting.forget(OWN, "sekali lagi")
    stone, twin = archive.tombstones.all()
    assert twin == replace(stone, url=OWN.replace("https", "http"))
    assert (stone.url, stone.outlet, stone.reason) == (OWN, "suara", "diminta narasumber")
    assert archive.tombstones.of(OWN) == stone


def test_what_was_never_stored_is_never_fetched(archive: Archive) -> None:
    done = archive.forgetting.forget(OWN, "diminta")
    assert (done.titles, done.captures, done.records) == ([], 0, 0)
    assert archive.leads.add([lead("1"), lead("2")]) == 1
    assert [found.url for found in archive.leads.pick("suara", run=1)] == [lead("2").url]
    with pytest.raises(ArchiveError, match="was forgotten, and stays so"):
        archive.articles.store(article(1), captures=[])


def test_a_plan_writes_nothing(path: Path) -> None:
    filled(path)
    with Archive(path, read_only=True) as archive:
        planned = archive.forgetting.plan(OWN)
        assert planned.urls == ["https://suara.test/amp/1", OWN]
        assert (planned.titles, planned.captures) == (["Panen raya di desa 1"], 3)
        assert archive.articles.get(OWN)


def test_the_front_page_that_it_led_to_is_kept(archive: Archive) -> None:
    home = outlet().home
    archive.captures.store(page(b"depan", requested=home, url=home), outlet="suara")
    visit(archive, 1, SECRET)
    moved = page(b"depan, hari ini", requested=OWN, url=home)
    archive.captures.store(moved, outlet="suara", lead=OWN)
    assert archive.forgetting.forget(OWN, "diminta").urls == [OWN]
    newest = archive.captures.newest(home)
    assert newest is not None
    assert archive.captures.read(newest).content == b"depan"
    with pytest.raises(ArchiveError, match="is the front page of an outlet"):
        archive.forgetting.forget(home, "diminta")


@pytest.mark.parametrize("first", ["forgotten", "kept"])
def test_bytes_that_another_address_gave_too_are_kept_for_it(path: Path, first: str) -> None:
    addresses = {"forgotten": OWN, "kept": "https://suara.test/hilang"}
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for name in sorted(addresses, key=lambda name: name != first):
            archive.leads.add([replace(lead("1"), url=addresses[name])])
            for _ in range(2):
                same = page(b"tidak ada", requested=addresses[name], url=addresses[name])
                archive.captures.store(same, outlet="suara", lead=addresses[name])
        done = archive.forgetting.forget(OWN, "diminta")
        assert done.shared == ([addresses["kept"]] if first == "forgotten" else [])
        contents = [archive.captures.read(row["id"]) for row in archive.query("SELECT id FROM captures")]
        assert [(one.requested, one.content) for one in contents] == [(addresses["kept"], b"tidak ada")] * 2
    assert_whole(path)


def test_a_copy_keeps_its_pages(path: Path) -> None:
    filled(path)
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    shutil.copytree(path.with_suffix(".warc"), copy.with_suffix(".warc"))
    with Archive(path) as archive:
        assert archive.forgetting.forget(OWN, "diminta").records == 6
    assert_whole(copy)
    assert_whole(path)
    with Archive(copy) as archive:
        archive.forgetting.forget(OWN, "diminta")
    assert lingering(path.parent, SECRET) == []


def test_an_address_is_forgotten_by_both_schemes(archive: Archive) -> None:
    plain = OWN.replace("https:", "http:")
    visit(archive, 1, SECRET)
    assert archive.forgetting.forget(plain, "diminta").titles == ["Panen raya di desa 1"]
    assert not archive.search(SECRET)
    assert archive.import_lookup.status(page(requested=plain, url=plain)) is PageStatus.FORGOTTEN
    assert {stone.url for stone in archive.tombstones.all()} == {OWN, plain}


def test_its_own_address_goes_though_it_leads_elsewhere_now(archive: Archive) -> None:
    archive.captures.store(page(requested="https://suara.test/terbaru"), outlet="suara")
    visit(archive, 1, SECRET, url=OWN + "?from=home")
    archive.forgetting.forget(OWN + "?from=home", "diminta")
    assert archive.tombstones.of(OWN)
    with pytest.raises(ArchiveError, match="was forgotten, and stays so"):
        archive.articles.store(article(1), captures=[])


def test_the_redirects_that_led_to_it_go_too(path: Path) -> None:
    hop = page(
        b"<p>Pindah ke rahasia</p>",
        status=301,
        url="https://suara.test/r/rahasia",
        request_headers=(("user-agent", "kliping"),),
    )
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        archive.leads.add([lead()])
        capture = archive.captures.store(
            page(via=(hop,), request_headers=(("user-agent", "kliping"),)), outlet="suara", lead=lead().url
        )
        archive.articles.store(article(), captures=[capture])
        archive.forgetting.forget(article().url, "diminta")
    assert lingering(path.parent, "rahasia") == []


def test_what_no_row_points_to_goes_too(path: Path) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        archive.leads.add([lead("1")])
        with suppress(KeyError), archive.atomic():
            archive.captures.store(page(SECRET.encode()), outlet="suara", lead=OWN)
            raise KeyError
        archive.forgetting.forget(OWN, "diminta")
    assert lingering(path.parent, SECRET) == []


def test_not_while_a_crawl_is_at_work(archive: Archive) -> None:
    visit(archive, 1, SECRET)
    lock = archive.lock("suara")
    assert lock.acquire()
    with pytest.raises(ArchiveError, match=r"a crawl is at work on it \(suara\); wait"):
        archive.forgetting.forget(OWN, "diminta")
    lock.release()
    assert archive.articles.get(OWN)


def test_beyond_a_damaged_record_it_goes_on(path: Path) -> None:
    filled(path)
    location = "SELECT file, offset, length FROM captures WHERE id = 1"
    with Archive(path) as archive:
        ((file, offset, length),) = archive._database.rows(location)
        with (path.with_suffix(".warc") / file).open("r+b") as warc:
            warc.seek(offset)
            record = warc.read(length)
            warc.seek(offset)
            warc.write(bytes(length))
        archive.forgetting.forget(OWN, "diminta")
        found = archive.query("SELECT id FROM captures")
        assert [row["id"] for row in found] == [1, 5]
        assert archive.captures.read(5).content == b"<p>lainnya</p>"
        ((file, offset, length),) = archive._database.rows(location)
    with (path.with_suffix(".warc") / file).open("r+b") as warc:
        warc.seek(offset)
        assert warc.read(length) == bytes(length)
        warc.seek(offset)
        warc.write(record)
    assert lingering(path.parent, SECRET) == []
    assert_whole(path)


def test_a_damaged_record_of_it_goes_too(path: Path) -> None:
    filled(path)
    with Archive(path) as archive:
        ((file, offset, length),) = archive._database.rows(
            "SELECT file, offset, length FROM captures WHERE requested = ? LIMIT 1", (OWN,)
        )
        with (path.with_suffix(".warc") / file).open("r+b") as warc:
            warc.seek(offset + length - 4)
            warc.write(b"????")
        archive.forgetting.forget(OWN, "diminta")
    assert lingering(path.parent, SECRET) == []
    assert_whole(path)


def test_a_broken_end_goes_too(path: Path) -> None:
    filled(path)
    (file,) = path.with_suffix(".warc").glob("*.gz")
    with file.open("ab") as warc:
        warc.write(members(file)[-2][:-5])
    with Archive(path) as archive:
        archive.forgetting.forget(OWN, "diminta")
    assert_whole(path)


def test_a_file_with_nothing_else_is_removed(path: Path) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        visit(archive, 1, SECRET)
        archive.forgetting.forget(OWN, "diminta")
        assert list(path.with_suffix(".warc").iterdir()) == []
        visit(archive, 2, "tetangga")
    assert_whole(path)


def test_captures_of_another_outlet_keep_their_bytes(path: Path) -> None:
    """They point into the file that is rewritten, for the same bytes are kept once."""
    with Archive(path) as archive:
        for name in ("suara", "lain"):
            archive.outlets.register(outlet(name))
        visit(archive, 1, SECRET)
        visit(archive, 2, "tetangga")
        for number, word in ((1, SECRET), (2, "tetangga")):
            url = f"https://lain.test/{number}"
            same = page(f"<p>{word}</p>".encode(), requested=url, url=url)
            archive.captures.store(same, outlet="lain")
        assert archive.forgetting.forget(OWN, "diminta").shared == ["https://lain.test/1"]
        rows = archive.query("SELECT id FROM captures ORDER BY id")
        assert [archive.captures.read(row["id"]).requested for row in rows] == [
            lead("2").url,
            "https://lain.test/1",
            "https://lain.test/2",
        ]
    assert_whole(path)


def test_records_that_are_added_meanwhile_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whoever stores without the lock of the outlet; its process knows only the old file."""
    filled(path)
    copy = Rewrite.copy
    with Archive(path) as archive, Archive(path) as writer:
        visit(writer, 4, "sebelum")

        def copy_and_add(rewrite: Rewrite) -> None:
            copy(rewrite)
            if not writer._database.rows("SELECT 1 FROM captures WHERE requested = ?", (lead("5").url,)):
                visit(writer, 5, "sementara")
                again = page(
                    f"<p>{SECRET}</p>".encode(), requested="https://suara.test/x", url="https://suara.test/x"
                )
                writer.captures.store(again, outlet="suara")

        monkeypatch.setattr(Rewrite, "copy", copy_and_add)
        assert archive.forgetting.forget(OWN, "diminta").shared == ["https://suara.test/x"]
        visit(writer, 6, "sesudah")
        rows = archive.query("SELECT id FROM captures ORDER BY id")
        assert [archive.captures.read(row["id"]).content.decode() for row in rows] == [
            f"<p>{word}</p>" for word in ("tetangga", "lainnya", "sebelum", "sementara", SECRET, "sesudah")
        ]
    assert_whole(path)


def test_a_reader_finds_a_page_that_moves_while_it_looks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    with Archive(path) as archive, Archive(path, read_only=True) as reader:
        read = reader.captures.files.read

        def forget_and_read(location: Location, max_bytes: int) -> Record:
            monkeypatch.undo()
            archive.forgetting.forget(OWN, "diminta")
            return read(location, max_bytes)

        monkeypatch.setattr(reader.captures.files, "read", forget_and_read)
        assert reader.captures.read(5).content == b"<p>lainnya</p>"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_full_disk_leaves_what_was_and_the_next_time_ends_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """It is full when so many files or folders were to be on the disk."""
    filled(path)
    folder = path.with_suffix(".warc")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    calls = 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(errno.ENOSPC, "No space left on device")

    with Archive(path) as archive:
        with monkeypatch.context() as context:
            context.setattr(os, "fsync", full)
            with pytest.raises(ArchiveError, match="disk is full; free some space and try again"):
                archive.forgetting.forget(OWN, "diminta")
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
        assert archive.verify().faults == []
        assert archive.forgetting.forget(OWN, "diminta").records == 6
    assert lingering(path.parent, SECRET) == []
    assert_whole(path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill at a line takes a process of its own")
def test_killed_at_any_line_the_next_time_ends_it(
    path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    filled(path)
    step, lines, killed = 11, 0, True
    while killed:
        lines += step
        folder = tmp_path_factory.mktemp("killed")
        shutil.copytree(path.parent, folder, dirs_exist_ok=True)
        killed = is_killed(folder / path.name, lines)
        with Archive(folder / path.name) as archive:
            if lines % (2 * step):  # whoever is next: a crawl …
                visit(archive, 4, "berikutnya")
            archive.forgetting.forget(OWN, "diminta")  # … or the same command
            assert [stone.reason for stone in archive.tombstones.all()] == ["diminta"] * 4
            assert archive._database.rows("SELECT count(*) FROM articles WHERE url = ?", (OWN,)) == [(0,)]
        assert lingering(folder, SECRET) == []
        assert_whole(folder / path.name)
    assert lines > 10 * step


def is_killed(path: Path, lines: int) -> bool:
    """Forget in a process killed after so many lines of the archive's code; whether it came to that."""
    child = os.fork()
    if not child:
        left = lines

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if "/scraper/archive/" not in frame.f_code.co_filename:
                return None
            left -= event == "line"
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        with Archive(path) as archive:
            sys.settrace(trace)
            archive.forgetting.forget(OWN, "diminta")
            sys.settrace(None)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


class TestCrawl:
    """The toy newspaper, of which one article was forgotten."""

    @pytest.fixture
    def address(self, site: DemoSite, settings: Settings) -> str:
        crawl(["demo"], settings, outlets={"demo": site.outlet}, resolve=site.resolve)
        with Archive(settings.archive) as archive:
            (row, *_) = archive.query("SELECT url FROM articles WHERE pages <> '[]' ORDER BY id")
            archive.forgetting.forget(row["url"], "diminta narasumber")
        assert_whole(settings.archive)
        return str(row["url"])

    def test_it_does_not_come_back(self, address: str, site: DemoSite, settings: Settings) -> None:
        for targets in (["demo"], [address]):
            summary = crawl(targets, settings, outlets={"demo": site.outlet}, resolve=site.resolve)
        assert dict(summary.total.refused) == {"forgotten": 1}
        with Archive(settings.archive) as archive:
            assert archive.articles.get(address) is None
            assert archive.captures.newest(address) is None
            assert archive.leads.outcome(address) is None

    def test_under_a_new_address_it_is_read_and_goes_again(
        self, site: DemoSite, settings: Settings, address: str
    ) -> None:
        new = address + "?dari=surat"
        summary = crawl([new], settings, outlets={"demo": site.outlet}, resolve=site.resolve)
        assert dict(summary.total.refused) == {"forgotten": 1}
        with Archive(settings.archive) as archive:
            assert archive.captures.newest(new) is None
            stone = archive.tombstones.of(new)
            assert stone is not None
            assert stone.reason == "diminta narasumber"
        assert_whole(settings.archive)


def test_stored_again_under_its_address_only_after_its_tombstone_goes(archive: Archive) -> None:
    visit(archive, 1, SECRET)
    archive.forgetting.forget(OWN, "diminta")
    archive._database.execute("DELETE FROM tombstones")
    assert isinstance(archive.articles.store(article(1), captures=[]), Stored)
    assert isinstance(archive.articles.store(article(1), captures=[]), Unchanged)
