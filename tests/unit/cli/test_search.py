"""`kliping search`: hits for people on a terminal, for grep in a pipe, for programs as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit
from scraper.model import Article, Block, Outlet
from tests.unit.cli import processes
from tests.unit.cli.conftest import golden

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Search = Callable[..., list[dict[str, Any]]]

GARAM, DURIAN = 20, 30


@pytest.fixture
def search(archive: str, capsys: pytest.CaptureFixture[str]) -> Search:
    """The hits of a search, from its JSON lines."""

    def search(*arguments: str) -> list[dict[str, Any]]:
        code = cli.run(["search", "--json", "--archive", archive, *arguments])
        hits = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert code == (Exit.OK if hits else Exit.NOTHING_FOUND)
        return hits

    return search


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["garam"], [GARAM, DURIAN]),
        (["GARAM", "gudang"], [GARAM]),
        (["gudang garam"], [GARAM]),
        (['"resi gudang"'], [GARAM]),
        (['"gudang resi"'], []),
        (["gara*", "resi"], [GARAM]),
        (["gara"], []),
        (["garam", "-gudang"], [DURIAN]),
        (["-gudang", "garam"], [DURIAN]),
        (["garam -gudang"], [DURIAN]),
        (['garam -"resi gudang"'], [DURIAN]),
        (["garam", '-"resi gudang"'], [DURIAN]),
        (["--", "garam", "-gudang"], [DURIAN]),
        (["!!!"], []),
    ],
)
def test_words_phrases_beginnings_and_what_is_left_out(
    search: Search, query: list[str], found: list[int]
) -> None:
    assert [hit["id"] for hit in search(*query)] == found


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--limit", "1"], [GARAM]),
        (["--since", "2025-04-21"], [GARAM]),
        (["--since", "22 April 2025"], []),
        (["--until", "20/4/2025"], [DURIAN]),
        (["--since", "2025-03-19", "--until", "19 Maret 2025"], [DURIAN]),
        (["--outlet", "demo"], [GARAM, DURIAN]),
        (["--outlet", "suara kliping"], [GARAM, DURIAN]),
        (["--outlet", "www.suarakliping.test"], [GARAM, DURIAN]),
    ],
    ids=str,
)
def test_options_narrow_it(search: Search, options: list[str], found: list[int]) -> None:
    assert [hit["id"] for hit in search("garam", *options)] == found


def test_a_hit_as_json(search: Search) -> None:
    (hit,) = search("garam", "--limit", "1")
    assert hit["title"].startswith("Petani Garam Rembang")
    assert hit["url"].startswith("http://suarakliping.test/daerah/")
    assert (hit["outlet"], hit["published_at"]) == ("demo", "2025-04-21T08:05:00+07:00")
    assert "Petani [garam] di pesisir" in hit["snippet"]


def test_in_a_pipe_each_line_is_whole(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["search", "petani", "garam", "--archive", archive]) == Exit.OK
    assert capsys.readouterr().out == golden("search.txt")


def test_on_a_terminal_lines_fit_and_matches_have_a_colour(archive: str) -> None:
    shown = processes.on_terminal("search", "petani", "garam", "--archive", archive)
    assert shown.replace("\x1b[", "ESC[") == golden("search-on-terminal.txt")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_on_a_terminal_without_colours_matches_stand_in_brackets(
    archive: str, environment: dict[str, str]
) -> None:
    shown = processes.on_terminal("search", "petani", "garam", "--archive", archive, **environment)
    assert shown == golden("search-without-colours.txt")


def test_what_a_page_says_cannot_steer_the_terminal(desk: Path) -> None:
    with Archive("jahat.db") as store:
        store.outlets.register(Outlet("contoh", "Contoh", "http://contoh.id/", ("contoh.id",)))
        body = (Block("p", "awal\x1b[2J kata\x9b2J\u202e"),)
        article = Article(url="http://contoh.id/1", outlet="contoh", title="Ju\x1bdul", body=body)
        store.articles.store(article, captures=[])
    shown = processes.on_terminal("search", "kata", "--archive", "jahat.db", NO_COLOR="1")
    assert shown == ("1 Ju dul\n  contoh · tanpa tanggal\n  awal [2J [kata] 2J\n  http://contoh.id/1\n\n")


def test_other_forms_of_a_word_are_found_when_asked_for(search: Search) -> None:
    assert GARAM not in [hit["id"] for hit in search("menggudangkan")]
    assert GARAM in [hit["id"] for hit in search("menggudangkan", "--stem")]
