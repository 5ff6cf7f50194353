from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.extraction import Pager, read, stitch
from scraper.extraction.pages.pagination import MAX_PAGES, adds, page_number
from scraper.model import Article, Block, Image, Outlet, Page, Related, UrlRules
from tests.unit.extraction.pages import URL, page


def pager(below: str, url: str = URL, outlet: Outlet | None = None) -> Pager | None:
    content = page(below=below).encode()
    headers = (("content-type", "text/html; charset=utf-8"),)
    return read(Page(url, url, 200, headers, content, datetime(2024, 3, 5, tzinfo=UTC)), outlet).pager


class TestFind:
    def test_an_article_of_one_page_has_no_pager(self) -> None:
        assert pager("") is None

    def test_numbered_links(self) -> None:
        links = '<div class="paging">Halaman: 1 <a href="?page=2">2</a> <a href="?page=3">3</a></div>'
        assert pager(links) == Pager((URL, f"{URL}?page=2", f"{URL}?page=3"))

    def test_numbers_at_the_paths_end(self) -> None:
        links = f'<div><a href="{URL}/2">2</a> <a href="{URL}/3">3</a></div>'
        assert pager(links) == Pager((URL, f"{URL}/2", f"{URL}/3"))

    def test_pages_that_the_pager_skips_are_made_by_the_same_pattern(self) -> None:
        found = pager('<div><a href="?page=2">2</a> … <a href="?page=5">5</a></div>')
        assert found is not None
        assert found.pages == (URL, *(f"{URL}?page={number}" for number in range(2, 6)))

    @pytest.mark.parametrize(
        "link", ["?page={}&id=77", "?page={}&berita=5", "?id=5&page={}", "/{}/?dari=5", "/page/{}?id=77"]
    )
    def test_other_numbers_of_the_link_stay(self, link: str) -> None:
        found = pager(
            f'<div><a href="{URL}{link.format(2)}">2</a> <a href="{URL}{link.format(5)}">5</a></div>'
        )
        assert found is not None
        assert found.pages[1:] == tuple(f"{URL}{link.format(number)}" for number in range(2, 6))

    def test_the_form_that_shows_the_whole(self) -> None:
        links = '<div><a href="?page=2">2</a> <a href="?page=all">Tampilkan Semua</a></div>'
        assert pager(links) == Pager((URL, f"{URL}?page=2"), f"{URL}?page=all")

    def test_the_outlet_may_know_that_form(self) -> None:
        outlet = Outlet(
            "kota",
            "Suara Kota",
            "https://suarakota.test/",
            ("suarakota.test",),
            urls=UrlRules(whole="single=1"),
        )
        found = pager('<div><a href="?page=2">2</a></div>', outlet=outlet)
        assert found is not None
        assert found.whole == f"{URL}?single=1"

    def test_a_later_page_names_the_same_pages(self) -> None:
        links = f'<div><a href="{URL}">1</a> 2 <a href="?page=3">3</a></div>'
        found = pager(links, f"{URL}?page=2")
        assert found is not None
        assert found.pages == (URL, f"{URL}?page=2", f"{URL}?page=3")

    @pytest.mark.parametrize(
        "link",
        [
            '<a href="/indeks?page=2">2</a>',
            '<a href="/berita/2/lain?page=2">2</a>',
            '<a href="https://lain.test/berita/1/pasar-ikan-dibuka-kembali?page=2">2</a>',
            '<a href="?page=9999999">9999999</a>',
            '<a href="#2">2</a>',
        ],
    )
    def test_links_that_leave_the_article_are_no_pager(self, link: str) -> None:
        assert pager(f"<div>{link}</div>") is None

    def test_a_pager_cannot_name_endless_pages(self) -> None:
        found = pager("".join(f'<a href="?page={number}">{number}</a> ' for number in range(2, 99)))
        assert found is not None
        assert len(found.pages) == MAX_PAGES
        assert found.beyond == 98

    def test_a_page_names_pages_that_another_did_not(self) -> None:
        first, third = Pager((URL, "b", "c")), Pager((URL, "b", "c", "d", "e"), "whole", 40)
        assert first.joined(third) == third
        assert first.joined(None) == first
        assert first.joined(Pager(("elsewhere", "f"))) == first

    def test_joined_pagers_cannot_name_endless_pages_either(self) -> None:
        one = Pager((URL, *(f"{URL}?page={number}" for number in range(2, MAX_PAGES + 1))))
        both = one.joined(Pager((URL, f"{URL}/2", f"{URL}/3")))
        assert (len(both.pages), both.beyond) == (MAX_PAGES, MAX_PAGES + 2)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 1),
        ("?page=2", 2),
        ("?halaman=3", 3),
        ("?hal=4", 4),
        ("/5", 5),
        ("/page/6", 6),
        ("?page=all", None),
    ],
)
def test_page_number(query: str, number: int | None) -> None:
    assert page_number(URL + query, URL) == number


