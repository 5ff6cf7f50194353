"""The evidence of one page: what it displays and declares, and what is known of its outlet."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scraper.extraction.evidence import hints, identity, structured
from scraper.extraction.evidence.meta import Meta
from scraper.model import Hints
from scraper.text import urls

if TYPE_CHECKING:
    from datetime import datetime

    from scraper.extraction.evidence.structured import Structured
    from scraper.model import Outlet
    from scraper.text.html.elements import Box, Element
    from scraper.text.html.markup import Document
    from scraper.text.similarity.fingerprint import OutletMemory


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the fields of an article are chosen from. Each part is computed when first used, then kept.

    `source` is the canonical URL that the page came from, or ""; `hints` and `single_page_query` are those of
    the outlet's profile, or of the page's family of templates; `now` is when the page was fetched; `memory`
    knows which texts recur on the outlet's articles.
    """

    page: Document
    source: str = ""
    outlet: Outlet | None = None
    hints: Hints = field(default_factory=Hints)
    single_page_query: str | None = None
    now: datetime | None = None
    memory: OutletMemory | None = None

    @cached_property
    def meta(self) -> Meta:
        """The `<meta>` and `<link>` elements of the head."""
        return Meta(self.page)

    @cached_property
    def structured(self) -> Structured:
        """JSON-LD and data layer."""
        return structured.read(self.page)

    @cached_property
    def declared_urls(self) -> list[str]:
        """The canonical URLs that the page declares for itself, best first."""
        return identity.declared_urls(self.page, self.meta, self.structured, self.source)

    @cached_property
    def url(self) -> str:
        """The article's canonical URL, or ""."""
        return identity.canonical(self.declared_urls, self.source)

    @cached_property
    def base(self) -> str:
        """The URL to which links on the page are relative, or ""."""
        return self.source or self.url

    @cached_property
    def sites(self) -> frozenset[str]:
        """The registrable domains that are the page's own."""
        return frozenset(urls.site(urls.host(url)) for url in (self.base, *self.declared_urls))

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
