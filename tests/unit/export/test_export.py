"""Every format holds what the archive holds, in types that its readers know; nothing is half written."""

from __future__ import annotations

import csv
import json
import tracemalloc
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.archive import Archive
from scraper.errors import ArchiveError, ExportError
from scraper.export import FORMATS, export, of_articles, of_query, write
from scraper.export.spreadsheet import CUT, MAX_TEXT
from scraper.model import Article, Block, Image
from tests.unit.archive.examples import WIB, outlet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NASTY = '=HYPERLINK("http://jahat.test")'

ARTICLES = (
    Article(
        url="https://suara.test/satu",
        outlet="suara",
        title=NASTY,
        published_at=datetime(2025, 5, 1, 6, 30, tzinfo=WIB),
        authors=("Siti", "Budi"),
        editors=("Rina",),
        tags=("beras", "@pasar"),
        lead="Ringkas; padat.",
        body=(
            Block("lead", "Ringkas; padat."),
            Block("p", "Harga *turun*,\tkata “pedagang”."),
            Block("h", "Pasar"),
            Block("quote", "1) Murah"),
            Block("li", "# satu"),
        ),
        images=(Image("https://suara.test/a.jpg", "Beras. Foto: Ani", "Ani"), Image(None)),
    ),
    Article(
        url="https://suara.test/dua",
        outlet="suara",
        title="Hujan di Rembang",
        published_at=date(2025, 4, 30),
        body=(Block("p", "Hujan " * 10_000),),
    ),
    Article(url="https://suara.test/tiga", outlet="suara", title="Tanpa tanggal", body=(Block("p", "Isi"),)),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as opened:
        opened.outlets.register(outlet())
        for article in ARTICLES:
            opened.articles.store(article, captures=())
        yield opened


def written(archive: Archive, form: str, sql: str | None = None) -> bytes:
    file = BytesIO()
    write(of_query(archive, sql) if sql else of_articles(archive), file, FORMATS[form])
    return file.getvalue()


def test_csv_has_a_line_an_article_and_no_formula(archive: Archive) -> None:
    text = written(archive, "csv").decode()
    first, second, third = csv.DictReader(text.splitlines(keepends=True))
    assert first["title"] == "'" + NASTY
    assert first["authors"] == "Siti; Budi"
    assert first["tags"] == "beras; @pasar"
    assert first["text"] == ARTICLES[0].text
    assert (second["published_at"], second["modified_at"]) == ("2025-04-30", "")
    assert third["published_on"] == ""


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(archive: Archive, beginning: str) -> None:
    sql = f"SELECT char({ord(beginning)}) || '1+1' AS a, -5 AS b"
    (row,) = csv.DictReader(written(archive, "csv", sql).decode().splitlines(keepends=True))
    assert row["a"].startswith("'")
    assert row["b"] == "-5"


def test_json_lines_keep_lists_and_nulls(archive: Archive) -> None:
    first, _, third = (json.loads(line) for line in written(archive, "jsonl").splitlines())
    assert first["title"] == NASTY
    assert first["authors"] == ["Siti", "Budi"]
    assert first["captions"] == ["Beras. Foto: Ani"]
    assert (third["published_at"], third["authors"]) == (None, [])


def test_parquet_has_days_instants_and_lists(archive: Archive) -> None:
    table = pyarrow.parquet.read_table(BytesIO(written(archive, "parquet")))
    first, second, third = table.to_pylist()
    assert first["published_utc"] == datetime(2025, 4, 30, 23, 30, tzinfo=UTC)
    assert first["published_on"] == date(2025, 5, 1)
    assert first["tags"] == ["beras", "@pasar"]
    assert second["text"] == ARTICLES[1].text
    assert third["published_utc"] is None
    assert str(table.schema.field("published_utc").type) == "timestamp[ms, tz=UTC]"
    assert table.schema.field("dateline").metadata[b"meaning"]


def test_a_workbook_has_texts_and_days_but_no_formula(archive: Archive) -> None:
    sheet = openpyxl.load_workbook(BytesIO(written(archive, "xlsx"))).active
    assert sheet is not None
    names = [cell.value for cell in sheet[1]]
    row = dict(zip(names, sheet[2], strict=True))
    assert (row["title"].value, row["title"].data_type) == (NASTY, "s")
    assert row["published_on"].value == datetime(2025, 5, 1)  # noqa: DTZ001 - workbooks know no zones
    long = dict(zip(names, sheet[3], strict=True))["text"].value
    assert isinstance(long, str)
    assert len(long) == MAX_TEXT
    assert long.endswith(CUT)


def test_markdown_means_what_the_text_says(archive: Archive) -> None:
    text = written(archive, "md").decode()
    assert "**Ringkas; padat.**" in text
    assert r"Harga \*turun\*, kata “pedagang”." in text
    assert "\n## Pasar\n" in text
    assert "\n> 1) Murah\n".replace("1)", r"\1)") in text
    assert "\n* \\# satu\n" in text


def test_plain_text_is_to_be_read(archive: Archive) -> None:
    text = written(archive, "txt").decode()
    assert "By Siti, Budi\nEdited by Rina\n" in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("filters", "urls"),
    [
        ({"search": "hujan"}, ["dua"]),
        ({"search": '"'}, []),
        ({"since": date(2025, 5, 1)}, ["satu"]),
        ({"until": date(2025, 4, 30)}, ["dua"]),
        ({"outlet": "lain"}, []),
        ({}, ["satu", "dua", "tiga"]),
    ],
)
def test_only_what_is_asked_for(archive: Archive, filters: dict[str, date | str], urls: list[str]) -> None:
    rows = of_articles(archive, **filters).rows()  # type: ignore[arg-type]
    assert [row["url"].rpartition("/")[2] for row in rows] == urls


