from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scraper.archive import Archive
from tests.unit.archive.examples import outlet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An archive that knows one outlet, `suara`."""
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        yield archive
