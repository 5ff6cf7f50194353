"""A first profile of a site, drafted from what was seen there. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scraper.discover.urls import url_pattern
from scraper.discover.urls.url_filter import looks_like_article
from scraper.discover.urls.url_shape import shape
from scraper.model import Discovery, Outlet, Samples, UrlRules
from scraper.outlets import recognise
from scraper.outlets.registry import family_tables
from scraper.outlets.schema import outlet_from, read_table, resolved
from scraper.outlets.writing import profile_text
from scraper.text.html.elements import fold
from scraper.text.html.markup import parse
from scraper.text.urls import canonical, host, is_own, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scraper.model import Article, Lead
    from scraper.outlets import Family

SAMPLES = 5
"""So many samples are kept of a kind."""

_NAME = 'meta[property="og:site_name"][content], meta[name="application-name"][content]'


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at a site.

    That is its home page's text and URL, what its ways in name, and addresses that are no articles.
    """

    html: str
    url: str
    ways: Discovery
    leads: Sequence[Lead]
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A profile: what its file is to say; what is `unsure` of it, in words; and the `family` of its pages."""

    outlet: Outlet
    family: Family | None
    unsure: tuple[str, ...]

    def text(self, remarks: Iterable[str] = ()) -> str:
        """The file."""
        return profile_text(self.outlet, remarks)

    def counted(self) -> Outlet:
        """The outlet that the file makes, on top of its family. Raises ProfileError."""
        name = f"{self.outlet.slug}.toml"
        return outlet_from(read_table(self.text(), name), self.outlet.slug, name, family_tables())

    def without(self, failed: Iterable[str]) -> Draft:
        """The draft without the samples that turned out to be no articles."""
        samples = self.outlet.samples
        kept = tuple(url for url in samples.articles if url not in set(failed))
        return replace(self, outlet=replace(self.outlet, samples=replace(samples, articles=kept)))

    def in_language_of(self, articles: Iterable[Article]) -> Draft:
        """The draft with the commonest language of some of the site's articles."""
        languages = Counter(article.language for article in articles if article.language != "und")
        if not languages:
            return replace(self, unsure=(*self.unsure, "its language: no article was read that shows it"))
        ((language, _),) = languages.most_common(1)
        return replace(self, outlet=replace(self.outlet, language=language))


def draft(start: Outlet, seen: Seen, name: str | None = None) -> Draft:
    """The profile of a site of which nothing but `start` was known; `name` is the outlet's, if given."""
    unsure: list[str] = []
    family = recognise(seen.html.encode("utf-8", "replace"))
    name = name or _name(seen.html)
    if name is None:
        unsure.append("its name: the home page tells none")
    home = canonical("/", seen.url) or start.home
    outlet = replace(
        start,
        slug=slug(home),
        name=name or host(home).removeprefix("www."),
        home=home,
        hosts=_hosts(home, seen.leads, start),
    )
    outlet = _beside(family, replace(outlet, discover=seen.ways))
    outlet = replace(outlet, urls=UrlRules(article=_article(outlet, family, seen, unsure)))
    unsure.append("its province, and so its clock: times that name no zone are taken for WIB")
    bare = Draft(outlet, family, tuple(unsure))
    return replace(bare, outlet=replace(outlet, samples=_samples(bare.counted(), seen)))


def slug(home: str) -> str:
    """A short name for a site: "https://www.contoh.co.id/" → "contoh"; subdomains stay in front."""
    name = host(home).removeprefix("www.")
    if re.fullmatch(r"[\d.]+|.*:.*", name):
        return re.sub(r"[^0-9a-f]+", "-", name).strip("-")
    front = name.removesuffix(site(name))
    short = f"{front}{site(name).partition('.')[0]}"
    return re.sub(r"[^a-z0-9]+", "-", short).strip("-")


def _name(html: str) -> str | None:
    try:
        nodes = parse(html).css(_NAME)
    except ValueError:
        return None
    names = (fold(node.attributes.get("content") or "") for node in nodes)
    return next((name for name in names if 0 < len(name) <= 80), None)


def _hosts(home: str, leads: Sequence[Lead], start: Outlet) -> tuple[str, ...]:
    """The host of the home page, if all articles are there; else all of its domain."""
    own = (host(home).removeprefix("www."),)
    return own if leads and all(is_own(lead.url, own) for lead in leads) else start.hosts


def _beside(family: Family | None, outlet: Outlet) -> Outlet:
    """What the outlet's file must say of its ways in, if its family tells the rest."""
    if family is None:
        return outlet
    known = resolved(replace(outlet, discover=family.discover)).discover
    ways = outlet.discover
    new = replace(
        ways,
        feeds=() if ways.feeds == known.feeds else ways.feeds,
        sitemaps=() if ways.sitemaps == known.sitemaps else ways.sitemaps,
        sections=() if ways.sections == known.sections else ways.sections,
        wordpress=ways.wordpress and not known.wordpress,
    )
    return replace(outlet, network=family.slug, discover=new)


def _article(outlet: Outlet, family: Family | None, seen: Seen, unsure: list[str]) -> str | None:
    """The pattern of article addresses that the file must name, if any is sure.

    Where none is, an empty one undoes that of a family which does not fit.
    """
    urls = [lead.url for lead in seen.leads]
    told = [lead.url for lead in seen.leads if is_sure(lead)]
    if family and family.urls.article and _fits(replace(outlet, urls=family.urls), urls):
        return None
    found = url_pattern.learn(urls, seen.others) or url_pattern.learn(told, seen.others)
    if found is None:
        unsure.append("its articles' addresses: no sign is sure, so kliping's general ones count")
    elif len(told) < url_pattern.ENOUGH:
        unsure.append("its articles' addresses: learned from links that only look like articles")
    return "" if found is None and family and family.urls.article else found


def is_sure(lead: Lead) -> bool:
    """Whether a lead is an article whatever its address looks like."""
    named = lead.source == "sitemap" and bool(lead.title or lead.published_at)
    return named or lead.source in ("feed", "wordpress")


def _fits(outlet: Outlet, urls: Sequence[str]) -> bool:
    fitting = sum(looks_like_article(url, outlet) for url in urls)
    return bool(urls) and fitting >= url_pattern.NEARLY_ALL * len(urls)


def _samples(outlet: Outlet, seen: Seen) -> Samples:
    """Some of each shape, those that ways in are sure of first; only what the profile's pattern bears out."""
    leads = sorted(seen.leads, key=lambda lead: not is_sure(lead))
    articles = _diverse(lead.url for lead in leads if looks_like_article(lead.url, outlet))
    others = _diverse(
        url for url in seen.others if not looks_like_article(url, outlet) and url != outlet.home
    )
    return Samples(articles[:SAMPLES], others[:SAMPLES])


def _diverse(urls: Iterable[str]) -> tuple[str, ...]:
    """The first of each shape, then the others."""
    firsts: dict[str, str] = {}
    rest = [url for url in dict.fromkeys(urls) if firsts.setdefault(shape(url), url) != url]
    return (*firsts.values(), *rest)
