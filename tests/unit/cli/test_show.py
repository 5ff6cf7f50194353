"""`kliping show`: an article as a person reads it, or as JSON."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.display import article_view
from scraper.cli.shared.exits import Exit
from scraper.model import Article, Block
from tests.unit.cli import processes
from tests.unit.cli.conftest import golden

URL = "http://suarakliping.test/daerah/1211718573/petani-garam-rembang-mulai-siapkan-lahan"


@pytest.mark.parametrize("name", ["20", URL, f"{URL}?utm_source=surel#komentar"])
def test_an_article_is_named_by_its_number_or_its_url(
    archive: str, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert cli.run(["show", name, "--archive", archive]) == Exit.OK
    assert capsys.readouterr().out == golden("show.txt")


def test_json_is_the_whole_article(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", "20", "--json", "--archive", archive]) == Exit.OK
    with Archive(archive, read_only=True) as store:
        article = store.articles.get(20)
    assert article is not None
    assert json.loads(capsys.readouterr().out) == article.to_dict()


@pytest.mark.parametrize(
    "name", ["99", "9" * 30, "9" * 5000, "-1", "0", "٣", "kata", "http://suarakliping.test/"]
)
def test_what_the_archive_does_not_have(archive: str, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert cli.run(["show", "--archive", archive, "--", name]) == Exit.NOTHING_FOUND
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "kliping search" in err


def test_a_terminal_without_colours_shows_the_same(archive: str) -> None:
    command = ("show", "20", "--archive", archive)
    assert processes.on_terminal(*command, NO_COLOR="1") == golden("show.txt")
    assert processes.on_terminal(*command, TERM="dumb") == golden("show.txt")


def test_a_terminal_shows_the_same_in_bold_and_dim(archive: str) -> None:
    shown = processes.on_terminal("show", "20", "--archive", archive)
    assert shown.startswith("\x1b[1mPetani Garam Rembang")
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == golden("show.txt")


def test_a_narrow_terminal_gets_narrow_lines_but_whole_urls(archive: str) -> None:
    lines = processes.on_terminal("show", "20", "--archive", archive, columns=40, NO_COLOR="1").splitlines()
    assert [line for line in lines if len(line) > 40] == [URL]


def test_what_a_page_says_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    article_view.show(
        Article(
            url="http://contoh.id/1",
            outlet="contoh",
            title="Judul\x1b]0;milikku\x07 palsu",
            body=(Block("p", "satu\u202etabrak\r\ndua"),),
        )
    )
    assert capsys.readouterr().out == (
        "Judul ]0;milikku palsu\ncontoh · tanpa tanggal\n\nsatutabrak dua\n\nhttp://contoh.id/1\n"
    )


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (None, "tanpa tanggal"),
        (date(2025, 8, 17), "Minggu, 17 Agustus 2025"),
        (datetime(2025, 4, 30, 12, 30, tzinfo=timezone(timedelta(hours=7))), "Rabu, 30 April 2025 12:30 WIB"),
        (
            datetime(2025, 2, 7, 9, 5, tzinfo=timezone(timedelta(hours=8))),
            "Jumat, 7 Februari 2025 09:05 WITA",
        ),
        (datetime(2024, 12, 31, tzinfo=timezone(timedelta(hours=9))), "Selasa, 31 Desember 2024 00:00 WIT"),
        (datetime(2024, 10, 1, 1, 2, tzinfo=UTC), "Selasa, 1 Oktober 2024 01:02 UTC"),
        (
            datetime(2024, 10, 1, 1, 2, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            "Selasa, 1 Oktober 2024 01:02 UTC+05:30",
        ),
    ],
)
def test_dates_are_written_as_an_indonesian_paper_writes_them(
    moment: datetime | date | None, text: str
) -> None:
    assert article_view.date(moment) == text
