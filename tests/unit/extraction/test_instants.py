from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from scraper.extraction.fields.instants import Shown, plausible, reconcile
from tests.unit.extraction.pages import page, read

if TYPE_CHECKING:
    from scraper.model.article import Moment

WIB, WITA = timezone(timedelta(hours=7)), timezone(timedelta(hours=8))
DAY = date(2024, 3, 5)


def at(hour: int, minute: int = 0, zone: timezone = WIB, second: int = 0) -> datetime:
    return datetime(2024, 3, 5, hour, minute, second, tzinfo=zone)


def shown(moment: Moment, *, zoned: bool = False) -> Shown:
    return Shown(moment, None, 1, zoned)


class TestReconcile:
    @pytest.mark.parametrize(
        ("display", "declared", "expected"),
        [
            (None, None, None),
            (None, at(10), at(10)),
            # What the page displays with its zone is right, whatever is declared.
            (shown(at(16, zone=WITA), zoned=True), at(16, zone=UTC), at(16, zone=WITA)),
            (shown(at(10), zoned=True), at(3, zone=UTC), at(10)),
            # A day displayed takes its time from a declaration of the same day.
            (shown(DAY), at(10, 15), at(10, 15)),
            (shown(DAY), None, DAY),
            (shown(DAY), datetime(2024, 3, 9, 10, tzinfo=WIB), DAY),
            # A time displayed without zone takes it from a declaration that tells the same clock …
            (shown(at(10, 15)), at(10, 15, WITA, 42), at(10, 15, WITA)),
            # … but never the Z of a server that meant local time.
            (shown(at(10, 15)), at(10, 15, UTC), at(10, 15)),
            (shown(at(10, 15)), DAY, at(10, 15)),
        ],
    )
    def test_indonesian(
        self, display: Shown | None, declared: Moment | None, expected: Moment | None
    ) -> None:
        assert reconcile(display, declared, "json-ld", indonesian=True)[0] == expected

    def test_the_zone_is_the_one_shown(self) -> None:
        chosen, _ = reconcile(
            shown(at(16, zone=WITA), zoned=True), at(16, zone=UTC), "json-ld", indonesian=True
        )
        assert isinstance(chosen, datetime)
        assert chosen.utcoffset() == timedelta(hours=8)

    def test_a_foreign_paper_may_mean_its_z(self) -> None:
        chosen, _ = reconcile(shown(at(10, 15)), at(10, 15, UTC), "json-ld", indonesian=False)
        assert chosen == at(10, 15, UTC)

    def test_the_rule_tells_the_evidence(self) -> None:
        assert reconcile(None, at(10), "json-ld", indonesian=True)[1] == "json-ld"
        assert reconcile(shown(at(10), zoned=True), at(10), "json-ld", indonesian=True)[1] == "visible"


@pytest.mark.parametrize(("year", "expected"), [(1969, False), (1990, True), (2024, True), (2150, False)])
def test_what_news_may_be_dated(year: int, *, expected: bool) -> None:
    assert plausible(date(year, 1, 2)) is expected


class TestOnThePage:
    def test_todays_date_in_the_header_is_not_the_articles(self) -> None:
        html = page(above="<p>Selasa, 5 Maret 2024 10:15 WIB</p>")
        html = html.replace("<nav>", "<div class='tanggal'>Jumat, 8 Maret 2024</div><nav>")
        assert read(html).published_at == at(10, 15)

    def test_dates_in_lists_of_others_are_not_the_articles(self) -> None:
        latest = (
            "<div class='terkini'><h3>Terkini</h3><p><a href='/berita/2/lain'>Jembatan Kayu Diganti</a></p>"
            "<p>Rabu, 6 Maret 2024 08:00 WIB</p></div>"
        )
        article = read(page(above="<p>Selasa, 5 Maret 2024 10:15 WIB</p>", below=latest))
        assert article.published_at == at(10, 15)

    def test_a_date_in_the_text_is_not_the_articles(self) -> None:
        declared = '<meta property="article:published_time" content="2024-03-05T10:15:00+07:00">'
        text = page(head=declared).replace("pada Senin pagi", "pada Senin, 1 Januari 2024,")
        assert read(text).published_at == at(10, 15)

    def test_a_label_tells_publication_from_change(self) -> None:
        article = read(
            page(above="<p>Tayang: 05/03/2024, 10:15 WIB</p><p>Diperbarui: 06/03/2024, 07:30 WIB</p>")
        )
        assert article.published_at == at(10, 15)
        assert article.modified_at == datetime(2024, 3, 6, 7, 30, tzinfo=WIB)

    def test_a_change_within_the_same_minute_is_none(self) -> None:
        declared = (
            '<meta property="article:published_time" content="2024-03-05T10:15:00+07:00">'
            '<meta property="article:modified_time" content="2024-03-05T10:15:31+07:00">'
        )
        assert read(page(head=declared)).modified_at is None

    def test_a_page_without_a_date_has_none(self) -> None:
        assert read(page()).published_at is None
