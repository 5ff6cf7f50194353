"""From a page to an article: gather the evidence, let each field's module choose, put it together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.extraction.body import body as bodies
from scraper.extraction.body import body_box, boilerplate
from scraper.extraction.evidence import hints, identity, script_state, structured
from scraper.extraction.evidence.meta import Meta
from scraper.extraction.fields import (
    byline,
    captions,
    dateline,
    headline,
    instants,
    language,
    related,
    section,
    standfirst,
    tags,
)
from scraper.extraction.fields.headline import TITLE_TAGS
from scraper.extraction.pages import page_kind, pagination
from scraper.model import Article, Block, Hints, NotAnArticle, Outlet, Page, PageKind
from scraper.outlets import is_unknown, recognise
from scraper.text import prose, urls
from scraper.text.html import charset
from scraper.text.html.markup import Document

if TYPE_CHECKING:
    from datetime import datetime

    from scraper.extraction.body.body import Body
    from scraper.extraction.pages.pagination import Pager
    from scraper.model import Image
    from scraper.outlets import Family
    from scraper.text.html.elements import Box, Line
    from scraper.text.similarity.fingerprint import OutletMemory
    from scraper.text.similarity.sketches import Sketch

_NO_CREDITS = frozenset(("nav", "sidebar", "footer", "comments", "latest", "related"))
_INDONESIAN = frozenset(("id", "ms", "jv", "su"))
"""Languages of papers whose clocks show one of Indonesia's times, whatever zone they declare."""

BARE = 500
"""Characters of text below which a page's scripts are asked for more."""

PAGER_REACH = 60
"""How many lines behind the body its pager may stand."""

BEFORE, AFTER = 10, 45
"""How many lines before the headline and behind the body by-lines and dates may stand."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page is: an article (and its pager, if it has more pages), or no article and why.

    `sketch` is that of the article's text, where it was made.
    """

    result: Article | NotAnArticle
    pager: Pager | None = None
    sketch: Sketch | None = None


def read(page: Page, outlet: Outlet | None = None, memory: OutletMemory | None = None) -> Reading:
    """Read a fetched page. Never raises on any content; times without a zone are the outlet's.

    `memory` knows what recurs on the outlet's articles: that is cut.
    """
    html = charset.utf8(page.content, page.header("content-type"))
    return read_html(html, url=page.url, outlet=outlet, now=page.fetched_at, memory=memory)


def extract(
    html: str | bytes,
    url: str = "",
    *,
    outlet: Outlet | None = None,
    now: datetime | None = None,
    memory: OutletMemory | None = None,
) -> Article | NotAnArticle:
    """Read an article page.

    `html` is text, or bytes as served; `url` where it came from, for links that are relative; `now` when
    it was fetched, an aware datetime, for dates such as "2 jam lalu"; `memory` knows what recurs on the
    outlet's articles. Never raises on any content.
    """
    encoded = charset.utf8(html) if isinstance(html, bytes) else html.encode("utf-8", "ignore")
    return read_html(encoded, url=url, outlet=outlet, now=now, memory=memory).result


def read_html(
    html: bytes,
    *,
    url: str = "",
    outlet: Outlet | None = None,
    now: datetime | None = None,
    memory: OutletMemory | None = None,
) -> Reading:
    """Read HTML in UTF-8; as `read`."""
    try:
        page = Document(html)
    except ValueError as fault:
        return Reading(NotAnArticle(PageKind.EMPTY, str(fault)))
    template = outlet if outlet and not is_unknown(outlet) else recognise(html)
    reader = _Reader(page, url, outlet, template, now, memory)
    reading = reader.read()
    text = script_state.find(page, reader.structured) if _is_bare(reading.result) else None
    if text is None:
        return reading
    article = f'<article itemprop="articleBody">{text}</article>'
    try:
        shown = Document(html + article.encode("utf-8", "ignore"))
    except ValueError:
        return reading
    again = _Reader(shown, url, outlet, template, now, memory).read()
    return again if _size(again.result) > 2 * _size(reading.result) else reading


def _is_bare(result: Article | NotAnArticle) -> bool:
    """Whether a page displays so little that its text may be in its scripts."""
    if isinstance(result, NotAnArticle):
        return result.kind in {PageKind.EMPTY, PageKind.SECTION, PageKind.VIDEO}
    return _size(result) < BARE


