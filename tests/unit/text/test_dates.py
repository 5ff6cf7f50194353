"""Dates as pages and feeds write them: what is read, what is found in a by-line, and what is no date."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.text._calendar import _MONTH_ROWS, MONTHS, fold
from scraper.text.dates import JAKARTA, ZONES, Stamp, parse, read, scan

WIB, WITA, WIT = ZONES["WIB"], ZONES["WITA"], ZONES["WIT"]
NOW = datetime(2025, 4, 30, 15, 0, 7, tzinfo=WIB)


def at(
    year: int, month: int, day: int, hour: int, minute: int, second: int = 0, zone: tzinfo = WIB
) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def hours(number: float) -> timezone:
    return timezone(timedelta(hours=number))


def assert_same(found: datetime | date | None, expected: datetime | date | None) -> None:
    assert type(found) is type(expected)
    assert found == expected
    if isinstance(found, datetime) and isinstance(expected, datetime):
        assert found.utcoffset() == expected.utcoffset()


INDONESIAN = {
    "Rabu, 30 April 2025 | 12:30 WIB": at(2025, 4, 30, 12, 30),
    "- 7 Oktober 2020, 15:13 WIB": at(2020, 10, 7, 15, 13),
    "Selasa 07 Feb 2017, 19:49 WIB": at(2017, 2, 7, 19, 49),
    "Kamis, 05/11/2015 10:08 WIB": at(2015, 11, 5, 10, 8),
    "02/11/2023, 21:34 WIB": at(2023, 11, 2, 21, 34),
    "Senin , 30 Januari 2017, 08:39 WIB": at(2017, 1, 30, 8, 39),
    "Selasa, 7 Februari 2017 - 11:48 wib": at(2017, 2, 7, 11, 48),
    "Jum'at, 19 Juni 2015": date(2015, 6, 19),
    "Jum’at, 19 Juni 2015 | 13:12 WIB": at(2015, 6, 19, 13, 12),
    "Februari 07 / 2017 11:58 WIB": at(2017, 2, 7, 11, 58),
    "2. April 2011 - 16:57": at(2011, 4, 2, 16, 57),
    "08-02-2017 02:01": at(2017, 2, 8, 2, 1),
    "on 11 Feb 2016 at 07:00 WIB": at(2016, 2, 11, 7, 0),
    "pada 21 Jul 2021, 07:00 WIB": at(2021, 7, 21, 7, 0),
    "Minggu, 18 Juli 2021 – 18:52 WIB": at(2021, 7, 18, 18, 52),
    "Rabu 30/4/2025 | 12.30 WIB": at(2025, 4, 30, 12, 30),
    "Rabu 30/4/25": date(2025, 4, 30),
    "30-4-25": date(2025, 4, 30),
    "Minggu Pahing, 3 Maret 2024": date(2024, 3, 3),
    "Ahad Kliwon 3 Maret 2024 06.05 WIB": at(2024, 3, 3, 6, 5),
    "Sab, 5 Jun 21": date(2021, 6, 5),
    "Mgg 6/6/21": date(2021, 6, 6),
    "Jmt. 4-Jun-21": date(2021, 6, 4),
    "Sbt, 5 Jun 2021 - 10:15": at(2021, 6, 5, 10, 15),
    "12 Pebruari 2009": date(2009, 2, 12),
    "12 Nopember 2009": date(2009, 11, 12),
    "12 Agt 2009": date(2009, 8, 12),
    "12 Ags. 2009": date(2009, 8, 12),
    "12-Agust-2009": date(2009, 8, 12),
    "12 Peb 2009 jam 12.30": at(2009, 2, 12, 12, 30),
    "12 Mei 2009 pukul 12.30.45 Wita": at(2009, 5, 12, 12, 30, 45, WITA),
    "12 Mei 2009, Pkl. 08.05 WIT": at(2009, 5, 12, 8, 5, 0, WIT),
    "12 Mei 2009 12:30WIB": at(2009, 5, 12, 12, 30),
    "12 Mei 2009 24.00 WIB": at(2009, 5, 13, 0, 0),
    "12 Mei 2009 jam 7.30 malam": at(2009, 5, 12, 19, 30),
    "12 Mei 2009 jam 7.30 pagi": at(2009, 5, 12, 7, 30),
    "RABU, 30 APRIL 2025 • 12:30 WITA": at(2025, 4, 30, 12, 30, 0, WITA),
    "Rabu,\n      30\xa0April\xa02025\n\t 12:30": at(2025, 4, 30, 12, 30),
    "Diterbitkan pada Rabu (7/10/2020) pukul 12.30 WIB": at(2020, 10, 7, 12, 30),
    "12:30 WIB, Rabu 30 April 2025": at(2025, 4, 30, 12, 30),
    "Rabu, 30 April 2025 12:30 WIB | 1.093 Views": at(2025, 4, 30, 12, 30),
    "30 April 2025 | 12.345 pembaca": date(2025, 4, 30),
    "Nama Penulis - 30 April 2025 12:30 WIB": at(2025, 4, 30, 12, 30),
}

MACHINE = {
    "2020-10-07T15:13:00+07:00": at(2020, 10, 7, 15, 13),
    "2017-01-05T18:57:00-08:00": at(2017, 1, 5, 18, 57, 0, hours(-8)),
    "2020-10-07T15:13:00Z": at(2020, 10, 7, 15, 13, 0, UTC),
    "2020-10-07t15:13:00z": at(2020, 10, 7, 15, 13, 0, UTC),
    "2020-10-07T15:13:00+0700": at(2020, 10, 7, 15, 13),
    "2020-10-07T15:13:00.123Z": at(2020, 10, 7, 15, 13, 0, UTC),
    "2020-10-07T15:13:00.123456789+07:00": at(2020, 10, 7, 15, 13),
    "2020-10-07T15:13": at(2020, 10, 7, 15, 13),
    "2020-10-07 15.13": at(2020, 10, 7, 15, 13),
    "2020-10-07T15": at(2020, 10, 7, 15, 0),
    "2020-10-07 15:13:12": at(2020, 10, 7, 15, 13, 12),
    "2020-10-07 15:13:12 +0700": at(2020, 10, 7, 15, 13, 12),
    "2020-10-07 15:13:12+00": at(2020, 10, 7, 15, 13, 12, UTC),
    "2020-10-07 15:13:12 WIB": at(2020, 10, 7, 15, 13, 12),
    "2020-10-07 T15:13:12Z": at(2020, 10, 7, 15, 13, 12, UTC),
    "2020-10-07": date(2020, 10, 7),
    "2020/10/07 15:13:12": at(2020, 10, 7, 15, 13, 12),
    "20201007T151300.5Z": at(2020, 10, 7, 15, 13, 0, UTC),
    "20201007T151300Z": at(2020, 10, 7, 15, 13, 0, UTC),
    "20201007151300": at(2020, 10, 7, 15, 13),
    "20201007": date(2020, 10, 7),
    "1602058380": at(2020, 10, 7, 15, 13),
    "1602058380123": at(2020, 10, 7, 15, 13),
    "Wed, 07 Oct 2020 15:13:00 +0700": at(2020, 10, 7, 15, 13),
    "Wed, 07 Oct 2020 15:13:00 GMT": at(2020, 10, 7, 15, 13, 0, UTC),
    "Wed, 07 Oct 20 15:13:00 -0800": at(2020, 10, 7, 15, 13, 0, hours(-8)),
    "Wed, 7 Oct 2020 15:13 EST": at(2020, 10, 7, 15, 13, 0, hours(-5)),
    "Wednesday, 07-Oct-20 15:13:00 GMT": at(2020, 10, 7, 15, 13, 0, UTC),
    "Wed Oct  7 15:13:00 2020": at(2020, 10, 7, 15, 13),
    "Wed Oct 07 15:13:00 WIB 2020": at(2020, 10, 7, 15, 13),
    "Wed Oct 07 15:13:00 +0000 2020": at(2020, 10, 7, 15, 13, 0, UTC),
    "Wed Oct 07 2020 15:13:00 GMT+0700 (Western Indonesia Time)": at(2020, 10, 7, 15, 13),
}

ELSEWHERE = {
    "Wednesday, October 7, 2020 3:13 pm": at(2020, 10, 7, 15, 13),
    "Fri, June 19 2015, 7:36 AM": at(2015, 6, 19, 7, 36),
    "October 7th, 2020": date(2020, 10, 7),
    "7th of October 2020 at 3 p.m.": at(2020, 10, 7, 15, 0),
    "7 October 2020, 12:05 a.m.": at(2020, 10, 7, 0, 5),
    "7 October 2020, 12:05 pm": at(2020, 10, 7, 12, 5),
    "Okt 7, 2020": date(2020, 10, 7),
    "7 Oct '20": date(2020, 10, 7),
    "30-Jan-2017 12:00:45": at(2017, 1, 30, 12, 0, 45),
    "Khamis, 7 Ogos 2020 12:00 am": at(2020, 8, 7, 0, 0),
    "Isnin, 2 Disember 2019": date(2019, 12, 2),
    "7 de octubre de 2020, 15:13": at(2020, 10, 7, 15, 13),
    "7 octobre 2020 à 15h13": at(2020, 10, 7, 15, 13),
    "1er février 2020": date(2020, 2, 1),
    "7. Oktober 2020 um 15:13 Uhr": at(2020, 10, 7, 15, 13),
    "3. März 2020": date(2020, 3, 3),
    "7 de março de 2020": date(2020, 3, 7),
    "lunedì 7 ottobre 2019 ore 10:30": at(2019, 10, 7, 10, 30),
    "7 Ekim 2020 Çarşamba 15:13": at(2020, 10, 7, 15, 13),
    "1 ŞUBAT 2020": date(2020, 2, 1),
    "7 октября 2020, 15:13": at(2020, 10, 7, 15, 13),
    "2020年10月7日 15:13": at(2020, 10, 7, 15, 13),
    "2020년 10월 7일 15:13": at(2020, 10, 7, 15, 13),
    "３０ April ２０２５": date(2025, 4, 30),
    "30 April 2025 12:30 (GMT+7)": at(2025, 4, 30, 12, 30),
    "30 April 2025 12:30 UTC+08:00": at(2025, 4, 30, 12, 30, 0, WITA),
    "30 April 2025 12:30 WIB (UTC+7)": at(2025, 4, 30, 12, 30),
    "30 April 2025 12:30 UTC−5": at(2025, 4, 30, 12, 30, 0, hours(-5)),
    "30 avril 2025 12:30 est un jour": at(2025, 4, 30, 12, 30),
}

FAR_TONGUES = {
    "7 أكتوبر 2020": date(2020, 10, 7),
    "7 října 2020": date(2020, 10, 7),
    "7 Οκτωβρίου 2020 15:13": at(2020, 10, 7, 15, 13),
}

NO_DATES = [
    "",
    "   ",
    "Rp 1.500.000",
    "Rp1.250.000.000,00",
    "Rp 7.10.2020",
    "0812-3456-7890",
    "(021) 555-1212",
    "0812345678",
    "Persib menang 2-1",
    "Skor akhir 6-4 7-6 6-2",
    "Pasal 12/2020",
    "UU Nomor 5/4/2019",
    "No. 11/12/2020",
    "versi 2.10.11",
    "2.10.11",
    "v1.2.2020",
    "192.168.20.17",
    "read/2020/10/07/203156726/judul",
    "https://situs.test/2020/10/07/judul",
    "12-01-2020-0001",
    "31 Februari 2020",
    "Selasa, 30 Februari 2021 10:00",
    "31/02/2020",
    "32 Januari 2020",
    "2020-13-01",
    "2020-02-30T10:00:00",
    "12-14 Februari 2017",
    "12 - 14 Februari 2017",
    "30 Januari - 2 Februari 2017",
    "7 Februari 2017 - 8 Februari 2017",
    "7 Februari 2017 s/d 8 Februari 2017",
    "12/2/2017-14/2/2017",
    "7 Mei 20 orang tewas",
    "7 Mei 20:30",
    "7 Mei 20.30 WIB",
    "7 Oktober 1945",
    "7 Oktober 2145",
    "1970-01-01T00:00:00Z",
    "0001-01-01T00:00:00",
    "0000000000",
    "99999999999999",
    "Juli 2020",
    "2019-2020",
    "12:30 WIB",
    "Piala Dunia 2022 Grup C",
    "Kijang 2 2020",
    "7/10",
]

RELATIVE = {
    "baru saja": at(2025, 4, 30, 15, 0, 7),
    "5 menit lalu": at(2025, 4, 30, 14, 55, 7),
    "2 jam yang lalu": at(2025, 4, 30, 13, 0, 7),
    "sejam lalu": at(2025, 4, 30, 14, 0, 7),
    "1 jam 30 menit yang lalu": at(2025, 4, 30, 13, 30, 7),
    "2 hours ago": at(2025, 4, 30, 13, 0, 7),
    "an hour ago": at(2025, 4, 30, 14, 0, 7),
    "16 jam lalu": at(2025, 4, 29, 23, 0, 7),
    "kemarin, 14:20 WIB": at(2025, 4, 29, 14, 20),
    "14:20 WITA, kemarin": at(2025, 4, 29, 14, 20, 0, WITA),
    "hari ini 08.00": at(2025, 4, 30, 8, 0),
    "3 hari lalu pukul 10.15": at(2025, 4, 27, 10, 15),
    "kemarin": date(2025, 4, 29),
    "yesterday": date(2025, 4, 29),
    "tadi pagi": date(2025, 4, 30),
    "3 hari yang lalu": date(2025, 4, 27),
    "seminggu lalu": date(2025, 4, 23),
    "2 bulan lalu": date(2025, 2, 28),
    "setahun yang lalu": date(2024, 4, 30),
    "Hari ini, 29 April 2025 12:30 WIB": at(2025, 4, 29, 12, 30),
    "6 hr lalu": date(2025, 4, 24),
    "6 hr ago": at(2025, 4, 30, 9, 0, 7),
    "2 hr": date(2025, 4, 28),
    "4h": date(2025, 4, 26),
    "4h ago": at(2025, 4, 30, 11, 0, 7),
    "4d ago": date(2025, 4, 26),
    "3 j": at(2025, 4, 30, 12, 0, 7),
    "3j yg lalu": at(2025, 4, 30, 12, 0, 7),
    "2 mgg": date(2025, 4, 16),
    "30 dtk": at(2025, 4, 30, 14, 59, 37),
    "45 dt lalu": at(2025, 4, 30, 14, 59, 22),
    "1,5 jam": at(2025, 4, 30, 13, 30, 7),
    "1.5 hours ago": at(2025, 4, 30, 13, 30, 7),
    "setengah jam lalu": at(2025, 4, 30, 14, 30, 7),
    "1 jam 30 mnt lalu": at(2025, 4, 30, 13, 30, 7),
    "2 bln": date(2025, 2, 28),
    "1,5 thn lalu": date(2023, 10, 30),
}


@pytest.mark.parametrize(("text", "expected"), (INDONESIAN | MACHINE | ELSEWHERE | FAR_TONGUES).items())
def test_a_date_is_read(text: str, expected: datetime | date) -> None:
    assert_same(read(text), expected)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert read(text) is None
    assert parse(text) is None
    assert scan(text) == []


@pytest.mark.parametrize(("text", "expected"), RELATIVE.items())
def test_a_relative_time_counts_from_now(text: str, expected: datetime | date) -> None:
    assert_same(read(text, now=NOW), expected)


@pytest.mark.parametrize("text", [text for text in RELATIVE if "2025" not in text])
def test_a_relative_time_means_nothing_without_now(text: str) -> None:
    assert read(text) is None
    assert scan(text) == []


def test_now_may_stand_in_any_zone_and_a_naive_now_stands_in_the_outlets() -> None:
    late = datetime(2025, 4, 29, 20, 0, tzinfo=UTC)
    assert read("tadi pagi", now=late) == date(2025, 4, 30)
    assert read("1 jam lalu", now=datetime(2025, 4, 30, 8, 0)) == at(2025, 4, 30, 7, 0)  # noqa: DTZ001


def test_parse_gives_a_bare_day_its_midnight() -> None:
    assert_same(parse("7 Oktober 2020"), at(2020, 10, 7, 0, 0))
    assert_same(parse("2020-10-07", zone=WIT), at(2020, 10, 7, 0, 0, 0, WIT))
    assert_same(parse("kemarin", now=NOW), at(2025, 4, 29, 0, 0))


def test_a_time_without_a_zone_is_in_the_outlets() -> None:
    makassar = ZoneInfo("Asia/Makassar")
    assert_same(parse("7 Oktober 2020, 15:13", zone=makassar), at(2020, 10, 7, 15, 13, 0, WITA))
    assert_same(parse("2020-10-07T15:13:00", zone=makassar), at(2020, 10, 7, 15, 13, 0, WITA))
    assert_same(parse("7 Oktober 2020, 15:13 WIB", zone=makassar), at(2020, 10, 7, 15, 13))


def test_jakarta_agrees_with_the_time_zone_database() -> None:
    for year in range(1990, 2050):
        moment = datetime(year, 7, 1)  # noqa: DTZ001
        assert JAKARTA.utcoffset(moment) == ZoneInfo("Asia/Jakarta").utcoffset(moment)


def test_of_two_dates_the_publication_is_read() -> None:
    assert read("Diperbarui 8 Oktober 2020 10:00 | Diterbitkan 7 Oktober 2020 09:00") == at(2020, 10, 7, 9, 0)
    assert read("Diperbarui 8 Oktober 2020 10:00") == at(2020, 10, 8, 10, 0)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Diterbitkan", "published"),
        ("Diterbitkan: Rabu,", "published"),
        ("Dipublikasikan pada", "published"),
        ("Tayang:", "published"),
        ("TERBIT |", "published"),
        ("Published on", "published"),
        ("Diperbarui:", "modified"),
        ("Diperbaharui pada tanggal", "modified"),
        ("Update :", "modified"),
        ("Updated at", "modified"),
        ("Terakhir diubah", "modified"),
        ("Last updated: Wednesday,", "modified"),
        ("Last modified", "modified"),
        ("Mis à jour le", "modified"),
        ("Nama Penulis -", None),
        ("Update Corona:", None),
        ("Penerbitan", None),
        ("", None),
    ],
)
def test_a_label_right_before_a_date_tells_its_role(label: str, role: str | None) -> None:
    (stamp,) = scan(f"{label} 7 Oktober 2020, 15:13 WIB")
    assert stamp.role == role
    (relative,) = scan(f"{label} 5 menit lalu", now=NOW)
    assert relative.role == role


def test_scan_finds_every_date_of_a_byline_in_order_and_in_place() -> None:
    text = "Nama | Tayang Rabu, 7 Okt 2020 15:13 WIB (Diperbarui 08/10/2020, 07.10 WITA) dibaca 1.093 kali"
    first, second = scan(text)
    assert first == Stamp(at(2020, 10, 7, 15, 13), *span(text, "Rabu, 7 Okt 2020 15:13 WIB"), "published")
    assert second == Stamp(at(2020, 10, 8, 7, 10, 0, WITA), *span(text, "08/10/2020, 07.10 WITA"), "modified")


def span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_scan_parts_the_dates_of_a_list() -> None:
    text = (
        "Kamis, 05/11/2015 10:08 WIB Judul satu Kamis, 05/11/2015 09:21 WIB Judul dua 04/11/2015 Judul tiga"
    )
    assert [stamp.moment for stamp in scan(text)] == [
        at(2015, 11, 5, 10, 8),
        at(2015, 11, 5, 9, 21),
        date(2015, 11, 4),
    ]


def test_scan_takes_no_relative_day_out_of_a_headline() -> None:
    assert scan("Harga emas hari ini naik tajam", now=NOW) == []
    assert scan("Kisah 10 tahun lalu di Aceh", now=NOW) == []
    assert [stamp.moment for stamp in scan("Nama Penulis | 3 hari lalu | Bola", now=NOW)] == [
        date(2025, 4, 27)
    ]


@pytest.mark.parametrize(
    "text", ["Waktu baca: 3 min", "menang 3 j lebih awal", "5 min read", "2.500 jam lalu", "Rp 3 j"]
)
def test_what_only_looks_like_a_relative_time_is_none(text: str) -> None:
    assert scan(text, now=NOW) == []


def test_a_second_time_is_no_offset() -> None:
    assert_same(read("7 Oktober 2020, 08:00-10:00 WIB"), at(2020, 10, 7, 8, 0))
    assert_same(read("7 Oktober 2020, 08.00 - 10.00 WIB"), at(2020, 10, 7, 8, 0))


def test_a_day_after_a_time_is_no_offset() -> None:
    text = "6 Oktober 2020 15:13:12 -7 Oktober 2020 15:13:12 - 08/10/2020 15:13:12"
    assert [stamp.moment for stamp in scan(text)] == [at(2020, 10, day, 15, 13, 12) for day in (6, 7, 8)]


def test_an_impossible_time_leaves_the_day() -> None:
    assert_same(read("7 Oktober 2020 25:61"), date(2020, 10, 7))


def test_every_spelling_names_one_month_in_all_languages() -> None:
    for row in _MONTH_ROWS.values():
        months = fold(row).split()
        assert len(months) == 12
        for number, spellings in enumerate(months, start=1):
            assert {MONTHS[word] for word in spellings.split("/")} == {number}


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu")
MONTH_NAMES = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus"),
    *("September", "Oktober", "November", "Desember"),
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def words(moment: datetime) -> dict[str, object]:
    return {
        "t": moment,
        "weekday": DAYS[moment.weekday()],
        "month": MONTH_NAMES[moment.month - 1],
        "mon": SHORT_MONTHS[moment.month - 1],
        "english": moment.strftime("%B"),
    }


DAY_SHAPES = [
    "{weekday}, {t.day} {month} {t.year}",
    "{weekday} {t.day:02} {mon} {t.year}",
    "{weekday}, {t.day:02}/{t.month:02}/{t.year}",
    "{t.day}/{t.month}/{t.year}",
    "{t.day:02}-{t.month:02}-{t.year}",
    "{t.day:02}.{t.month:02}.{t.year}",
    "{t.day}. {month} {t.year}",
    "{t.day:02}-{mon}-{t.year}",
    "{month} {t.day:02} / {t.year}",
    "{english} {t.day}, {t.year}",
    "{t.year}-{t.month:02}-{t.day:02}",
    "{t.year}/{t.month:02}/{t.day:02}",
]
JOINTS = [" ", ", ", " | ", " - ", " – ", " • ", " pukul ", ", jam ", " at "]
TIME_SHAPES = [
    "{t.hour:02}:{t.minute:02}",
    "{t.hour:02}.{t.minute:02}",
    "{t.hour}:{t.minute:02}:{t.second:02}",
]
ZONE_SHAPES = [
    ("", WIB),
    (" WIB", WIB),
    ("WIB", WIB),
    (" wita", WITA),
    (" WIT", WIT),
    (" (GMT+7)", WIB),
    (" +0900", WIT),
]

moments = st.datetimes(datetime(1995, 1, 1), datetime(2035, 12, 31, 23, 59, 59)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@given(moments, st.sampled_from(DAY_SHAPES))
def test_a_day_survives_every_shape(moment: datetime, shape: str) -> None:
    text = shape.format(**words(moment))
    assert_same(read(text), moment.date())
    assert [(stamp.moment, stamp.start, stamp.end) for stamp in scan(text)] == [(moment.date(), 0, len(text))]


@given(
    moments,
    st.sampled_from(DAY_SHAPES),
    st.sampled_from(JOINTS),
    st.sampled_from(TIME_SHAPES),
    st.sampled_from(ZONE_SHAPES),
)
@settings(max_examples=500)
def test_a_moment_survives_every_shape_and_zone(
    moment: datetime, day: str, joint: str, clock: str, zone: tuple[str, tzinfo]
) -> None:
    if "second" not in clock:
        moment = moment.replace(second=0)
    text = (day + joint + clock).format(**words(moment)) + zone[0]
    expected = moment.replace(tzinfo=zone[1])
    assert_same(read(text), expected)
    (stamp,) = scan(f"Nama Penulis | {text} | Bagikan")
    assert_same(stamp.moment, expected)
    assert (stamp.start, stamp.end) == (15, 15 + len(text))


@given(moments, st.integers(-12 * 4, 14 * 4), st.sampled_from(["iso", "space", "rfc822", "fraction"]))
def test_machine_dates_survive(moment: datetime, quarters: int, shape: str) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=15 * quarters)))
    text = {
        "iso": moment.isoformat(),
        "space": moment.isoformat(sep=" "),
        "rfc822": moment.strftime("%a, %d %b %Y %H:%M:%S %z"),
        "fraction": moment.replace(microsecond=987_654).isoformat(),
    }[shape]
    assert_same(read(text), moment)
    assert_same(parse(text), moment)


@given(moments)
def test_unix_time_survives(moment: datetime) -> None:
    moment = moment.replace(tzinfo=WIB)
    if moment.timestamp() >= 1e9:
        assert_same(read(str(int(moment.timestamp()))), moment)
        assert_same(read(str(int(moment.timestamp() * 1000))), moment)


FRAGMENTS = [
    *(
        "7",
        "31",
        "2020",
        "20",
        "99",
        "0",
        "12:30",
        "12.30",
        "24:00",
        "/",
        "-",
        ".",
        ",",
        "|",
        "(",
        ")",
        "'",
        "+",
        "T",
        "Z",
    ),
    *(
        "Mei",
        "Februari",
        "Rabu",
        "Pahing",
        "WIB",
        "GMT",
        "pukul",
        "am",
        "lalu",
        "yang",
        "jam",
        "999 tahun",
        "kemarin",
        "1,5 j",
        "9 hr",
        "setengah",
        "ago",
    ),
    *(
        "Update",
        "s/d",
        "no",
        "\n",
        " ",
        " ",
        " ",
        " ",
        "\u200b",
        "أكتوبر",
        "října",
        "年",
        "é",
        "\x00",
        "²",
        "٣",
    ),
]
any_text = st.one_of(
    st.text(),
    st.text(string.digits + " /.-:T+Z", max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join),
)


@given(any_text, st.sampled_from([None, NOW]), st.sampled_from([JAKARTA, ZoneInfo("America/New_York")]))
@settings(max_examples=400)
def test_no_text_makes_it_raise(text: str, now: datetime | None, zone: tzinfo) -> None:
    moment = parse(text, now=now, zone=zone)
    found = read(text, now=now, zone=zone)
    assert moment is None or moment.tzinfo is not None
    assert (moment is None) == (found is None)
    end = 0
    for stamp in scan(text, now=now, zone=zone):
        assert end <= stamp.start < stamp.end <= len(text)
        assert 1990 <= stamp.moment.year <= 2101
        end = stamp.end


@pytest.mark.parametrize(
    "text",
    [
        "7 " * 100_000,
        "7" * 300_000,
        "7 Mei " * 50_000,
        "7 " + " " * 300_000 + "Mei",
        "7 Mei 2020" + " |" * 150_000,
        "1 jam " * 50_000,
        "Oktober 7" + " ,.-/" * 50_000,
        "12:30 - " * 40_000,
    ],
)
def test_hostile_lengths_are_cut(text: str) -> None:
    parse(text, now=NOW)
    assert all(stamp.end <= 4_000 for stamp in scan(text, now=NOW))


def test_a_date_behind_a_long_lead_of_white_space_is_read() -> None:
    assert read(" " * 500 + "7 Oktober 2020") == date(2020, 10, 7)
    assert datetime.combine(date(2020, 10, 7), time(), JAKARTA) == parse("\n\t7 Oktober 2020\n")
