"""`kliping extract`: pages from anywhere, as JSON lines or for reading."""

from __future__ import annotations

import io
import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from scraper import cli
from scraper.cli.shared.exits import Exit
from scraper.demo import DemoSite, Status
from tests.unit.cli import processes
from tests.unit.cli.conftest import address, golden

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Extract = Callable[..., list[dict[str, Any]]]

TITLE = "Petani Garam Rembang Mulai Siapkan Lahan, Kemarau Diperkirakan Datang Lebih Cepat"


@pytest.fixture
def extract(capsys: pytest.CaptureFixture[str]) -> Extract:
    """The articles on standard output; all must have gone well."""

    def extract(*arguments: str) -> list[dict[str, Any]]:
        assert cli.run(["extract", *arguments]) == Exit.OK
        out, err = capsys.readouterr()
        assert err == ""
        return [json.loads(line) for line in out.splitlines()]

    return extract


def test_a_file_is_read_as_the_page_was_written(extract: Extract, saved: Path, site: DemoSite) -> None:
    (article,) = extract(saved.name)
    base = f"http://127.0.0.1:{site.address[1]}/"
    written = next(a for a in site.articles if "petani-garam" in a.path).expected(base)
    told = set(written) - {"outlet"}  # of a file nothing tells whose it is
    assert {name: article[name] for name in told} == {name: written[name] for name in told}
    assert article["file"] == "garam.html"


def test_many_files_come_in_the_order_given(extract: Extract, saved: Path) -> None:
    shutil.copy(saved, "a.html")
    assert [article["file"] for article in extract("garam.html", "a.html")] == ["garam.html", "a.html"]


def test_a_folder_is_searched_to_its_depths_for_html(extract: Extract, saved: Path, desk: Path) -> None:
    deep = desk / "arsip" / "2025" / "04"
    deep.mkdir(parents=True)
    shutil.copy(saved, deep / "satu.HTM")
    shutil.copy(saved, deep.parent / "dua.html")
    (deep / "catatan.txt").write_text("bukan halaman", encoding="utf-8")
    found = [article["file"] for article in extract("arsip")]
    assert found == ["arsip/2025/04/satu.HTM", "arsip/2025/dua.html"]


def test_standard_input_is_called_by_a_dash(
    extract: Extract, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(saved.read_bytes())))
    (article,) = extract("-")
    assert (article["title"], article["file"]) == (TITLE, "-")


def test_an_address_is_visited(extract: Extract, site: DemoSite) -> None:
    url = address(site, "petani-garam")
    (article,) = extract(url)
    assert (article["title"], article["url"], article["file"]) == (TITLE, url, url)


def test_files_and_addresses_may_be_mixed(extract: Extract, saved: Path, site: DemoSite) -> None:
    assert [article["title"] for article in extract(saved.name, address(site, "petani-garam"))] == [TITLE] * 2


def test_url_tells_where_a_saved_page_came_from(extract: Extract, desk: Path) -> None:
    sentence = "Kalimat yang cukup panjang untuk dibaca sebagai isi berita, dengan anak kalimat. "
    page = (
        f"<title>Judul Berita</title><article><h1>Judul Berita</h1>{f'<p>{sentence * 3}</p>' * 4}</article>"
    )
    (desk / "halaman.html").write_text(page, encoding="utf-8")
    assert [article["url"] for article in extract("halaman.html")] == [""]
    (article,) = extract("halaman.html", "--url", "https://contoh.id/berita/1?utm_source=x")
    assert article["url"] == "https://contoh.id/berita/1"


def test_pretty_is_for_reading(saved: Path, site: DemoSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["extract", "--pretty", saved.name]) == Exit.OK
    shown = capsys.readouterr().out
    assert shown.replace(f"127.0.0.1:{site.address[1]}", "suarakliping.test") == golden("pretty.txt")


def test_json_is_utf8_whatever_the_terminal_can_show(saved: Path) -> None:
    done = processes.run("extract", saved.name, text=False, env={"PYTHONIOENCODING": "ascii", "HOME": "."})
    assert json.loads(done.stdout.decode())["body"][2]["text"].startswith("“Kalau lahan siap")


def test_a_source_that_fails_is_named_and_the_rest_is_read(
    saved: Path, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "kosong.html").touch()
    code = cli.run(
        ["extract", "tidak-ada.html", saved.name, "kosong.html", "http://127.0.0.1:9/", saved.name]
    )
    out, err = capsys.readouterr()
    assert code == Exit.SOME_FAILED
    assert len(out.splitlines()) == 2
    assert [line.split(": ")[1] for line in err.splitlines()] == [
        "tidak-ada.html",
        "kosong.html",
        "http://127.0.0.1:9/",
    ]


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (404, Exit.NOTHING_FOUND, "gone (404)"),
        (403, Exit.REFUSED, "refused (blocked): the server answered 403"),
        (500, Exit.SOME_FAILED, "failed (http-500)"),
    ],
)
def test_what_a_server_answers_instead_is_told(
    site: DemoSite, capsys: pytest.CaptureFixture[str], status: int, code: Exit, words: str
) -> None:
    url = address(site, "petani-garam")
    site.faults[url.partition(str(site.address[1]))[2]] = Status(status)
    assert cli.run(["extract", url]) == code
    assert capsys.readouterr().err.startswith(f"kliping: {url}: {words}")


def test_a_page_that_is_no_article_is_told(site: DemoSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["extract", f"http://127.0.0.1:{site.address[1]}/"]) == Exit.NOTHING_FOUND
    assert "no article (section)" in capsys.readouterr().err
