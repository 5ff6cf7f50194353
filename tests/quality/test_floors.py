"""The reader's quality on real annotated pages, where they are at hand."""

from __future__ import annotations

import pytest

from tests.quality import floors, gate


@pytest.fixture(scope="module", params=gate.GROUPS)
def measured(request: pytest.FixtureRequest) -> tuple[str, gate.Measured]:
    if reason := gate.missing():
        pytest.skip(reason)
    return request.param, gate.measure(request.param)


def test_no_field_falls_under_its_floor(measured: tuple[str, gate.Measured]) -> None:
    group, result = measured
    assert floors.falls(group, result.scores, floors.load()[group]) == []


def test_every_indonesian_page_is_taken_for_what_it_is(measured: tuple[str, gate.Measured]) -> None:
    group, result = measured
    assert group == "foreign" or result.misread == []