def test_another_article_is_no_page_of_this_one() -> None:
    assert page_number("https://suarakota.test/berita/2/lain?page=2", URL) is None
    assert page_number(URL.replace("suarakota", "lain") + "?page=2", URL) is None


def part(*texts: str, lead: str | None = None, **fields: object) -> Article:
    blocks = tuple(Block("p", text) for text in texts)
    if lead:
        blocks = (Block("lead", lead), *blocks)
    return Article(url=URL, outlet="kota", title="Pasar", lead=lead, body=blocks, **fields)  # type: ignore[arg-type]


class TestStitch:
    def test_the_text_of_all_pages_in_order(self) -> None:
        whole = stitch([part("Satu.", "Dua."), part("Tiga."), part("Empat.")], pages=["a", "b", "c"])
        assert [block.text for block in whole.body] == ["Satu.", "Dua.", "Tiga.", "Empat."]
        assert whole.pages == ("a", "b", "c")

    def test_a_lead_that_every_page_repeats_is_taken_once(self) -> None:
        lead = "Pasar dibuka kembali sepekan setelah banjir."
        whole = stitch([part("Satu.", lead=lead), part("Dua.", lead=lead)])
        assert [block.text for block in whole.body] == [lead, "Satu.", "Dua."]

    def test_a_short_line_may_occur_on_two_pages(self) -> None:
        whole = stitch([part("“Ya.”", "Satu."), part("“Ya.”", "Dua.")])
        assert [block.text for block in whole.body] == ["“Ya.”", "Satu.", "“Ya.”", "Dua."]

    def test_people_tags_pictures_and_links_are_united(self) -> None:
        link = Related("Jembatan Kayu", "https://suarakota.test/berita/2", "inline")
        whole = stitch(
            [
                part("Satu.", authors=("Ani",), tags=("pasar",), images=(Image("a.jpg", "Pasar."),)),
                part("Dua.", authors=("Ani",), editors=("Budi",), tags=("pasar", "ikan"), related=(link,)),
                part("Tiga.", images=(Image("a.jpg", "Pasar."), Image("b.jpg")), related=(link,)),
            ]
        )
        assert (whole.authors, whole.editors, whole.tags) == (("Ani",), ("Budi",), ("pasar", "ikan"))
        assert [image.url for image in whole.images] == ["a.jpg", "b.jpg"]
        assert whole.related == (link,)

    def test_a_page_adds_to_those_before_it_what_they_do_not_show(self) -> None:
        first = part("Satu.", images=(Image("a.jpg"),))
        assert adds(part("Dua."), [first])
        assert adds(part("Satu.", images=(Image("b.jpg"),)), [first])
        assert not adds(part("Satu.", images=(Image("a.jpg"),)), [first, part("Dua.")])

    def test_one_page_is_itself(self) -> None:
        single = part("Satu.")
        assert stitch([single]) == single

    def test_no_page_is_a_mistake(self) -> None:
        with pytest.raises(ValueError, match="at least one page"):
            stitch([])
