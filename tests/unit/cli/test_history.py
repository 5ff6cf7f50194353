"""`kliping search --changed`, `show --history` and `show --diff`: what an outlet changed after the fact."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit
from scraper.model import Block
from tests.unit.archive.examples import article, outlet, page

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.model import Article

FIRST = replace(article(), body=(Block("p", "Petani senang karena harga naik."),))
EDITED = replace(FIRST, body=(Block("p", "Petani cemas karena harga turun."),))
RETITLED = replace(EDITED, title="Panen gagal", modified_at=datetime(2024, 5, 3, 9, tzinfo=UTC))


@pytest.fixture
def changed(tmp_path: Path) -> str:
    """An archive that saw an article three times, each time otherwise."""
    path = tmp_path / "changed.db"
    with Archive(path) as store:
        store.outlets.register(outlet())
        for day, state in enumerate((FIRST, FIRST, EDITED, RETITLED)):
            store_at(store, state, day)
    return str(path)


def store_at(store: Archive, state: Article, day: int) -> None:
    moment = datetime(2024, 5, 2, tzinfo=UTC) + timedelta(days=day)
    capture = store.captures.store(page(f"{day}".encode(), fetched_at=moment), outlet="suara")
    store.articles.store(state, captures=[capture])


def test_every_state_is_kept(changed: str) -> None:
    with Archive(changed) as store:
        revisions = store.articles.revisions
        assert [(state.number, state.changed) for state in revisions.of(1)] == [
            (1, ()),
            (2, ("text",)),
            (3, ("title", "modified_at")),
        ]
        assert [revisions.content(1, number) for number in (1, 2, 3)] == [FIRST, EDITED, None]
        assert store.articles.get(1) == RETITLED


def test_white_space_makes_no_revision(changed: str) -> None:
    spaced = replace(RETITLED, body=(Block("p", "Petani cemas "), Block("p", "karena  harga turun.")))
    with Archive(changed) as store:
        store_at(store, spaced, 9)
        assert len(store.articles.revisions.of(1)) == 3
        assert store.articles.get(1) == spaced


def test_what_a_reparse_changed_is_no_edit_of_the_outlet(
    changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive(changed) as store:
        store.articles.store(replace(RETITLED, title="Panen gagal lagi"), captures=[], kind="reparse")
    assert cli.run(["search", "--changed", "--archive", changed]) == Exit.OK
    assert capsys.readouterr().out.splitlines()[0].endswith("  suara: title · read again")


def test_changes_are_listed_the_newest_first(changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["search", "--changed", "--archive", changed]) == Exit.OK
    assert capsys.readouterr().out.splitlines() == [
        "2024-05-05 00:00  suara: title, modified",
        "  - Panen raya di desa 1",
        "  + Panen gagal",
        "  https://suara.test/berita/1",
        "2024-05-04 00:00  suara: text · silent",
        "  Panen raya di desa 1",
        "  https://suara.test/berita/1",
    ]


def test_days_narrow_the_list(changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["search", "--changed", "--json", "--until", "2024-05-04", "--archive", changed]
    assert cli.run(arguments) == Exit.OK
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) | {"number": 2, "silent": True, "changed": ["text"]} == json.loads(line)
    assert (
        cli.run(["search", "--changed", "--since", "2025-01-01", "--archive", changed]) == Exit.NOTHING_FOUND
    )


def test_the_words_that_changed(changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", FIRST.url, "--diff", "--rev", "1", "2", "--archive", changed]) == Exit.OK
    out = capsys.readouterr().out
    assert "Petani [-senang-]{+cemas+} karena harga [-naik.-]{+turun.+}" in out
    assert cli.run(["show", "1", "--diff", "--archive", changed]) == Exit.OK
    out = capsys.readouterr().out
    assert "title: Panen [-raya di desa 1-]{+gagal+}" in out
    assert "Petani cemas karena harga turun." in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "https://suara.test/tak-ada", "--diff"], Exit.NOTHING_FOUND, "has no article"),
        (["show", "1", "--diff", "--rev", "1", "9"], Exit.ARCHIVE, "no revision 9"),
    ],
)
def test_what_is_not_there(
    changed: str, capsys: pytest.CaptureFixture[str], arguments: list[str], code: Exit, words: str
) -> None:
    assert cli.run([*arguments, "--archive", changed]) == code
    assert words in capsys.readouterr().err


def test_an_article_that_never_changed(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", "1", "--diff", "--archive", archive]) == Exit.NOTHING_FOUND
    assert "has not changed" in capsys.readouterr().err


def test_the_history_of_an_article(changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", "1", "--history", "--archive", changed]) == Exit.OK
    assert capsys.readouterr().out.splitlines() == [
        "  1  2024-05-02 00:00  crawl    first seen  Panen raya di desa 1",
        "  2  2024-05-04 00:00  crawl    text  Panen raya di desa 1",
        "  3  2024-05-05 00:00  crawl    title, modified  Panen gagal",
    ]
    assert cli.run(["show", "1", "--history", "--json", "--archive", changed]) == Exit.OK
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["number"], row["changed"]) for row in rows] == [
        (1, []),
        (2, ["text"]),
        (3, ["title", "modified_at"]),
    ]


def test_a_diff_as_json_has_both_states(changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", "1", "--diff", "--rev", "1", "3", "--json", "--archive", changed]) == Exit.OK
    first, third = json.loads(capsys.readouterr().out)["revisions"]
    assert (first["number"], first["article"]) == (1, FIRST.to_dict())
    assert (third["number"], third["article"]) == (3, RETITLED.to_dict())


def test_words_and_a_limit_narrow_the_list_of_changes(
    changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["search", "--changed", "gagal", "--limit", "1", "--archive", changed]) == Exit.OK
    assert capsys.readouterr().out.count("https://suara.test/berita/1") == 1
    assert cli.run(["search", "--changed", "durian", "--archive", changed]) == Exit.NOTHING_FOUND


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "1", "--history", "--diff"],
        ["show", "1", "--rev", "1", "2"],
        ["search"],
        ["search", "--stem"],
    ],
)
def test_options_that_do_not_fit(
    changed: str, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.run([*arguments, "--archive", changed]) == Exit.USAGE
    assert capsys.readouterr().err.startswith("kliping: ")