def _size(result: Article | NotAnArticle) -> int:
    return len(result.text) if isinstance(result, Article) else 0


class _Reader:
    """The evidence of one page, gathered once, and the fields made of it."""

    def __init__(
        self,
        page: Document,
        url: str,
        outlet: Outlet | None,
        template: Outlet | Family | None,
        now: datetime | None,
        memory: OutletMemory | None,
    ) -> None:
        self.page = page
        self.memory = memory
        self.outlet = outlet
        self.hints = template.extract if template else Hints()
        self.whole = template.urls.whole if template else None
        self.now = now
        self.meta = Meta(page)
        self.structured = structured.read(page)
        self.base = urls.canonical(url) or ""
        declared = identity.addresses(page, self.meta, self.structured, self.base)
        self.url = identity.canonical(declared, self.base)
        self.base = self.base or self.url
        self.sites = frozenset(urls.site(urls.host(url)) for url in (self.base, *declared))
        self.site_names = identity.site_names(self.base or self.url, self.meta, self.structured, outlet)
        self.captions: dict[int, captions.Caption] = {}

    def read(self) -> Reading:
        boilerplate.mark_removed(self.page, self.hints.remove)
        title = self._headline()
        box = self._body_box(title)
        if title is None or box is None:
            return Reading(page_kind.of_nothing(self.page, self.meta, self.structured, self.url))
        first = title.line.index if title.line is not None else -1
        boilerplate.settle(self.page, box)
        self.captions = captions.find(self.page, headline=first, body=box)
        text = bodies.read(
            self.page,
            box,
            skip=self._skip,
            title=prose.key(title.text),
            start=first + 1,
            memory=self.memory,
        )
        elsewhere = {line.index for why, line in text.cut if why != "caption"}
        self.captions = {index: caption for index, caption in self.captions.items() if index not in elsewhere}
        refusal = page_kind.judge(self.page, self.meta, self.structured, title, text, self.url)
        if refusal is not None:
            return Reading(refusal)
        around = self.page.lines[max(0, first) : text.last + PAGER_REACH]
        pager = pagination.find(self.base or self.url, lines=around, query=self.whole)
        return Reading(self._article(title, text), pager)

    def _headline(self) -> headline.Headline | None:
        hinted = hints.boxes(self.page, self.hints.title)
        line = next((line for line in self.page.lines if line.box in hinted), None) if hinted else None
        if line is not None:
            return headline.Headline(line.text, "profile", line)
        return headline.choose(self.page, self.meta, self.structured, self.site_names)

    def _body_box(self, title: headline.Headline | None) -> Box | None:
        found = body_box.common(hints.boxes(self.page, self.hints.body))
        return found or body_box.find(self.page, title.line if title else None)

    def _article(self, title: headline.Headline, text: Body) -> Article:
        """Let each field's module choose, and put together what they chose."""
        first = title.line.index if title.line is not None else text.first
        lead, blocks = self._lead(first, text)
        prose_text = " ".join(block.text for block in blocks)
        tongue = language.detect(
            prose_text, self.page.language, self.outlet.language if self.outlet else language.UNDETERMINED
        )
        above, below = self._above(first, text), self._below(text)
        times = self._times(above, below, first, tongue)
        people = self._people(above, below, first)
        labels, labels_rule = tags.choose(
            self.page,
            self.meta,
            self.structured,
            headline=first,
            body=text,
            title=title.text,
            text=prose_text,
        )
        section_name, section_rule = section.choose(
            self.page, self.meta, self.structured, headline=first, title=title.text
        )
        rules = {
            "title": title.rule,
            "published_at": times.published_rule,
            "modified_at": times.modified_rule,
            "authors": people.authors_rule,
            "editors": people.editors_rule,
            "body": f"{text.box.tag}.{text.box.label}".rstrip("."),
            "tags": labels_rule,
            "section": section_rule,
        }
        return Article(
            url=self.url,
            outlet=self.outlet.slug if self.outlet else urls.host(self.url).removeprefix("www."),
            title=title.text,
            published_at=times.published,
            modified_at=times.modified,
            authors=tuple(people.authors),
            editors=tuple(people.editors),
            dateline=self._place(blocks),
            section=section_name,
            language=tongue,
            lead=lead,
            body=tuple(blocks),
            images=self._images(text),
            tags=labels,
            related=related.choose(
                self.page, text, headline=first, base=self.base, own=self.url, sites=self.sites
            ),
            sources=tuple(people.sources),
            removed=tuple(text.removed),
            provenance={field: rule for field, rule in rules.items() if rule},
        )

    def _times(self, above: list[Line], below: list[Line], headline: int, tongue: str) -> instants.Instants:
        """When published and changed; displayed dates are sought where the profile points, if it does."""
        hinted = hints.boxes(self.page, self.hints.date)
        dated = [line for line in self.page.lines if line.box in hinted] if hinted else above
        return instants.choose(
            self.page,
            self.meta,
            self.structured,
            [(line.index - headline, line) for line in dated],
            [(line.index - headline, line) for line in below],
            now=self.now,
            zone=ZoneInfo(self.outlet.zone if self.outlet else "Asia/Jakarta"),
            indonesian=tongue in _INDONESIAN,
        )

    def _place(self, blocks: list[Block]) -> str | None:
        """The dateline: it opens the text, or its second paragraph."""
        opening = [block.text for block in blocks[:2] if block.kind != "lead"]
        return next((place for text in opening if (place := dateline.read(text, self.site_names))), None)

    def _images(self, text: Body) -> tuple[Image, ...]:
        declared = [url for url in (self.meta.get("og:image"), *self.structured.images) if url]
        return captions.images(self.page, self.captions, body=text.box, base=self.base, declared=declared)

    def _people(self, above: list[Line], below: list[Line], headline: int) -> byline.Credits:
        """By-lines, those first that the profile points at."""
        found = byline.choose(
            self.page, self.meta, self.structured, above, below, headline=headline, site_names=self.site_names
        )
        authors = byline.named(self._texts(self.hints.author), "author", self.site_names)
        if authors:
            found.authors, found.authors_rule = authors, "profile"
        editors = byline.named(self._texts(self.hints.editor), "editor", self.site_names)
        if editors:
            found.editors, found.editors_rule = editors, "profile"
        return found

    def _texts(self, selector: str | None) -> list[str]:
        return [element.text for element in hints.elements(self.page, selector)]

    def _above(self, first: int, text: Body) -> list[Line]:
        """Lines around the headline, up to the text, where by-lines and dates stand."""
        prose_lines = [line.index for line in text.kept if line.box.tag not in TITLE_TAGS]
        opening = prose_lines[0] if prose_lines else text.first
        return [line for line in self.page.lines[max(0, first - BEFORE) : opening] if self._may_credit(line)]

    def _below(self, text: Body) -> list[Line]:
        """Lines cut from the body, its last ones, and those behind it, where by-lines stand too."""
        opening = text.kept[0].index if text.kept else text.first
        cut = [line for _, line in text.cut if line.index > opening]
        closing = [line for line in text.kept[-2:] if len(line.text) < 80]
        behind = self.page.lines[text.last + 1 : text.last + 1 + AFTER]
        return [line for line in [*cut, *closing, *behind] if self._may_credit(line)]

    def _may_credit(self, line: Line) -> bool:
        """Captions name photographers, lists other articles' authors, menus their makers: no by-lines."""
        if line.index in self.captions or line.linked > 60:
            return False
        where = boilerplate.outside(line.box)
        return where not in _NO_CREDITS or (where == "related" and byline.is_credit(line.text))

    def _skip(self, line: Line) -> str:
        if line.index in self.captions:
            return "caption"
        if len(line.text) <= 40 and prose.key(line.text).replace(" ", "") in self.site_names:
            return "byline"
        return ""

    def _lead(self, first: int, text: Body) -> tuple[str | None, list[Block]]:
        """A standfirst that the page displays between headline and body, and the body with it in front."""
        opening = text.blocks[0]
        if opening.kind == "lead":
            return opening.text, text.blocks
        line = standfirst.find(self.page, self.page.lines[first], text, self.captions)
        if line is None:
            return None, text.blocks
        return line.text, [Block("lead", line.text), *text.blocks]
