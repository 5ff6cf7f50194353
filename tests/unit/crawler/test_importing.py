"""What others fetched becomes what a crawl would have made of it."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from scraper.archive import Archive
from scraper.archive.store.locks import IMPORT
from scraper.crawler.offline.import_pages import Taken, take_in
from scraper.errors import ArchiveError, UsageError
from tests.unit.discover.warc_files import answer, record

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

ARTICLES = "SELECT url, outlet, title, text, published_at, digest, first_seen FROM articles ORDER BY url"
LONG = "SELECT pages FROM articles WHERE pages <> '[]'"


def rows(archive: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(archive)) as connection:
        return connection.execute(sql).fetchall()


def dump(archive: Path) -> list[str]:
    """All that is in an archive, but for the log of commands and the marks of the run that came last."""
    with closing(sqlite3.connect(archive)) as connection:
        return [line for line in connection.iterdump() if 'INSERT INTO "runs"' not in line]


@pytest.fixture
def warc(run: Crawl, settings: Settings, tmp_path: Path) -> Path:
    """A WARC with every page that a crawl of the toy newspaper stored; the crawl's archive is moved away."""
    run()
    file = tmp_path / "demo.warc.gz"
    with Archive(settings.archive) as archive, file.open("wb") as out:
        for row in archive.query("SELECT id, fetched_at FROM captures WHERE lead_id IS NOT NULL ORDER BY id"):
            page = archive.captures.read(row["id"])
            kind = (page.header("content-type") or "").encode()
            block = answer(page.content, kind=kind, status=b"%d Any" % page.status)
            out.write(gzip.compress(record(page.requested, block, date=row["fetched_at"])))
    settings.archive.rename(tmp_path / "crawled.db")
    return file


@pytest.fixture
def bring(site: DemoSite, settings: Settings) -> Any:
    def bring_in(*sources: Path, **options: Any) -> Taken:
        return take_in(sources, settings, profiles={"demo": site.outlet}, **options)

    return bring_in


def test_the_articles_are_those_of_the_crawl(
    warc: Path, bring: Any, settings: Settings, tmp_path: Path
) -> None:
    taken = bring(warc)
    assert taken.files[0].damage == {}
    several = {url for (pages,) in rows(tmp_path / "crawled.db", LONG) for url in json.loads(pages)}
    crawled = [row for row in rows(tmp_path / "crawled.db", ARTICLES) if row[0] not in several]
    assert [row for row in rows(settings.archive, ARTICLES) if row[0] not in several] == crawled
    assert len(crawled) > 30


def test_where_they_came_from_is_noted(warc: Path, bring: Any, settings: Settings) -> None:
    bring(warc)
    assert rows(settings.archive, "SELECT DISTINCT origin FROM articles") == [("import: demo.warc.gz",)]
    assert rows(settings.archive, "SELECT DISTINCT source, state FROM leads") == [("import", "done")]


def test_the_pages_of_a_long_article_are_read_alone(warc: Path, bring: Any, settings: Settings) -> None:
    bring(warc)
    cut = rows(settings.archive, "SELECT DISTINCT reason FROM leads WHERE detail LIKE '%not asked for%'")
    assert cut == [("cut",)]


def test_a_second_time_changes_nothing(warc: Path, bring: Any, settings: Settings) -> None:
    first = bring(warc).files[0]
    before = dump(settings.archive)
    second = bring(warc).files[0]
    assert second.records == first.records
    assert second.pages.visited == 0
    assert dump(settings.archive) == before


def test_a_limit_ends_it_and_the_next_goes_on(warc: Path, bring: Any, settings: Settings) -> None:
    whole = bring(warc).files[0].pages.visited
    settings.archive.rename(settings.archive.with_name("whole.db"))
    assert bring(warc, limit=5).files[0].pages.visited == 5
    assert bring(warc).files[0].pages.visited == whole - 5


