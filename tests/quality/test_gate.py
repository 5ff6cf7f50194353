"""What the gate lets through, with made-up numbers."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.quality import floors, gate

if TYPE_CHECKING:
    from pathlib import Path

ROOT = floors.FILE.parents[2]
GROUP = "indonesian"
FIELDS = floors.TARGETS[GROUP]
PINNED = dict.fromkeys(FIELDS, 0.8)


def without(field: str) -> dict[str, float]:
    return {name: value for name, value in PINNED.items() if name != field}


def test_scores_at_their_floors_pass() -> None:
    assert floors.falls(GROUP, PINNED, PINNED) == []


def test_a_score_under_its_floor_fails_and_is_named() -> None:
    (fall,) = floors.falls(GROUP, PINNED | {"tags": 0.7999}, PINNED)
    assert fall == "indonesian: tags: 0.7999 is under its floor 0.8000"


def test_a_gain_elsewhere_does_not_make_up_for_a_fall() -> None:
    assert floors.falls(GROUP, dict.fromkeys(PINNED, 1.0) | {"title": 0.79}, PINNED)


def test_missing_a_target_is_no_failure() -> None:
    low = dict.fromkeys(FIELDS, 0.1)
    assert floors.falls(GROUP, low, low) == []


def test_a_field_that_was_not_scored_fails() -> None:
    assert floors.falls(GROUP, without("title"), PINNED) == ["indonesian: title: not scored on any page"]


def test_a_field_without_a_floor_fails() -> None:
    assert floors.falls(GROUP, PINNED, without("title")) == [
        "indonesian: title: no floor yet; pin it with --update"
    ]


def test_an_update_pins_the_scores_as_they_are() -> None:
    better = PINNED | {"authors": 0.85, "tags": 1.0}
    assert floors.raised(GROUP, PINNED, better) == better


def test_an_update_pins_the_gated_fields_only() -> None:
    assert floors.raised(GROUP, PINNED, PINNED | {"pages": 60, "body_recall": 0.99}) == PINNED


def test_an_update_pins_fields_that_had_no_floor() -> None:
    assert floors.raised(GROUP, {}, PINNED) == PINNED


def test_an_update_that_would_lower_a_floor_is_refused() -> None:
    mixed = PINNED | {"authors": 0.9, "related": 0.5, "tags": 0.4}
    with pytest.raises(floors.LoweredError) as refusal:
        floors.raised(GROUP, PINNED, mixed)
    assert [line.split(": ")[1] for line in str(refusal.value).splitlines()] == ["tags", "related"]


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    floors.save({GROUP: PINNED}, file)
    assert floors.load(file) == {GROUP: PINNED}


def test_the_table_names_what_is_short() -> None:
    scores = dict.fromkeys(FIELDS, 1.0) | {"title": 0.7, "tags": 0.9}
    rows = {line.split()[0]: line for line in floors.table(GROUP, scores, PINNED).splitlines()}
    assert rows["title"].endswith("0.7000  0.8000  0.9800  under its floor")
    assert rows["tags"].endswith("0.9000  0.8000  0.9500  short of its target")
    assert rows["editors"].endswith("1.0000  0.8000  0.9800")


def run_gate(corpus: Path, scorer: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KLIPING_CORPORA": str(corpus), "KLIPING_SCORER": str(scorer)}
    command = [sys.executable, "-m", "tests.quality", *flags]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Folders with one annotated page each, which holds nothing to read."""
    for name in (name for folders in gate.GROUPS.values() for name in folders):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.html").write_text("<p>Halo</p>")
        (tmp_path / name / f"{name}.json").write_text("{}")
    return tmp_path


@pytest.fixture
def scorer(tmp_path: Path) -> Path:
    """A scorer that finds everything right, except the titles."""
    program = tmp_path / "scorer.py"
    scores = {field: 1.0 for fields in floors.TARGETS.values() for field in fields} | {"title": 0.0}
    program.write_text(f"import json\nprint(json.dumps({scores}))")
    return program


def test_the_gate_fails_for_a_fallen_score_and_for_a_page_misread(corpus: Path, scorer: Path) -> None:
    result = run_gate(corpus, scorer)
    assert result.returncode == 1
    *misread, read, title, read_abroad = result.stderr.splitlines()
    assert [line.partition(":")[0] for line in misread] == ["corpus.html", "corpus-new.html", "foreign.html"]
    assert all(": an article, read as " in line for line in misread)
    assert read.startswith("indonesian: read: 0.0000 is under its floor ")
    assert title.startswith("indonesian: title: 0.0000 is under its floor ")
    assert read_abroad.startswith("foreign: read: 0.0000 is under its floor ")


def test_a_refused_update_leaves_the_floors_alone(corpus: Path, scorer: Path) -> None:
    before = floors.FILE.read_bytes()
    result = run_gate(corpus, scorer, "--update")
    assert result.returncode == 1
    assert "none is lowered" in result.stderr
    assert floors.FILE.read_bytes() == before


def test_without_pages_the_gate_says_what_is_missing(tmp_path: Path, scorer: Path) -> None:
    result = run_gate(tmp_path / "nowhere", scorer)
    assert result.returncode == 2
    assert "KLIPING_CORPORA" in result.stderr


def test_without_scorer_the_gate_says_what_is_missing(corpus: Path) -> None:
    result = run_gate(corpus, corpus / "nowhere.py")
    assert result.returncode == 2
    assert "KLIPING_SCORER" in result.stderr
