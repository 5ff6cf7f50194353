from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from scraper.extraction import extract
from scraper.extraction.fields.displayed_dates import Shown
from scraper.extraction.fields.instants import plausible, reconcile
from scraper.model import Article
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


LD = '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{}"}}</script>'
CLOCK = "2024-03-05T10:15:42+07:00"


class TestTimeElements:
    @pytest.mark.parametrize(
        "shown",
        [
            f'<time datetime="{CLOCK}">5 Maret 2024</time>',
            f'<p>Diterbitkan: <time datetime="{CLOCK}">Selasa, 5 Mar 2024</time> oleh Ani Wati</p>',
            f'<p>Ani Wati <time datetime="{CLOCK}"></time> 3 menit baca</p>',
            f'<span>Ani Wati</span> <time datetime="{CLOCK}">3 jam yang lalu</time>',
            f'<time datetime="{CLOCK}">2 hr</time>',
            f'<p><abbr class="published" title="{CLOCK}">5 Maret 2024</abbr></p>',
            f'<p><span itemprop="datePublished" content="{CLOCK}">5/3/2024</span></p>',
            f'<p><span class="timeago" title="{CLOCK}">3 jam lalu</span></p>',
            f'<p>Ani Wati</p><div class="date"><time datetime="{CLOCK}"></time></div>',
            f'<p>Ani Wati | <time datetime="{CLOCK}">10.15</time></p>',
            f'<amp-timeago datetime="{CLOCK}" cutoff="86400">Selasa, 5 Maret 2024</amp-timeago>',
        ],
    )
    def test_the_attribute_gives_the_clock_that_the_text_lacks(self, shown: str) -> None:
        assert read(page(above=shown)).published_at == at(10, 15, second=42)

    def test_it_completes_a_declared_day(self) -> None:
        html = page(head=LD.format("2024-03-05"), above=f'<time datetime="{CLOCK}">5 Maret 2024</time>')
        assert read(html).published_at == at(10, 15, second=42)

    def test_a_time_in_the_text_is_what_a_reader_sees(self) -> None:
        html = page(above='<time datetime="2024-03-05T10:15:00Z">5 Maret 2024 10:15 WITA</time>')
        assert read(html).published_at == at(10, 15, WITA)

    def test_its_own_zone_beats_a_declared_z_with_the_same_clock(self) -> None:
        shown = '<time datetime="2024-03-05T10:15:00+08:00">5 Maret 2024</time>'
        html = page(head=LD.format("2024-03-05T10:15:00+00:00"), above=shown)
        assert read(html).published_at == at(10, 15, WITA)

    @pytest.mark.parametrize("value", ["2024-03-05", "2024-03-05T00:00:00+00:00", "kemarin", ""])
    def test_an_attribute_without_a_clock_gives_the_day(self, value: str) -> None:
        assert read(page(above=f'<time datetime="{value}">5 Maret 2024</time>')).published_at == DAY

    def test_a_second_time_that_is_named_so_is_the_change(self) -> None:
        shown = (
            f'<p><time class="entry-date published" datetime="{CLOCK}">5 Maret 2024</time>'
            '<time class="updated" datetime="2024-03-06T07:30:00+07:00">6 Maret 2024</time></p>'
        )
        article = read(page(above=shown))
        assert article.published_at == at(10, 15, second=42)
        assert article.modified_at == datetime(2024, 3, 6, 7, 30, tzinfo=WIB)

    def test_a_lone_time_is_the_publication_whatever_it_is_named(self) -> None:
        html = page(above=f'<time class="entry-date updated" datetime="{CLOCK}">5 Maret 2024</time>')
        assert read(html).published_at == at(10, 15, second=42)
        assert read(html).modified_at is None


class TestOfWhatTheTextIsAbout:
    def test_a_date_in_the_headline_is_not_the_articles(self) -> None:
        title = "Jadwal Kapal dari Pasar Ikan Selasa, 12 Maret 2024"
        above = "<p>Suara Kota - Senin, 11 Maret 2024</p>"
        assert read(page(title=title, above=above)).published_at == date(2024, 3, 11)
        assert read(page(title=title)).published_at is None

    def test_a_date_in_a_second_title_is_not_the_articles(self) -> None:
        above = "<h2>Begini Jadwal Kapal untuk Warga pada 12 Maret 2024</h2><p>11 Maret 2024 10:15 WIB</p>"
        assert read(page(above=above)).published_at == datetime(2024, 3, 11, 10, 15, tzinfo=WIB)

    def test_a_heading_may_be_the_date(self) -> None:
        assert read(page(above="<h4>Selasa, 5 Maret 2024 | 10:15 WIB</h4>")).published_at == at(10, 15)


class TestForeignPages:
    TEXT = (
        "<p>The fish market on the river reopened on Monday morning, a week after the flood left.</p>"
        "<p>Traders swept the mud before dawn and laid their tables with boards that the church had lent.</p>"
        "<p>The town promised to raise the floor by half a metre before the next season of rain begins.</p>"
    )

    def page(self, shown: str, declared: str = "2024-03-05T10:15:00Z") -> str:
        return page(self.TEXT, lang="en", head=LD.format(declared), above=f"<p>{shown}</p>")

    def test_a_declared_time_with_a_zone_beats_a_displayed_one_without(self) -> None:
        article = read(self.page("5 March 2024, 11.15"), "https://riverpost.test/a/market-reopens")
        assert article.published_at == at(10, 15, UTC)
        assert article.provenance["published_at"] == "json-ld"

    def test_a_displayed_zone_is_right_here_too(self) -> None:
        article = read(self.page("5 March 2024, 11.15 GMT"), "https://riverpost.test/a/market-reopens")
        assert article.published_at == at(11, 15, UTC)

    def test_a_site_in_indonesia_displays_its_own_time_in_any_language(self) -> None:
        article = read(self.page("5 March 2024, 10.15"), "https://riverpost.co.id/a/market-reopens")
        assert article.published_at == at(10, 15)


class TestLastResort:
    def test_the_day_in_the_address(self) -> None:
        article = read(page(), "https://suarakota.test/2024/03/05/pasar-ikan-dibuka-kembali")
        assert (article.published_at, article.provenance["published_at"]) == (DAY, "url")

    def test_what_listed_the_page(self) -> None:
        article = extract(page(), "https://suarakota.test/2024/03/05/pasar-ikan", listed=at(10, 15))
        assert isinstance(article, Article)
        assert (article.published_at, article.provenance["published_at"]) == (at(10, 15), "lead")

    def test_an_address_of_another_day_than_a_sitemaps_counts(self) -> None:
        article = extract(page(), "https://suarakota.test/2023/01/09/pasar-ikan", listed=at(10, 15))
        assert isinstance(article, Article)
        assert article.published_at == date(2023, 1, 9)

    def test_whatever_the_page_itself_says_comes_first(self) -> None:
        html = page(above="<p>4 Maret 2024</p>")
        article = extract(html, "https://suarakota.test/2024/03/05/pasar-ikan", listed=at(10, 15))
        assert isinstance(article, Article)
        assert article.published_at == date(2024, 3, 4)
