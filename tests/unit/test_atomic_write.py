"""A file is written completely or not at all, at whatever line the process is killed."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scraper import atomic_write as module
from scraper.atomic_write import atomic_write

if TYPE_CHECKING:
    from pathlib import Path

KILLED_AT_LINE = """
import os, signal, sys
from pathlib import Path
from scraper import atomic_write as module

left = int(sys.argv[2])

def on_line(frame, event, argument):
    global left
    if frame.f_code.co_filename != module.__file__:
        return None
    left -= event == "line"
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return on_line

sys.settrace(on_line)
with module.atomic_write(Path(sys.argv[1]), overwrite=sys.argv[3] == "True") as file:
    file.write(b"new")
"""


def write(target: Path, data: bytes, **options: bool | int) -> None:
    with atomic_write(target, **options) as file:  # type: ignore[arg-type]
        file.write(data)


@pytest.mark.parametrize(("before", "overwrite"), [(b"old", True), (None, True), (None, False)])
def test_a_kill_at_any_line_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, before: bytes | None, *, overwrite: bool
) -> None:
    seen = set()
    for line in range(100):
        target = tmp_path / str(line) / "[berkas].txt"
        target.parent.mkdir()
        if before is not None:
            target.write_bytes(before)
        child = [sys.executable, "-c", KILLED_AT_LINE, str(target), str(line), str(overwrite)]
        ended = subprocess.run(child, check=False).returncode
        seen.add(target.read_bytes() if target.exists() else None)
        assert seen <= {before, b"new"}
        write(target, b"next")
        assert list(target.parent.iterdir()) == [target]
        if ended != -signal.SIGKILL:
            break
    assert ended == 0
    assert seen == {before, b"new"}


def test_a_block_that_raises_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def write_half() -> None:
        with atomic_write(target) as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_file_of_a_writer_at_work_is_not_taken_away(tmp_path: Path) -> None:
    target = tmp_path / "a"
    with atomic_write(target) as first:
        first.write(b"1")
        write(target, b"22")
        assert target.read_bytes() == b"22"
        first.write(b"1")
    assert target.read_bytes() == b"11"
    assert list(tmp_path.iterdir()) == [target]


def test_files_of_similar_names_stay(tmp_path: Path) -> None:
    similar = [".a.part", ".a.notes.part", ".b.0123456789abcdef.part", "a.0123456789abcdef.part"]
    for name in similar:
        (tmp_path / name).touch()
    write(tmp_path / "a", b"")
    assert {path.name for path in tmp_path.iterdir()} == {"a", *similar}


@pytest.mark.parametrize("name", [".", "..", "folder"])
def test_a_folder_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError), atomic_write(tmp_path / "folder" / ".." / name):
        pytest.fail("the block was entered")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("has_links", [True, False])
def test_what_came_into_being_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    if not has_links:

        def no_links(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", no_links)
    target = tmp_path / "a"

    def write_with_a_rival() -> None:
        with atomic_write(target, overwrite=False) as file:
            file.write(b"mine")
            target.write_bytes(b"theirs")

    with pytest.raises(FileExistsError):
        write_with_a_rival()
    assert target.read_bytes() == b"theirs"
    target.unlink()
    write(target, b"mine", overwrite=False)
    assert target.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [target]


def test_it_has_the_permissions_asked_for_or_those_of_any_new_file(tmp_path: Path) -> None:
    usual, read_by_all = tmp_path / "a", tmp_path / "b"
    previous = os.umask(0o027)
    try:
        write(usual, b"")
        write(read_by_all, b"", mode=0o644)
    finally:
        os.umask(previous)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (usual, read_by_all)] == [0o640, 0o644]
