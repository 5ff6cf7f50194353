"""What a page declares of its own article in JSON-LD, among whatever else it declares there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scraper.extraction.evidence.page_evidence import Evidence
from scraper.text.html.markup import Document
from tests.unit.extraction.pages import TITLE, URL, page

if TYPE_CHECKING:
    from scraper.extraction.evidence.structured import Structured

OWN = {"@type": "NewsArticle", "headline": TITLE, "url": URL, "datePublished": "2024-03-05T10:15:00+07:00"}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Jembatan Kayu Diganti Beton Tahun Depan",
    "url": "https://suarakota.test/berita/2/jembatan-kayu-diganti-beton",
    "datePublished": "2024-02-01T07:00:00+07:00",
    "dateModified": "2024-02-02T07:00:00+07:00",
    "author": {"@type": "Person", "name": "Orang Lain"},
    "articleSection": "Infrastruktur",
    "keywords": ["jembatan", "beton"],
    "articleBody": "Jembatan kayu di hulu diganti beton. " * 20,
    "image": ["https://suarakota.test/jembatan.jpg"],
    "isAccessibleForFree": "False",
}


def declared(*scripts: Any, url: str = URL, head: str = "") -> Structured:
    """What is read of these JSON-LD scripts, given as values or as text."""
    texts = [script if isinstance(script, str) else json.dumps(script) for script in scripts]
    head += "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return Evidence(Document(page(head=head)), url).structured


def without(node: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name not in names}


def assert_own_alone(found: Structured) -> None:
    assert (found.published, found.headline) == (OWN["datePublished"], TITLE)
    assert (found.modified, found.section, found.body) == ("", "", "")
    assert (found.authors, found.keywords, found.images, found.free) == ([], [], [], True)


class TestAmongOtherArticles:
    @pytest.mark.parametrize(
        "own", [OWN, without(OWN, "url"), OWN | {"headline": TITLE.upper() + " &amp; Ramai"}], ids=range(3)
    )
    @pytest.mark.parametrize(
        "other", [OTHER, without(OTHER, "url"), without(OTHER, "headline")], ids=range(3)
    )
    def test_the_one_with_the_pages_address_or_headline_counts(
        self, own: dict[str, Any], other: dict[str, Any]
    ) -> None:
        for found in (
            declared(other, own),
            declared([own, other]),
            declared({"@graph": [other, other, own]}),
        ):
            assert found.published == OWN["datePublished"]
            assert (found.modified, found.section, found.authors) == ("", "", [])

    def test_others_give_nothing(self) -> None:
        assert_own_alone(declared(OTHER, OWN))

    def test_the_address_may_be_that_of_another_form_of_the_page(self) -> None:
        own = without(OWN, "headline") | {"url": None, "mainEntityOfPage": {"@id": URL + "/amp?page=2"}}
        assert declared(OTHER, own).published == OWN["datePublished"]

    def test_without_an_address_of_the_page_its_canonical_one_counts(self) -> None:
        link = f'<link rel="canonical" href="{URL}">'
        found = declared(OTHER, without(OWN, "headline"), url="", head=link)
        assert found.published == OWN["datePublished"]

    def test_only_others_are_none(self) -> None:
        assert declared(OTHER).published == ""
        assert declared(without(OTHER, "url"), without(OTHER, "url")).published == ""

    def test_a_lone_article_may_have_another_headline_or_the_sites_address(self) -> None:
        assert declared(without(OTHER, "url")).published == OTHER["datePublished"]
        assert declared(OTHER | {"url": "https://suarakota.test/"}).published == OTHER["datePublished"]

    def test_what_two_declarations_of_it_say_is_joined(self) -> None:
        found = declared(OWN, {"@type": "Article", "url": URL, "author": "Ani Wati"})
        assert (found.published, found.authors) == (OWN["datePublished"], ["Ani Wati"])


class TestValues:
    def test_references_are_followed(self) -> None:
        graph = [
            OWN | {"author": [{"@id": "#ani"}], "publisher": {"@id": "#kota"}, "image": {"@id": "#foto"}},
            {"@type": "Person", "@id": "#ani", "name": "Ani Wati"},
            {"@type": "Organization", "@id": "#kota", "name": "Suara Kota"},
            {"@type": "ImageObject", "@id": "#foto", "url": "https://suarakota.test/pasar.jpg"},
        ]
        found = declared({"@graph": graph})
        assert found.authors == ["Ani Wati"]
        assert set(found.publishers) == {"Suara Kota"}
        assert found.images == ["https://suarakota.test/pasar.jpg"]

    def test_references_reach_into_other_scripts_and_objects(self) -> None:
        page_node = {"@type": "WebPage", "about": {"@id": "#b", "@type": "Person", "name": "Budi Hartono"}}
        assert declared(OWN | {"author": {"@type": "Person", "@id": "#b"}}, page_node).authors == [
            "Budi Hartono"
        ]

    def test_references_in_a_circle_end(self) -> None:
        ring = [
            OWN | {"author": {"@id": "#a"}},
            {"@id": "#a", "@type": "Person", "name": {"@id": "#b"}},
            {"@id": "#b", "@type": "Person", "name": {"@id": "#a"}},
        ]
        assert declared({"@graph": ring}).authors == []

    @pytest.mark.parametrize(
        "name", ["<a href='/ani'>Ani Wati</a>", "&lt;b&gt;Ani&lt;/b&gt; Wati", "  Ani\n Wati<br/>"]
    )
    def test_names_lose_their_markup(self, name: str) -> None:
        assert declared(OWN | {"author": {"name": name}}).authors == ["Ani Wati"]

    @pytest.mark.parametrize(
        "kind", ["Article", ["Thing", "NewsArticle"], "https://schema.org/NewsArticle", "schema:BlogPosting"]
    )
    def test_types_may_be_lists_or_addresses(self, kind: Any) -> None:
        assert declared(OWN | {"@type": kind}).published == OWN["datePublished"]

    @pytest.mark.parametrize(
        "wrap",
        [
            lambda node: [node],
            lambda node: [[node]],
            lambda node: {"@graph": node},
            lambda node: {"@graph": [{"@type": "WebSite", "name": "Suara Kota"}, node]},
            lambda node: {"@type": "WebPage", "mainEntity": node},
        ],
        ids=range(5),
    )
    def test_it_may_lie_inside(self, wrap: Any) -> None:
        assert declared(wrap(OWN)).published == OWN["datePublished"]


class TestDamage:
    @pytest.mark.parametrize(
        "text",
        [
            '{"@type":"NewsArticle","headline":"Pasar "ikan", lalu banjir","datePublished":"2024-03-05"}',
            r'{"@type":"NewsArticle","headline":"Jum\'at","datePublished":"2024-03-05"}',
            '{"@type":"NewsArticle","headline":,"datePublished":"2024-03-05"}',
            '{"@type":"NewsArticle",/* judul */"datePublished":"2024-03-05",}',
            '{"@type":"NewsArticle","datePublished":"2024-03-05","articleBody":"Pasar ikan',
            '//<![CDATA[ {"@type":"NewsArticle","description":"a\nb\tc","datePublished":"2024-03-05"} //]]>',
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2024-03-05&quot;}",
        ],
        ids=range(7),
    )
    def test_a_fault_does_not_cost_the_rest(self, text: str) -> None:
        assert declared(text).published == "2024-03-05"

    @pytest.mark.parametrize(
        "text",
        [
            '{"@graph":' * 10_000 + json.dumps(OWN),
            "[" * 10_000 + json.dumps(OWN) + "]" * 10_000,
            '{"a":' + "9" * 10_000 + "," + json.dumps(OWN)[1:],
            ('{"@id":"#a","@type":"Person","name":' * 5_000) + json.dumps(OWN),
        ],
        ids=["10,000 objects deep", "10,000 lists deep", "a number of 10,000 digits", "names in names"],
    )
    def test_hostile_depths_and_numbers_are_bounded(self, text: str) -> None:
        assert declared(text, OWN).published == OWN["datePublished"]

    def test_much_damage_is_bounded_for_the_whole_page(self) -> None:
        assert declared(*['{"a":"x" ' + "[," * 50_000] * 20, OWN).published == OWN["datePublished"]
