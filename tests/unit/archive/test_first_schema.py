"""An archive of the first schema, with leads in every state, is brought up to date when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.archive.store import migrations
from tests.unit.archive.examples import outlet

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LEADS = [
    ("baru", "new", None, None, 0),
    ("terbaca", "fetched", None, None, 0),
    ("gagal", "done", "failed", "unreachable", 1),
    ("menyerah", "done", "failed", "unreachable", 5),
    ("robots", "done", "refused", "robots", 0),
    ("tanggal", "done", "refused", "out-of-range", 0),
    ("terblokir", "done", "refused", "blocked", 0),
    ("tersimpan", "done", "stored", None, 0),
    ("hilang", "done", "gone", "404", 0),
]


def test_the_leads_that_are_due_are_picked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:1])
        patch.setattr(migrations, "VERSION", 1)
        with Archive(path) as old:
            old.outlets.register(outlet())
            old._database.execute("BEGIN")
            old._database.execute_many(
                "INSERT INTO leads (url, outlet, source, discovered_at, state, outcome, reason, tries) "
                "VALUES (?, 'suara', 'feed', '2025-01-01T00:00:00Z', ?, ?, ?, ?)",
                LEADS,
            )
            old._database.execute("COMMIT")
    with Archive(path) as archive:
        picked = [lead.url for lead in archive.leads.pick("suara", run=7, most=99)]
    assert picked[0] == "terbaca", "what is stored is read first"
    assert set(picked) == {"terbaca", "baru", "gagal", "robots", "tanggal"}