class TestQueries:
    def test_its_columns_have_the_kinds_that_its_rows_show(self, archive: Archive) -> None:
        sql = "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2.5, NULL"
        assert [(column.name, column.kind) for column in of_query(archive, sql).columns] == [
            ("a", "real"),
            ("b", "text"),
        ]
        table = pyarrow.parquet.read_table(BytesIO(written(archive, "parquet", sql)))
        assert table.to_pylist() == [{"a": 1.0, "b": "x"}, {"a": 2.5, "b": None}]

    def test_a_value_of_another_kind_comes_late(self, archive: Archive) -> None:
        sql = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) "
            "SELECT CASE WHEN i < 1200 THEN i ELSE 'kata' END AS a FROM n"
        )
        rows = pyarrow.parquet.read_table(BytesIO(written(archive, "parquet", sql))).to_pylist()
        assert [row["a"] for row in (rows[0], rows[-1])] == [1, None]

    def test_none_gives_no_rows(self, archive: Archive) -> None:
        for form in ("csv", "jsonl", "parquet", "xlsx"):
            written(archive, form, "SELECT 1 AS a WHERE 0")

    @pytest.mark.parametrize(
        "sql", ["DELETE FROM articles", "SELECT", "ATTACH 'x' AS y", "PRAGMA user_version=9"]
    )
    def test_nothing_but_reading(self, archive: Archive, sql: str) -> None:
        with pytest.raises(ArchiveError):
            written(archive, "csv", sql)

    @pytest.mark.parametrize("form", ["md", "txt"])
    def test_a_query_is_no_article(self, archive: Archive, form: str) -> None:
        with pytest.raises(ExportError, match="is for articles"):
            written(archive, form, "SELECT 1 AS a")


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(max_size=20),
            st.integers(-(2**63), 2**63 - 1),
            st.floats(),
            st.binary(max_size=9),
        ),
        min_size=1,
        max_size=4,
    )
)
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_no_value_is_too_strange(form: str, values: list[object]) -> None:
    from scraper.export.tables import Column, Table, _kind

    rows = [{"a": value} for value in values]
    write(Table((Column("a", _kind(iter(values))),), lambda: iter(rows), "x"), BytesIO(), FORMATS[form])


class TestFiles:
    def test_beside_it_stand_its_citation_and_its_columns(self, archive: Archive, tmp_path: Path) -> None:
        assert export(of_articles(archive), tmp_path / "berita.csv", FORMATS["csv"]) == len(ARTICLES)
        citation = (tmp_path / "berita.CITATION.cff").read_text("utf-8")
        assert "cff-version" in citation
        assert "3 articles" in citation
        assert "| dateline | text |" in (tmp_path / "berita.dictionary.md").read_text("utf-8")

    def test_a_file_that_is_there_stays(self, archive: Archive, tmp_path: Path) -> None:
        file = tmp_path / "berita.csv"
        file.write_text("lama")
        with pytest.raises(ExportError, match="exists already"):
            export(of_articles(archive), file, FORMATS["csv"])
        assert file.read_text() == "lama"
        export(of_articles(archive), file, FORMATS["csv"], overwrite=True)
        assert file.read_text().startswith("id,")

    def test_a_failure_leaves_nothing_half_written(self, archive: Archive, tmp_path: Path) -> None:
        file = tmp_path / "berita.csv"
        file.write_text("lama")
        broken = of_query(
            archive,
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
            "SELECT json_extract('[1]', CASE WHEN i > 1500 THEN 'x' ELSE '$' END) AS a FROM n",
        )
        with pytest.raises(ArchiveError):
            export(broken, file, FORMATS["csv"], overwrite=True)
        assert file.read_text() == "lama"
        assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []

    def test_a_place_that_is_none_is_told(self, archive: Archive, tmp_path: Path) -> None:
        with pytest.raises(ExportError, match="cannot be written"):
            export(of_articles(archive), tmp_path / "tidak" / "ada.csv", FORMATS["csv"])


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet"])
def test_many_rows_take_no_more_memory(archive: Archive, tmp_path: Path, form: str) -> None:
    sql = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
        "SELECT i, 'teks ' || hex(randomblob(200)) AS teks FROM n"
    )
    before = pyarrow.total_allocated_bytes()
    tracemalloc.start()
    export(of_query(archive, sql), tmp_path / f"banyak.{form}", FORMATS[form])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000  # all rows together have 12
    assert pyarrow.total_allocated_bytes() - before < 8_000_000
