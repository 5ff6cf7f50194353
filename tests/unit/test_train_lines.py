"""Learning the line model's weights, on a made-up set of pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scraper.extraction.body import line_model
from scripts import train_lines
from tests.unit.extraction.pages import page

if TYPE_CHECKING:
    from pathlib import Path


def prose(number: int, part: str) -> str:
    return (
        f"Pada bagian {part} dari catatan ke-{number} juru kunci menulis bahwa menara air dicat ulang setiap "
        "tahun ganjil, sesudah musim kemarau dan sebelum burung layang kembali."
    )


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    """Six pages of three sites, each with a subtitle in a paragraph and a leak in a `<div>`."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        paragraphs = [prose(number, "awal"), f"Catatan lama nomor {number}", prose(number, "akhir")]
        first, second, third = (f"<p>{paragraph}</p>" for paragraph in paragraphs)
        html = page(f'{first}{second}<div class="k">Kabar Menara Ramai {number}</div>{third}')
        name = f"situs{number % 3}.test__{number}"
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"paragraphs": paragraphs}), encoding="utf-8")
    return folder


def test_a_line_that_the_annotation_lacks_is_boilerplate(annotated: Path) -> None:
    found = list(train_lines.pages([annotated]))
    assert [page.site for page in found] == [f"situs{n}.test" for n in (0, 0, 1, 1, 2, 2)]
    for given in found:
        tags = {"tag:p" in example.marks: example.is_text for example in given.examples}
        assert tags == {True: True, False: False}


def test_the_weights_part_text_from_boilerplate(annotated: Path) -> None:
    weights = train_lines.fit(train_lines.pages([annotated]))
    assert weights["tag:p"] > 0 > weights["tag:div"]


def test_training_again_gives_the_same_file_byte_for_byte(annotated: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    files = sorted(annotated.glob("*.json"))
    assert train_lines.main([str(annotated), "--output", str(first)]) == 0
    assert train_lines.main([*map(str, reversed(files)), "--output", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()


def test_check_fails_where_the_file_would_change(annotated: Path, tmp_path: Path) -> None:
    file = tmp_path / "weights.toml"
    train_lines.main([str(annotated), "--output", str(file)])
    command = [str(annotated), "--check", "--output", str(file)]
    assert train_lines.main(command) == 0
    file.write_text(file.read_text(encoding="utf-8") + '"zzz" = 1.0\n', encoding="utf-8")
    assert train_lines.main(command) == 1


def test_lines_are_scored_without_their_site(annotated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []

    def fit(given: object) -> dict[str, float]:
        seen.append({page.site for page in given})
        return {"tag:div": -1.0}

    monkeypatch.setattr(train_lines, "fit", fit)
    scored = list(train_lines.left_out(list(train_lines.pages([annotated]))))
    assert [sites for sites in seen if len(sites) == 2] == [
        {"situs1.test", "situs2.test"},
        {"situs0.test", "situs2.test"},
        {"situs0.test", "situs1.test"},
    ]
    assert train_lines.table(scored).splitlines()[1].split() == ["pages", "6", "6", "6", "0"]


def test_no_pages_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train_lines.main([str(tmp_path)]) == 2
    assert "no annotated pages" in capsys.readouterr().err


def test_the_file_in_the_project_is_as_training_writes_it() -> None:
    assert train_lines.FILE.read_text(encoding="utf-8") == train_lines.to_toml(line_model.weights())
