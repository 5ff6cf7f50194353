"""An archive is made, opened, or refused; and what is refused is left as it was."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from scraper.archive.store import migrations, opening
from scraper.errors import ArchiveError
from tests.unit.archive.examples import article, outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, while this process may not do whatever it likes (root is not stopped by permissions)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        user = os.geteuid()
        if user == 0:
            os.chown(folder, NOBODY, -1)
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            folder.chmod(0o700)
            os.seteuid(user)


def make(path: Path) -> None:
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        archive.articles.store(article(), captures=[])


class TestANewArchive:
    def test_is_made_with_its_folders(self, tmp_path: Path) -> None:
        path = tmp_path / "a" / "b c%" / "ark?ive#.db"
        Archive(path).close()
        assert [entry.name for entry in path.parent.iterdir()] == ["ark?ive#.db"]

    def test_is_marked_and_set_up(self, path: Path) -> None:
        with Archive(path):
            connection = sqlite3.connect(path)
            assert connection.execute("PRAGMA application_id").fetchone() == (migrations.APPLICATION_ID,)
            assert connection.execute("PRAGMA user_version").fetchone() == (migrations.VERSION,)
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert connection.execute("PRAGMA page_size").fetchone() == (opening.PAGE_SIZE,)
            connection.close()

    def test_may_start_from_an_empty_file(self, path: Path) -> None:
        path.touch()
        make(path)
        with Archive(path) as archive:
            assert archive.articles.get(article().url) == article()

    def test_is_made_once_when_several_processes_begin_at_once(self, path: Path) -> None:
        program = "import sys; from scraper.archive import Archive; Archive(sys.argv[1]).close()"
        racers = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(4)]
        assert [racer.wait() for racer in racers] == [0] * 4
        with Archive(path) as archive:
            steps = list(archive.query("SELECT name FROM _sqlite_migrations"))
        assert len(steps) == migrations.VERSION

    def test_is_found_again_after_the_process_went_to_another_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with Archive("archive.db") as archive:
            monkeypatch.chdir("/")
            assert list(archive.query("SELECT count(*) AS n FROM articles")) == [{"n": 0}]


class TestReadingOnly:
    def test_finds_what_was_stored_and_writes_nothing(self, path: Path) -> None:
        make(path)
        before = path.read_bytes()
        with Archive(path, read_only=True) as archive:
            assert archive.articles.get(article().url) == article()
            with pytest.raises(ArchiveError, match="reading only"):
                archive.outlets.register(outlet("lain"))
        assert path.read_bytes() == before

    def test_sees_what_another_process_is_adding(self, path: Path) -> None:
        make(path)
        with Archive(path) as writer, Archive(path, read_only=True) as reader:
            writer.articles.store(article(2), captures=[])
            assert reader.articles.get(article(2).url) == article(2)

    def test_works_in_a_folder_that_cannot_be_written(self, unprivileged: Path) -> None:
        path = unprivileged / "archive.db"
        make(path)
        path.chmod(0o400)
        unprivileged.chmod(0o500)
        with Archive(path, read_only=True) as archive:
            assert archive.articles.get(article().url) == article()
            assert list(archive.query("SELECT count(*) AS n FROM articles")) == [{"n": 1}]

    def test_needs_a_file(self, path: Path) -> None:
        with pytest.raises(ArchiveError, match="no such file"):
            Archive(path, read_only=True)
        assert not list(path.parent.iterdir())

    def test_needs_more_than_a_blank_file(self, path: Path) -> None:
        path.touch()
        with pytest.raises(ArchiveError, match="blank"):
            Archive(path, read_only=True)
        assert path.stat().st_size == 0

    def test_does_not_bring_an_old_archive_up_to_date(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(path)
        monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
        with pytest.raises(ArchiveError, match="older kliping"):
            Archive(path, read_only=True)


@pytest.mark.parametrize("read_only", [False, True])
class TestRefused:
    def refuse(self, path: Path, read_only: bool, message: str) -> None:
        before = sorted((p.name, p.read_bytes()) for p in path.parent.iterdir() if p.is_file())
        with pytest.raises(ArchiveError, match=message) as refusal:
            Archive(path, read_only=read_only)
        assert str(path) in str(refusal.value)
        assert sorted((p.name, p.read_bytes()) for p in path.parent.iterdir() if p.is_file()) == before

    def test_a_folder(self, tmp_path: Path, read_only: bool) -> None:
        self.refuse(tmp_path, read_only, "folder")

    def test_a_device(self, read_only: bool) -> None:
        with pytest.raises(ArchiveError, match="no ordinary file"):
            Archive("/dev/null", read_only=read_only)

    @pytest.mark.parametrize("content", [b"Dear diary, " * 100, b"x"], ids=["long", "short"])
    def test_a_file_that_is_no_database(self, path: Path, read_only: bool, content: bytes) -> None:
        path.write_bytes(content)
        self.refuse(path, read_only, "no SQLite database")

    def test_a_database_of_another_program(self, path: Path, read_only: bool) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE bookmarks (url)")
        connection.close()
        self.refuse(path, read_only, "another program")

    def test_an_empty_database_that_another_program_marked(self, path: Path, read_only: bool) -> None:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA application_id = 7")
        connection.close()
        self.refuse(path, read_only, "another program")

    def test_an_archive_of_a_newer_kliping(self, path: Path, read_only: bool) -> None:
        make(path)
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
        connection.close()
        self.refuse(path, read_only, "newer kliping.*upgrade")

    @pytest.mark.parametrize("name", ["a\0b", "~no-such-user-here/archive.db", "x" * 300])
    def test_a_path_that_cannot_be(self, name: str, read_only: bool) -> None:
        with pytest.raises(ArchiveError, match="cannot be reached"):
            Archive(name, read_only=read_only)

    def test_a_path_through_a_file(self, tmp_path: Path, read_only: bool) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(ArchiveError, match="cannot be reached"):
            Archive(tmp_path / "file" / "archive.db", read_only=read_only)


class TestFaultsOfTheDisk:
    def test_a_folder_that_cannot_be_made(self, unprivileged: Path) -> None:
        unprivileged.chmod(0o500)
        with pytest.raises(ArchiveError, match="folder cannot be made"):
            Archive(unprivileged / "data" / "archive.db")

    def test_a_folder_that_cannot_be_written(self, unprivileged: Path) -> None:
        unprivileged.chmod(0o500)
        with pytest.raises(ArchiveError, match="permissions"):
            Archive(unprivileged / "archive.db")
        assert not list(unprivileged.iterdir())

    def test_a_file_that_cannot_be_written(self, unprivileged: Path) -> None:
        path = unprivileged / "archive.db"
        make(path)
        path.chmod(stat.S_IRUSR)
        with pytest.raises(ArchiveError, match="permissions"):
            Archive(path)
        assert list(unprivileged.iterdir()) == [path]

    @pytest.mark.parametrize("room", [0, 4096, 40_000])
    def test_a_disk_with_no_room_for_a_new_archive(self, path: Path, room: int) -> None:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
        try:
            with pytest.raises(ArchiveError, match="disk"):
                Archive(path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert not list(path.parent.iterdir())

    def test_a_locked_file(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make(path)
        monkeypatch.setattr(opening, "BUSY_SECONDS", 0)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ArchiveError, match="another program"):
            Archive(path)
        holder.close()


def test_a_failed_step_leaves_an_old_archive_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_a_step(database: object) -> None:
        database.execute("CREATE TABLE half (x)")  # type: ignore[attr-defined]
        raise sqlite3.OperationalError("no more")

    make(path)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, half_a_step))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    with pytest.raises(ArchiveError, match="no more"):
        Archive(path)
    monkeypatch.undo()
    with Archive(path) as archive:
        assert archive.articles.get(article().url) == article()
        assert not list(archive.query("SELECT name FROM sqlite_master WHERE name = 'half'"))
