from __future__ import annotations

from dataclasses import replace

from scraper.discover.profiles.lint import complaints
from scraper.model import Outlet, Samples, UrlRules

CONTOH = Outlet(
    "contoh",
    "Contoh",
    "https://contoh.id/",
    ("contoh.id",),
    urls=UrlRules(article=r"/\d{5,}/", ignore="^/foto/"),
)


def told(*articles: str, others: tuple[str, ...] = ()) -> list[str]:
    return complaints(replace(CONTOH, samples=Samples(articles, others)))


def test_samples_that_bear_the_patterns_out_are_no_fault() -> None:
    assert (
        told("/berita/12345/judul", "https://bola.contoh.id/67890/a", others=("/indeks", "/foto/12345/a"))
        == []
    )


def test_every_fault_is_told_with_its_place() -> None:
    assert told("/12345/a", "/indeks", "https://lain.id/12345/a", others=("/12345/a",)) == [
        "$.samples.articles[1]: taken for no article: '/indeks'",
        "$.samples.articles[2]: not on a host of its own: 'https://lain.id/12345/a'",
        "$.samples.others[0]: taken for an article: '/12345/a'",
    ]


def test_a_pattern_needs_a_sample() -> None:
    assert "$.samples.articles" in told()[0]
    assert complaints(replace(CONTOH, urls=UrlRules())) == []
