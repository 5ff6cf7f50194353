"""The documentation's site builds without a broken link, has all pages, and loads nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
CONFIGURATION = "zensical.toml"


def build(project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / CONFIGURATION, folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    return folder


@pytest.fixture(scope="module")
def pages(project: Path) -> list[Path]:
    built = build(project)
    assert built.returncode == 0, built.stdout + built.stderr
    return sorted((project / "build" / "site").rglob("*.html"))


def files(navigation: list[dict[str, Any]]) -> Iterator[str]:
    for entry in navigation:
        for target in entry.values():
            yield from [target] if isinstance(target, str) else files(target)


def test_every_page_is_in_the_navigation() -> None:
    configuration = tomllib.loads((ROOT / CONFIGURATION).read_text(encoding="utf-8"))
    named = sorted(files(configuration["project"]["nav"]))
    assert named == sorted(file.relative_to(ROOT / "docs").as_posix() for file in ROOT.glob("docs/**/*.md"))


def test_every_page_is_built(pages: list[Path]) -> None:
    built = {page.stem for page in pages}
    assert {file.stem for file in ROOT.glob("docs/**/*.md")} <= built


def test_no_page_loads_anything_from_another_server(pages: list[Path]) -> None:
    markup = "".join(page.read_text(encoding="utf-8") for page in pages)
    tags = re.findall(r"<(?:script|img|iframe|source|video|audio|embed|link)\b[^>]*>", markup)
    assert len(tags) > len(pages)
    assert [tag for tag in tags if re.search(r"\b(?:src|href)=[\"']?(?:https?:)?//", tag)] == []
    assert 'class="mermaid"' not in markup  # the theme loads the program that draws it from elsewhere


@pytest.mark.parametrize("link", ["missing.md", "index.md#missing"])
def test_a_broken_link_fails(project: Path, tmp_path: Path, link: str) -> None:
    broken = shutil.copytree(project, tmp_path / "broken", ignore=shutil.ignore_patterns("build", ".cache"))
    with (broken / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n[broken]({link})\n")
    assert build(broken).returncode != 0
