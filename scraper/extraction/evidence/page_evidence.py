"""The evidence of one page: what it displays and declares, and what is known of its outlet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.extraction.evidence import hints, identity, structured
from scraper.extraction.evidence.meta import Meta
from scraper.model import Hints
from scraper.outlets import recognise_family, resolve, with_family
from scraper.text import urls
from scraper.text.dates import JAKARTA

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from scraper.extraction.evidence.structured import Structured
    from scraper.model import Outlet
    from scraper.model.article import Moment
    from scraper.outlets import Family
    from scraper.text.html.elements import Box, Element
    from scraper.text.html.markup import Document
    from scraper.text.similarity.fingerprint import OutletMemory


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the fields of an article are chosen from. Each part is computed when first used, then kept.

    `source` is the canonical URL that the page came from, or ""; `given` the outlet that the caller names;
    `now` is when the page was fetched; `memory` knows which texts recur on the outlet's articles; `listed` is
    the article's time according to the feed or sitemap that listed it.
    """

    page: Document
    source: str = ""
    given: Outlet | None = None
    now: datetime | None = None
    memory: OutletMemory | None = None
    listed: Moment | None = None

    @cached_property
    def meta(self) -> Meta:
        """The `<meta>` and `<link>` elements of the head."""
        return Meta(self.page)

    @cached_property
    def structured(self) -> Structured:
        """JSON-LD and data layer."""
        return structured.read(self.page, self.meta, self.source)

    @cached_property
    def declared_urls(self) -> list[str]:
        """The canonical URLs that the page declares for itself, best first."""
        return identity.declared_urls(self.page, self.meta, self.structured, self.source)

    @cached_property
    def url(self) -> str:
        """The article's canonical URL, or ""."""
        return identity.canonical(self.declared_urls, self.source)

    @cached_property
    def outlet(self) -> Outlet | None:
        """The outlet of the page: the one given, or that of the URL that it came from; None without either.

        The URL that a page declares for itself does not choose a profile: anyone can copy a page, or declare
        what he likes. Without an outlet, times that name no zone are Jakarta's.
        """
        if self.given is not None:
            return with_family(self.given, self.page.source)
        return resolve(self.source, html=self.page.source) if urls.host(self.source) else None

    @cached_property
    def _template(self) -> Outlet | Family | None:
        return self.outlet or recognise_family(self.page.source)

    @property
    def hints(self) -> Hints:
        """The hints of the outlet, or of the family of templates of a page without a URL."""
        return self._template.extract if self._template else Hints()

    @property
    def single_page_query(self) -> str | None:
        """The query that shows an article of several pages at once, such as "page=all"."""
        return self._template.urls.whole if self._template else None

    @property
    def zone(self) -> tzinfo:
        """The zone of times that name none."""
        return ZoneInfo(self.outlet.zone) if self.outlet else JAKARTA

    @cached_property
    def base(self) -> str:
        """The URL to which links on the page are relative, or ""."""
        return self.source or self.url

    @cached_property
    def sites(self) -> frozenset[str]:
        """The registrable domains that are the page's own."""
        return frozenset(urls.site(urls.host(url)) for url in (self.base, *self.declared_urls))

    def is_own(self, address: str) -> bool:
        """Whether an address, relative perhaps, is one of the page's own site."""
        url = urls.canonical(address, self.base or None)
        return url is None or urls.site(urls.host(url)) in self.sites

    @cached_property
    def site_names(self) -> frozenset[str]:
        """Names of the site, joined and in lower case."""
        return identity.site_names(self.base, self.meta, self.structured, self.outlet)

    def hinted_boxes(self, selector: str | None) -> list[Box]:
        """The boxes that a hint finds."""
        return hints.boxes(self.page, selector)

    def hinted_elements(self, selector: str | None) -> list[Element]:
        """The elements that a hint finds."""
        return hints.elements(self.page, selector)
