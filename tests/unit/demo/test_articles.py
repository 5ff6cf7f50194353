"""The articles as data: what every one of them must hold, and what they hold between them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from scraper.demo.articles import load
from scraper.demo.dates import DAYS, in_words
from scraper.demo.families import FAMILIES
from scraper.demo.view import SECTIONS
from scraper.model import Article

SITE = "http://suarakliping.test/"
ARTICLES = load()
PUBLISHED = [article for article in ARTICLES if not article.internal]
every_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


def texts(article):
    return [block["text"] for block in article.expected(SITE)["body"]]


def test_there_are_at_least_36_in_every_template_and_section():
    assert len(PUBLISHED) >= 36
    assert {article.template for article in PUBLISHED} == set(FAMILIES)
    assert {article.section for article in PUBLISHED} == set(SECTIONS)


def test_most_are_of_spring_2025_and_some_are_older():
    spring = [a for a in PUBLISHED if (2025, 3) <= (a.published.year, a.published.month) <= (2025, 5)]
    assert len(spring) >= 30
    assert any(article.published.year < 2010 for article in PUBLISHED)


def test_no_paragraph_occurs_twice():
    counts = Counter(text for article in ARTICLES for text in texts(article))
    assert not [text for text, count in counts.items() if count > 1]


def test_no_path_occurs_twice():
    paths = [path for article in ARTICLES for path in article.page_paths]
    assert len(paths) == len(set(paths))


@every_article
def test_the_dateline_opens_the_first_paragraph(article):
    first = next(element.text for element in article.elements if element.kind == "p")
    assert first.startswith(article.dateline or "suarakliping.test")


@every_article
def test_a_credit_is_part_of_its_caption(article):
    assert all(picture.credit in picture.caption for picture in article.pictures if picture.credit)


@every_article
def test_every_picture_but_the_first_stands_in_the_text(article):
    numbers = [int(element.text) for element in article.elements if element.kind == "photo"]
    assert numbers == list(range(2, len(article.pictures) + 1))


@every_article
def test_related_articles_exist_and_are_named_once(article):
    named = [related["url"] for related in article.expected(SITE)["related"]]
    assert set(named) <= {SITE + other.path.removeprefix("/") for other in PUBLISHED if other is not article}
    assert len(named) == len(set(named))


@every_article
def test_the_displayed_date_is_the_true_one(article):
    shown = in_words(article.published, article.date_format or FAMILIES[article.template].date)
    assert str(article.published.day) in shown
    assert str(article.published.year) in shown
    day = DAYS[date(article.published.year, article.published.month, article.published.day).weekday()]
    named = shown.replace("Jum'at", "Jumat").replace("Jum’at", "Jumat")
    assert not (set(DAYS) - {day}) & set(named.replace(",", " ").split())


@every_article
def test_what_is_expected_is_an_article(article):
    expected = article.expected(SITE)
    whole = Article.from_dict(expected).to_dict()
    assert {name: whole[name] for name in expected} == expected
    assert set(whole) - set(expected) == {"removed", "provenance"}


@pytest.mark.parametrize(
    "case",
    [
        lambda a: not a.authors,
        lambda a: len(a.authors) > 1,
        lambda a: not a.editors,
        lambda a: not a.tags,
        lambda a: not a.related,
        lambda a: not a.dateline,
        lambda a: not a.pictures,
        lambda a: any(picture.caption is None for picture in a.pictures),
        lambda a: len(a.pictures) > 1,
        lambda a: a.lead,
        lambda a: a.modified,
        lambda a: a.sources,
        lambda a: a.machine_date,
        lambda a: a.account and a.account in a.editors and a.account not in a.authors,
        lambda a: a.template == "promedia" and len(a.parts) == 3,
        lambda a: a.template == "wordpress" and len(a.parts) == 3,
        lambda a: not isinstance(a.published, datetime),
        lambda a: a.closing == "**",
        lambda a: a.closing and a.closing.startswith("("),
        lambda a: a.date_format and "Jum'at" in a.date_format,
        lambda a: a.date_format and "{hour}.{minute}" in a.date_format,
        lambda a: isinstance(a.published, datetime) and a.published.utcoffset().total_seconds() == 8 * 3600,
        lambda a: isinstance(a.published, datetime) and a.published.utcoffset().total_seconds() == 9 * 3600,
        *(
            lambda a, kind=kind: any(e.kind == kind for e in a.elements)
            for kind in ("h", "li", "quote", "read", "ad")
        ),
        lambda a: any(e.kind == "p" and len(e.text) < 40 for e in a.elements),
    ],
)
def test_every_hard_case_occurs(case):
    assert any(case(article) for article in PUBLISHED)


def test_one_article_has_an_editor_but_no_author_and_ends_in_an_end_mark():
    article = next(a for a in PUBLISHED if a.published == datetime.fromisoformat("2025-04-30T12:30:00+07:00"))
    expected = article.expected(SITE)
    assert (expected["authors"], expected["editors"]) == ([], ["R. Heryanto"])
    assert expected["dateline"] == "JAKARTA"
    assert [related["kind"] for related in expected["related"]] == ["inline", "inline"]
    assert "h" in {block["kind"] for block in expected["body"]}
    assert article.closing == "**"
    assert not expected["body"][-1]["text"].endswith("*")
