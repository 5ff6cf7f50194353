"""From a page to an article: gather the evidence, let each field's module choose, put it together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.extraction.evidence import script_state
from scraper.extraction.evidence.page_evidence import Evidence
from scraper.extraction.fields import (
    byline,
    credit_lines,
    dateline,
    images,
    instants,
    language,
    layout,
    related,
    section,
    standfirst,
    tags,
)
from scraper.extraction.pages import page_kind, pagination
from scraper.model import Article, NotAnArticle, Outlet, Page, PageKind
from scraper.outlets import named
from scraper.text import urls
from scraper.text.html import charset
from scraper.text.html.markup import Document

if TYPE_CHECKING:
    from datetime import datetime

    from scraper.extraction.fields.layout import Layout
    from scraper.extraction.pages.page_kind import Form
    from scraper.extraction.pages.pagination import Pager
    from scraper.model.article import Moment
    from scraper.text.similarity.fingerprint import OutletMemory
    from scraper.text.similarity.sketches import Sketch

BARE = 500
"""Characters of text below which a page's scripts are searched for more."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page is: an article (and its pager, if it has more pages), or no article and why.

    `sketch` is that of the article's text, where it was made.
    """

    result: Article | NotAnArticle
    pager: Pager | None = None
    sketch: Sketch | None = None


def read(
    page: Page,
    outlet: Outlet | None = None,
    memory: OutletMemory | None = None,
    listed: Moment | None = None,
) -> Reading:
    """Read a fetched page, as `extract`; the result has the further pages, too."""
    html = charset.utf8(page.content, page.header("content-type"))
    return read_html(html, url=page.url, outlet=outlet, now=page.fetched_at, memory=memory, listed=listed)


def extract(
    html: str | bytes,
    url: str = "",
    *,
    outlet: Outlet | str | None = None,
    now: datetime | None = None,
    memory: OutletMemory | None = None,
    listed: Moment | None = None,
) -> Article | NotAnArticle:
    """Read an article page, as a crawl reads it.

    `html` is text, or bytes as served; `url` where it came from: it names the outlet, whose profile has the
    time zone and hints, and links are relative to it. `outlet` (an Outlet, or the slug, name or domain of
    one) is used instead of the URL's. Without both, times that name no zone are Jakarta's: the URL that a
    page declares for itself chooses no profile. `now` is when the page was fetched, an aware datetime, for
    dates such as "2 jam lalu"; `memory` knows which texts recur on the outlet's articles; `listed` is the
    time that a feed or sitemap gives for the article, used if the page has none.

    Never raises on any content. Raises UsageError for an outlet that does not exist, and ProfileError for
    profiles that cannot be loaded; they are loaded once a process.
    """
    chosen = named(outlet) if isinstance(outlet, str) else outlet
    encoded = charset.utf8(html) if isinstance(html, bytes) else html.encode("utf-8", "ignore")
    return read_html(encoded, url=url, outlet=chosen, now=now, memory=memory, listed=listed).result


def read_html(
    html: bytes,
    *,
    url: str = "",
    outlet: Outlet | None = None,
    now: datetime | None = None,
    memory: OutletMemory | None = None,
    listed: Moment | None = None,
) -> Reading:
    """Read HTML in UTF-8, with this outlet; as `extract`."""
    try:
        page = Document(html)
    except ValueError as error:
        return Reading(NotAnArticle(PageKind.EMPTY, str(error)))
    evidence = Evidence(page, urls.canonical(url) or "", outlet, now, memory, listed)
    reading = _read(evidence)
    text = script_state.find(evidence) if _is_bare(reading.result) else None
    if text is None:
        return reading
    article = f'<article itemprop="articleBody">{text}</article>'
    try:
        shown = Document(html + article.encode("utf-8", "ignore"))
    except ValueError:
        return reading
    again = _read(replace(evidence, page=shown))
    return again if _size(again.result) > 2 * _size(reading.result) else reading


def _is_bare(result: Article | NotAnArticle) -> bool:
    """Whether a page displays so little that its text may be in its scripts."""
    if isinstance(result, NotAnArticle):
        return result.kind in {PageKind.EMPTY, PageKind.SECTION, PageKind.VIDEO}
    return _size(result) < BARE


def _size(result: Article | NotAnArticle) -> int:
    return len(result.text) if isinstance(result, Article) else 0


def _read(evidence: Evidence) -> Reading:
    """The kind of the page; of an article also its fields and its pager."""
    boilerplate.mark_removed(evidence.page, evidence.hints.remove)
    found = layout.find(evidence)
    if found is None:
        return Reading(page_kind.of_bare_page(evidence))
    form = page_kind.choose(evidence, found)
    if isinstance(form, NotAnArticle):
        return Reading(form)
    return Reading(_article(evidence, found, form), pagination.choose(evidence, found))


def _article(evidence: Evidence, found: Layout, form: Form) -> Article:
    """Each field as its module chooses it."""
    lead, blocks = standfirst.choose(evidence, found)
    text = " ".join(block.text for block in blocks)
    language_code = language.detect(
        text, evidence.page.language, evidence.outlet.language if evidence.outlet else language.UNDETERMINED
    )
    near = credit_lines.find(evidence, found)
    times = instants.choose(evidence, found, near, language_code)
    people = byline.choose(evidence, found, near, language_code)
    labels, labels_rule = tags.choose(evidence, found, text)
    section_name, section_rule = section.choose(evidence, found)
    rules = {
        "title": found.headline.rule,
        "published_at": times.published_rule,
        "modified_at": times.modified_rule,
        "authors": people.authors_rule,
        "editors": people.editors_rule,
        "body": found.body.rule,
        "tags": labels_rule,
        "section": section_rule,
        **form.rules,
    }
    return Article(
        url=evidence.url,
        outlet=evidence.outlet.slug if evidence.outlet else urls.host(evidence.url).removeprefix("www."),
        title=found.headline.text,
        kind=form.kind,
        paywalled=form.paywalled,
        published_at=times.published,
        modified_at=times.modified,
        authors=tuple(people.authors),
        editors=tuple(people.editors),
        dateline=dateline.choose(evidence, blocks),
        section=section_name,
        language=language_code,
        lead=lead,
        body=tuple(blocks),
        images=images.choose(evidence, found),
        tags=labels,
        related=related.choose(evidence, found),
        sources=tuple(people.sources),
        removed=tuple(found.body.removed),
        provenance={field: rule for field, rule in rules.items() if rule},
    )
