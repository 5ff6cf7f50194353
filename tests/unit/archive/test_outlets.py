"""Outlets are registered before what is theirs, and as often as one likes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.unit.archive.examples import lead, outlet

if TYPE_CHECKING:
    from scraper.archive import Archive


def test_registering_again_brings_the_row_up_to_date_and_keeps_what_belongs_to_it(archive: Archive) -> None:
    archive.leads.add([lead()])
    archive.outlets.register(outlet(name="Suara Baru", hosts=("suara.test", "suara.id"), network="Grup"))
    (row,) = archive.query("SELECT * FROM outlets")
    assert (row["slug"], row["name"], row["network"]) == ("suara", "Suara Baru", "Grup")
    assert json.loads(row["hosts"]) == ["suara.test", "suara.id"]
    assert archive.leads.pick("suara", run=1, most=9) == [lead()]
