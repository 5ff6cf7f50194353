"""The reader's quality on real annotated pages, where they are at hand."""

from __future__ import annotations

import pytest

from tests.quality import floors, gate


@pytest.fixture(scope="module")
def measured() -> gate.Measured:
    if reason := gate.missing():
        pytest.skip(reason)
    return gate.measure()


def test_no_field_falls_under_its_floor(measured: gate.Measured) -> None:
    assert floors.falls(measured.scores, floors.load()) == []


def test_every_page_is_taken_for_what_it_is(measured: gate.Measured) -> None:
    assert measured.misread == []