def test_pages_of_other_sites_are_left_out(bring: Any, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "other.warc"
    file.write_bytes(record("https://suara.test/berita/1"))
    assert bring(file).files[0].skipped == {"of another site": 1}
    assert bring(file, outlets=["suara.test"]).files[0].pages.visited == 1
    assert rows(settings.archive, "SELECT slug FROM outlets") == [("suara.test",)]


def test_a_language_is_wanted_of_any_site(warc: Path, settings: Settings) -> None:
    english = take_in([warc], settings, languages=["en"], profiles={})
    assert english.files[0].pages.visited == 0
    assert rows(settings.archive, "SELECT count(*) FROM captures") == [(0,)]
    taken = take_in([warc], settings, languages=["id"], profiles={})
    assert taken.files[0].pages.stored > 30
    assert len(rows(settings.archive, "SELECT slug FROM outlets")) == 1


def article(language: str, *paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<html{language}><body><article><h1>{paragraphs[0][:50]}</h1>{text}</article></body></html>"
    return answer(page.encode(), kind=b"text/html; charset=utf-8")


GERMAN = (
    "Der Markt am Fluss ist wieder offen. Was in der Nacht geschah, will im Rathaus niemand sagen.",
    "Die Händler warten in ihren Ständen auf das Ende des Regens, der seit drei Tagen auf die Stadt fällt.",
    "Am Freitag will die Stadt entscheiden, ob die Brücke für Lastwagen gesperrt bleibt.",
)
INDONESIAN = (
    "Pasar ikan di tepi sungai sudah dibuka kembali setelah banjir yang merendam kota pada pekan lalu.",
    "Para pedagang mengatakan bahwa pembeli belum banyak datang karena jalan menuju pasar masih rusak.",
    "Pemerintah kota akan memperbaiki jalan itu dalam dua pekan dan tidak menutup pasar untuk umum.",
)


@pytest.mark.parametrize(
    ("german", "indonesian"), [("", ""), (' lang="id"', ' lang="en-US"')], ids=["undeclared", "misdeclared"]
)
@pytest.mark.parametrize("tag", ["id", "ID", "id-ID", "in"])
def test_the_language_is_that_of_the_text(
    settings: Settings, tmp_path: Path, german: str, indonesian: str, tag: str
) -> None:
    file = tmp_path / "news.warc"
    file.write_bytes(
        record("https://zeitung.test/artikel/1", article(german, *GERMAN))
        + record("https://suara.test/berita/1", article(indonesian, *INDONESIAN))
    )
    taken = take_in([file], settings, languages=[tag], profiles={})
    assert taken.files[0].skipped == {"no article in these languages": 1}
    stored = rows(settings.archive, "SELECT url, language FROM articles")
    assert stored == [("https://suara.test/berita/1", "id")]
    assert rows(settings.archive, "SELECT slug, language FROM outlets") == [("suara.test", "und")]


def test_a_language_without_a_tag_is_refused(warc: Path, settings: Settings) -> None:
    with pytest.raises(UsageError, match=r"'indonesia'.*such as id"):
        take_in([warc], settings, languages=["indonesia"], profiles={})


def test_an_older_page_changes_no_article(warc: Path, bring: Any, settings: Settings, tmp_path: Path) -> None:
    bring(warc)
    ((url,),) = rows(settings.archive, "SELECT min(requested) FROM captures")
    older = tmp_path / "older.warc"
    older.write_bytes(record(url, date="2001-01-01T00:00:00Z"))
    before = dump(settings.archive)
    assert bring(older).files[0].skipped == {"older than what is known": 1}
    assert dump(settings.archive) == before


def test_what_was_forgotten_does_not_come_back(warc: Path, bring: Any, settings: Settings) -> None:
    bring(warc, limit=1)
    ((url,),) = rows(settings.archive, "SELECT url FROM leads")
    settings.archive.unlink()
    Archive(settings.archive).close()
    with closing(sqlite3.connect(settings.archive)) as connection, connection:
        connection.execute("INSERT INTO tombstones VALUES (?, 'demo', 'asked for', '2024')", (url,))
    assert bring(warc).files[0].skipped["forgotten"] == 1
    assert rows(settings.archive, f"SELECT count(*) FROM captures WHERE requested = '{url}'") == [(0,)]


def test_a_folder_of_saved_pages(
    run: Crawl, bring: Any, settings: Settings, tmp_path: Path, warc: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    with Archive(tmp_path / "crawled.db") as archive:
        for row in archive.query("SELECT id FROM captures WHERE article_id IS NOT NULL"):
            (folder / f"{row['id']}.html").write_bytes(archive.captures.read(row["id"]).content)
    assert bring(folder).files[0].pages.stored > 30
    assert rows(settings.archive, "SELECT DISTINCT origin FROM articles") == [("import: pages",)]


def test_a_damaged_file_is_told_and_its_good_pages_are_taken(warc: Path, bring: Any, tmp_path: Path) -> None:
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(warc.read_bytes()[:-100])
    whole = bring(cut).files[0]
    assert whole.damage.total() == 1
    assert whole.pages.stored > 30


def test_two_imports_into_one_archive_are_refused(bring: Any, warc: Path, settings: Settings) -> None:
    with Archive(settings.archive) as archive:
        lock = archive.lock(IMPORT)
        assert lock.acquire()
        with pytest.raises(ArchiveError, match="another import is running"):
            bring(warc)
        lock.release()


def test_a_file_that_is_not_there(bring: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        bring(tmp_path / "none.warc.gz")


KILLED = """
import json, sys
from pathlib import Path
from scraper.crawler.offline.import_pages import take_in
from scraper.demo import DemoSite
from scraper.settings import Settings
with DemoSite() as site:
    outlet = site.outlet
seen = 0
def tell(event):
    global seen
    seen += 1
    if seen == 7:
        print("now", flush=True)
        sys.stdin.read()
take_in([Path(sys.argv[1])], Settings(archive=sys.argv[2], processes=0), profiles={"demo": outlet},
    on_event=tell)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_stopped_it_goes_on_where_it_was(
    warc: Path, bring: Any, settings: Settings, tmp_path: Path, number: signal.Signals
) -> None:
    arguments = [sys.executable, "-c", KILLED, str(warc), str(settings.archive)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        os.kill(process.pid, number)
        process.communicate()
    bring(warc)
    halved = rows(settings.archive, ARTICLES)
    captures = rows(settings.archive, "SELECT count(*) FROM captures")
    settings.archive.rename(tmp_path / "killed.db")
    bring(warc)
    assert rows(settings.archive, ARTICLES) == halved
    assert rows(settings.archive, "SELECT count(*) FROM captures") == captures


def test_the_numbers_are_kept_with_the_run(bring: Any, warc: Path, settings: Settings) -> None:
    taken = bring(warc)
    ((command, status, summary),) = rows(settings.archive, "SELECT command, status, summary FROM runs")
    assert (command, status) == ("import", "ok")
    assert json.loads(summary) == taken.to_dict()
