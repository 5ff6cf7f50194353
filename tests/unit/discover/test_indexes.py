from __future__ import annotations

from datetime import date

from scraper.discover.lists import url_templates
from scraper.model import Discovery, Outlet

WAYS = Discovery(index="/indeks?date={date:%d/%m/%Y}&page={page}", search="/cari?q={keyword}")
OUTLET = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",), discover=WAYS)


def test_a_template_gives_the_address_of_a_day_and_of_a_search() -> None:
    day = url_templates.of_day(OUTLET, date(2020, 1, 2), 3)
    assert day == "https://contoh.id/indeks?date=02/01/2020&page=3"
    assert url_templates.of_search(OUTLET, "korea & utara", 1) == "https://contoh.id/cari?q=korea+%26+utara"


def test_what_a_days_index_lists_is_of_that_day() -> None:
    html = '<a href="/petani-rembang-mulai-panen">Panen</a>'
    (lead,) = url_templates.leads(html, "https://contoh.id/indeks", OUTLET, date(2020, 1, 2))
    assert (lead.source, lead.title, lead.published_at) == ("index", "Panen", date(2020, 1, 2))
