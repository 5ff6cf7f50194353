"""The metadata in the heads of article pages: JSON-LD as each family of sites writes it. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scraper.demo.dates import instant
from scraper.demo.view import section_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.demo.articles import DemoArticle
    from scraper.demo.view import View
    from scraper.model.article import Moment

_SCHEMA = "https://schema.org"


def machine_time(moment: Moment) -> str:
    """ISO 8601, to the second, with offset."""
    return instant(moment).isoformat()


def script(data: dict[str, Any]) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def crumbs(article: DemoArticle, view: View) -> dict[str, Any]:
    """The way from the home page to the article's section."""
    steps = (("Beranda", view.base), (article.section, view.url(section_path(article.section))))
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": url}
        for n, (name, url) in enumerate(steps, 1)
    ]
    return {"@context": _SCHEMA, "@type": "BreadcrumbList", "itemListElement": items}


def news_article(article: DemoArticle, view: View) -> dict[str, Any]:
    """A NewsArticle that names its authors; `datePublished` is wrong where the article says so."""
    url = view.url(article.path)
    logo = {"@type": "ImageObject", "url": view.url("logo.png")}
    data = {
        "@context": _SCHEMA,
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.machine_date or machine_time(article.published),
        "dateModified": article.modified and machine_time(article.modified),
        "author": _persons(article.authors),
        "editor": _persons(article.editors),
        "publisher": {"@type": "Organization", "name": "Suara Kliping", "logo": logo},
        "keywords": list(article.tags),
        "image": [view.url(picture.path) for picture in article.pictures],
    }
    return {name: value for name, value in data.items() if value}


def graph(article: DemoArticle, view: View) -> dict[str, Any]:
    """The graph of a search plugin, whose author is the account that uploaded the text."""
    url, site, person = view.url(article.path), f"{view.base}#website", f"{view.base}#/schema/person/1"
    account = article.account or "admin"
    text = {
        "@type": "Article",
        "@id": f"{url}#article",
        "isPartOf": {"@id": url},
        "author": {"name": account, "@id": person},
        "headline": article.title,
        "datePublished": machine_time(article.published),
        "dateModified": article.modified and machine_time(article.modified),
        "mainEntityOfPage": {"@id": url},
        "keywords": list(article.tags),
        "articleSection": [article.section],
        "inLanguage": "id",
    }
    nodes: list[dict[str, Any]] = [
        {name: value for name, value in text.items() if value},
        {
            "@type": "WebPage",
            "@id": url,
            "url": url,
            "name": f"{article.title} - Suara Kliping",
            "isPartOf": {"@id": site},
        },
        {"@type": "WebSite", "@id": site, "url": view.base, "name": "Suara Kliping"},
        {"@type": "Person", "@id": person, "name": account},
    ]
    return {"@context": _SCHEMA, "@graph": nodes}


def _persons(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": name} for name in names]
