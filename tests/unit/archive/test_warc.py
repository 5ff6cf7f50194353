"""Files of records: they rotate, survive whatever cuts a write short, and take several writers."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from scraper.archive.warc import warc_files
from scraper.errors import ArchiveError
from tests.unit.archive.examples import outlet, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MONTH = f"{datetime.now(UTC):%Y%m}"
FIRST, SECOND = (f"suara-{MONTH}-{number:04}.warc.gz" for number in (1, 2))

WRITER = """
import sys
from scraper.archive import Archive
from tests.unit.archive.examples import outlet, page
with Archive(sys.argv[1]) as archive:
    for number in range(50):
        archive.captures.store(page(f"{sys.argv[2]} {number}".encode()), outlet="suara")
"""


def store(archive: Archive, *contents: bytes) -> list[int]:
    return [archive.captures.store(page(content), outlet="suara") for content in contents]


def contents(archive: Archive) -> list[bytes]:
    """Those of all captures."""
    rows = archive.query("SELECT id FROM captures ORDER BY id")
    return [archive.captures.read(row["id"]).content for row in rows]


@pytest.fixture
def folder(path: Path) -> Path:
    return path.with_suffix(".warc")


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.warc.gz"))


def test_each_archive_has_a_folder_of_its_own(tmp_path: Path) -> None:
    names = {
        "a.db": "a.warc",
        "b.db": "b.warc",
        "a": "a-warc",
        "a.sqlite": "a.sqlite-warc",
        "c.d.db": "c.d.warc",
    }
    for name, folder in names.items():
        with Archive(tmp_path / name) as archive:
            archive.outlets.register(outlet())
            store(archive, name.encode())
        assert files(tmp_path / folder) == [FIRST]
    for name in names:
        with Archive(tmp_path / name, read_only=True) as archive:
            assert contents(archive) == [name.encode()]


@pytest.mark.parametrize("place", [shutil.copytree, shutil.move])
def test_an_archive_and_its_folder_may_be_copied_or_moved(
    path: Path, tmp_path: Path, place: Callable[[Path, Path], Path]
) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        store(archive, b"satu")
    new = tmp_path / "elsewhere" / "new.db"
    new.parent.mkdir()
    shutil.copy(path, new)
    place(path.with_suffix(".warc"), new.with_suffix(".warc"))
    with Archive(new) as archive:
        store(archive, b"dua")
        assert contents(archive) == [b"satu", b"dua"]
        assert archive.verify().faults == []


def test_by_a_symbolic_link_it_has_the_same_folder(archive: Archive, tmp_path: Path) -> None:
    store(archive, b"satu")
    (tmp_path / "other").mkdir()
    link = tmp_path / "other" / "link.db"
    link.symlink_to(archive.path)
    with Archive(link) as linked:
        store(linked, b"dua")
    assert contents(archive) == [b"satu", b"dua"]


def test_a_copy_without_the_folder_takes_no_name_that_its_rows_have(archive: Archive, folder: Path) -> None:
    store(archive, b"satu")
    folder.rename(folder.with_name("away"))
    store(archive, b"dua")
    assert files(folder) == [SECOND]
    (folder.with_name("away") / FIRST).rename(folder / FIRST)
    assert contents(archive) == [b"satu", b"dua"]


def test_a_file_that_is_large_enough_is_followed_by_another(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_files, "MAX_BYTES", 1)
    store(archive, b"satu", b"dua")
    assert files(folder) == [FIRST, SECOND]
    assert contents(archive) == [b"satu", b"dua"]


def test_an_undone_transaction_leaves_nothing_that_is_pointed_to(archive: Archive) -> None:
    def undone() -> None:
        with archive.atomic():
            store(archive, b"satu")
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    store(archive, b"satu", b"dua")
    assert contents(archive) == [b"satu", b"dua"]


class TestABrokenEnd:
    """A process was killed while it wrote."""

    @pytest.mark.parametrize("kept", [1, 12, 100, 300])
    def test_is_cut_by_the_next_writer(self, path: Path, archive: Archive, folder: Path, kept: int) -> None:
        store(archive, b"satu")
        file = folder / FIRST
        whole = file.read_bytes()
        file.write_bytes(whole + whole[:kept])
        with Archive(path) as later:
            store(later, b"dua")
            assert contents(later) == [b"satu", b"dua"]
            (repair,) = later.captures.repairs
            assert (repair.outlet, repair.file, repair.cut) == ("suara", FIRST, kept % len_of_first(whole))

    def test_keeps_whole_records_that_no_row_points_to(
        self, path: Path, archive: Archive, folder: Path
    ) -> None:
        store(archive, b"satu")
        file = folder / FIRST
        whole = file.read_bytes()
        file.write_bytes(whole + whole)
        with Archive(path) as later:
            store(later, b"dua")
            assert later.captures.repairs == []
        assert file.read_bytes().startswith(whole + whole)

    def test_that_a_row_points_to_is_left_as_it_is(self, path: Path, archive: Archive, folder: Path) -> None:
        """A power cut took bytes that were not on the disk yet: others must not stand in their place."""
        first, second = store(archive, b"satu", b"dua")
        file = folder / FIRST
        file.write_bytes(file.read_bytes()[:-5])
        left = file.read_bytes()
        with Archive(path) as later:
            (third,) = store(later, b"tiga")
            assert later.captures.read(first).content == b"satu"
            assert later.captures.read(third).content == b"tiga"
            with pytest.raises(ArchiveError, match="damaged"):
                later.captures.read(second)
        assert file.read_bytes() == left
        assert files(folder) == [FIRST, SECOND]


def len_of_first(file: bytes) -> int:
    """How long the file's first record is."""
    import zlib

    unpacker = zlib.decompressobj(31)
    unpacker.decompress(file)
    return len(file) - len(unpacker.unused_data)


def test_a_full_disk_leaves_the_file_as_it_was(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(archive, b"satu")
    before = (folder / FIRST).read_bytes()
    write = os.write

    def half(handle: int, data: memoryview) -> int:
        if len(data) < 100:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data[: len(data) // 2])

    with monkeypatch.context() as full:
        full.setattr(os, "write", half)
        with pytest.raises(ArchiveError, match="disk is full"):
            store(archive, b"dua")
    assert (folder / FIRST).read_bytes() == before
    store(archive, b"tiga")
    assert contents(archive) == [b"satu", b"tiga"]


def test_several_writers_of_one_outlet_never_mix_their_records(archive: Archive, path: Path) -> None:
    names = ("satu", "dua", "tiga")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in names]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    expected = sorted(f"{name} {number}".encode() for name in names for number in range(50))
    assert sorted(contents(archive)) == expected
