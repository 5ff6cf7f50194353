"""The hosted workflow calls what `.ci/run` calls, on the versions of Python that the package supports."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def job() -> dict[str, Any]:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow[True]) == {"push", "pull_request"}  # YAML 1.1 reads the key `on` as true
    (job,) = workflow["jobs"].values()
    return job


def test_it_calls_the_script_and_nothing_else(job: dict[str, Any]) -> None:
    assert [step["run"] for step in job["steps"] if "run" in step] == ["sh .ci/run"]


def test_it_covers_the_versions_of_python_that_the_package_supports(job: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = job["strategy"]["matrix"]["python"]
    assert all(isinstance(version, str) for version in versions)  # 3.10 as a number is 3.1
    assert project["requires-python"] == f">={versions[0]}"
    assert versions == sorted(versions, key=lambda version: [int(part) for part in version.split(".")])


def test_installed_packages_are_cached_by_what_asks_for_them(job: dict[str, Any]) -> None:
    (setup,) = (step for step in job["steps"] if step.get("uses", "").startswith("actions/setup-python@"))
    assert setup["with"]["cache"] == "pip"
    assert setup["with"]["cache-dependency-path"] == "pyproject.toml"


def test_the_script_makes_what_the_makefile_has() -> None:
    made = re.findall(r"^make (\w+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert made == ["lint", "test", "docs"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in made)
