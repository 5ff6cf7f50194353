"""A page is read with the same outlet, and so into the same fields, on every path that reads pages."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import scraper
from scraper import cli
from scraper.cli.shared.exits import Exit
from scraper.crawler.offline.import_pages import import_pages
from scraper.crawler.offline.reparse import ReparseFilter, reparse
from scraper.errors import UsageError
from scraper.extraction.reader_process import attempt
from scraper.model import Article, Failed, Outlet, Page
from scraper.outlets import for_page, load_outlets, resolve, unknown
from scraper.outlets.writing import profile_text
from tests.unit.extraction.pages import TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.settings import Settings

URL = "https://papua.antaranews.com/berita/712345/pasar-ikan-hamadi-dibuka-kembali"
TITLE = "Pasar Ikan Hamadi Dibuka Kembali"


def page(canonical: str = "") -> str:
    """An article of a paper in the zone WIT (UTC+9) that names no zone."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f"<html><head><title>{TITLE}</title>{link}</head><body><h1>{TITLE}</h1>"
        f"<p>Senin, 4 Maret 2024 12:30</p><div class='isi'>{TEXT}</div></body></html>"
    )


def article(result: object) -> Article:
    assert isinstance(result, Article)
    return result


def as_json(result: Article) -> str:
    return json.dumps(result.to_dict(), ensure_ascii=False)


def fetched(url: str = URL) -> Page:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(url, url, 200, headers, page(URL).encode(), datetime(2024, 3, 5, tzinfo=UTC))


def test_a_page_reads_the_same_by_hand_in_a_crawl_and_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand = article(scraper.extract(page(), URL))
    assert by_hand.to_dict()["published_at"] == "2024-03-04T12:30:00+09:00"
    assert by_hand.outlet == "antara-papua"
    crawled = attempt(fetched(), load_outlets()["antara-papua"], None)
    assert not isinstance(crawled, Failed)
    assert as_json(article(crawled.result)) == as_json(by_hand)

    file = tmp_path / "pasar.html"
    file.write_text(page(), "utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page().encode())))
    for source in (str(file), "-"):
        assert cli.run(["extract", source, "--url", URL]) == Exit.OK
        printed = json.loads(capsys.readouterr().out)
        assert printed.pop("file") == source
        assert json.dumps(printed, ensure_ascii=False) == as_json(by_hand)


def test_an_imported_page_reads_as_by_hand_and_so_does_a_reparse(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "pasar.html").write_text(page(URL), "utf-8")
    by_hand = article(scraper.extract(page(URL), URL))
    import_pages([folder], settings)
    with scraper.Archive(settings.archive, read_only=True) as archive:
        assert archive.articles.get(URL) == by_hand
    again = reparse(settings, ReparseFilter(everything=True)).to_dict()
    assert (again["read"], again["changed"]) == (1, 0)
    with scraper.Archive(settings.archive, read_only=True) as archive:
        assert archive.articles.get(URL) == by_hand


def test_the_address_that_a_page_declares_chooses_no_profile() -> None:
    saved = article(scraper.extract(page(URL)))
    assert (saved.url, saved.outlet) == (URL, "papua.antaranews.com")
    assert saved.to_dict()["published_at"] == "2024-03-04T12:30:00+07:00"


def test_a_copy_on_another_site_does_not_pass_for_the_original() -> None:
    copy = article(scraper.extract(page(URL), "https://salinan.example/berita/712345/pasar-ikan"))
    assert (copy.outlet, copy.url) == (
        "salinan.example",
        "https://salinan.example/berita/712345/pasar-ikan",
    )
    assert copy.to_dict()["published_at"] == "2024-03-04T12:30:00+07:00"


def test_the_outlet_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mirror = "https://salinan.example/berita/712345/pasar-ikan"
    chosen = article(scraper.extract(page(), mirror, outlet="antara-papua"))
    assert (chosen.outlet, chosen.to_dict()["published_at"]) == ("antara-papua", "2024-03-04T12:30:00+09:00")
    own = replace(unknown(mirror), slug="salinan", zone="Asia/Makassar")
    assert article(scraper.extract(page(), URL, outlet=own)).to_dict()["published_at"].endswith("+08:00")

    file = tmp_path / "pasar.html"
    file.write_text(page(), "utf-8")
    assert cli.run(["extract", str(file), "--url", mirror, "--outlet", "papua.antaranews.com"]) == Exit.OK
    assert json.loads(capsys.readouterr().out)["outlet"] == "antara-papua"


def test_an_outlet_that_does_not_exist_is_an_error_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match="there is no outlet 'antara-papuaa'; `kliping outlets` lists"):
        scraper.extract(page(), URL, outlet="antara-papuaa")
    file = tmp_path / "pasar.html"
    file.write_text(page(), "utf-8")
    assert cli.run(["extract", str(file), "--outlet", "antara-papuaa"]) == Exit.USAGE
    assert "antara-papuaa" in capsys.readouterr().err


def test_a_page_of_a_regional_paper_keeps_its_zone_in_a_crawl_of_the_national_site() -> None:
    national = load_outlets()["antaranews"]
    reading = attempt(fetched(), national, None)
    assert not isinstance(reading, Failed)
    read = article(reading.result)
    assert (read.outlet, read.to_dict()["published_at"]) == ("antaranews", "2024-03-04T12:30:00+09:00")
    assert for_page(national, "https://www.antaranews.com/berita/1/a-b-c") is national
    assert for_page(national, "https://otomotif.antaranews.com/berita/1/a-b-c") is national


def test_an_outlet_that_was_crawled_before_it_had_a_profile_is_read_with_its_profile() -> None:
    before = replace(unknown("https://papua.antaranews.com/"), network="antara")  # as the archive keeps it
    today = for_page(before, URL)
    assert (today.slug, today.zone) == ("papua.antaranews.com", "Asia/Jayapura")


def test_a_profile_given_by_the_caller_is_not_replaced_by_the_built_in_one() -> None:
    own = Outlet("antara", "Antara", "https://papua.antaranews.com/", ("papua.antaranews.com",))
    assert for_page(own, URL) is own
    assert resolve(URL, outlets={"antara": own}) is own
    assert resolve("https://lain.example/", outlets={"antara": own}) == unknown("https://lain.example/")


def test_a_users_profile_counts_on_every_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "outlets"
    folder.mkdir()
    profile = replace(unknown("https://hamadi.example/"), name="Kabar Hamadi", zone="Asia/Jayapura")
    (folder / "hamadi.toml").write_text(profile_text(profile), "utf-8")
    monkeypatch.setattr("scraper.outlets.registry.USER_FOLDER", folder)
    read = article(scraper.extract(page(), "https://www.hamadi.example/berita/712345/pasar-ikan"))
    assert (read.outlet, read.to_dict()["published_at"]) == ("hamadi", "2024-03-04T12:30:00+09:00")
