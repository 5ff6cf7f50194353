"""Articles of more than one page: the pager, the form that shows the whole, and joining the pages again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scraper.text import prose, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.layout import Layout
    from scraper.model import Article, Block, Image, Related, Removed
    from scraper.text.html.elements import Line

MAX_PAGES = 30
"""Pages of one article; what a pager names beyond them is left out."""

REACH = 60
"""How many lines behind the body its pager may stand."""

MAX_LABEL = 30
"""Characters of a pager's link; longer ones are titles."""

_PARAMETERS = ("page", "halaman", "hal", "p", "pg", "paged")
_WHOLE = re.compile(
    r"(?:[?&](?:page|halaman)=all|[?&]single=1|[?&]showpage=all|[?&]full=1)(?:&|$)", re.IGNORECASE
)
_PAGE_LINK = re.compile(
    r"[?&](?:page|halaman|hal|p|pg|paged|single|showpage|full)=|/\d{1,2}/?(?:\?|$)", re.IGNORECASE
)
"""What the address of an article's further page looks like, for a first look at every link of a page."""

_TAIL = re.compile(r"^(.*?)/(?:page/)?(\d{1,2})/?$")


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages of one article: `pages` in order, the first included; `whole` shows all of them at once.

    `beyond` is the highest number of a page that was named and left out (`MAX_PAGES`), or 0.
    """

    pages: tuple[str, ...]
    whole: str | None = None
    beyond: int = 0

    def joined(self, other: Pager | None) -> Pager:
        """With what another page of the same article names besides: many pagers show neighbours only."""
        if other is None or other.pages[0] != self.pages[0]:
            return self
        pages = tuple(dict.fromkeys(self.pages + other.pages))
        beyond = max(self.beyond, other.beyond, len(pages) if len(pages) > MAX_PAGES else 0)
        return Pager(pages[:MAX_PAGES], self.whole or other.whole, beyond)


def choose(evidence: Evidence, layout: Layout) -> Pager | None:
    """The pager that an article page displays, or None; its links stay on this article.

    The profile's query for the article on a single page is used where the pager has no link to that.
    """
    url, query = evidence.base, evidence.single_page_query
    if not url:
        return None
    lines = evidence.page.lines[_line_of_headline(layout) : layout.body.last + REACH]
    first = _first(url)
    numbers: dict[int, str] = {1: first}
    whole: str | None = None
    beyond = 0
    for target, label in _links(url, first, lines):
        if _WHOLE.search(target):
            whole = target
        number = page_number(target, first) or 1
        if number > MAX_PAGES and len(label) <= MAX_LABEL:
            beyond = max(beyond, number)
        elif number > 1 and len(label) <= MAX_LABEL:
            numbers[number] = target
    if len(numbers) == 1:
        return None
    if whole is None and query:
        whole = f"{first}{'&' if '?' in first else '?'}{query}"
    return Pager(tuple(_complete(numbers, first)), whole, beyond)


def _line_of_headline(layout: Layout) -> int:
    return layout.headline.line.index if layout.headline.line is not None else 0


def _links(url: str, first: str, lines: list[Line]) -> Iterator[tuple[str, str]]:
    """Address and label of each link that may lead to another page of this article."""
    start = first.rstrip("/")
    for link in chain.from_iterable(line.links for line in lines):
        address = link.get("href")
        if _may_be_page(address):
            target = urls.canonical(address, url)
            if target is not None and target.startswith(start):
                yield target, link.text


def _may_be_page(address: str) -> bool:
    """A quick look at an address: most links of a page have neither a query nor a number at the end."""
    likely = "?" in address or address[-1:].isdigit() or address[-2:-1].isdigit()
    return likely and _PAGE_LINK.search(address) is not None


def _first(url: str) -> str:
    """The address of page one: without a page parameter, or a page number at the path's end."""
    parts = urlsplit(url)
    query = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if k.lower() not in (*_PARAMETERS, "single", "showpage")
    ]
    path = parts.path
    tail = _TAIL.match(path)
    if tail and prose.key(tail[1].rsplit("/", 1)[-1]).count(" ") >= 2:
        path = tail[1] + ("/" if parts.path.endswith("/") else "")
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))


def page_number(url: str, first: str) -> int | None:
    """Which page of the article at `first` this address is; None if it is none."""
    parts, base = urlsplit(url), urlsplit(first)
    if parts.netloc != base.netloc:
        return None
    if parts.path.rstrip("/") == base.path.rstrip("/"):
        for name, value in parse_qsl(parts.query):
            if name.lower() in _PARAMETERS and value.isdecimal() and len(value) < 4:
                return int(value)
        return 1 if parts.query == base.query else None
    tail = _TAIL.match(parts.path)
    if tail and tail[1].rstrip("/") == base.path.rstrip("/"):
        return int(tail[2])
    return None


def _complete(numbers: dict[int, str], first: str) -> list[str]:
    """All pages up to the last one named; those a pager skips ("1 2 … 9") are made by the same pattern."""
    last = max(numbers)
    model = numbers[last]
    return [first] + [
        numbers.get(number) or _renumbered(model, last, number) for number in range(2, last + 1)
    ]


def _renumbered(url: str, old: int, new: int) -> str:
    """The address of another page: the number is a parameter of the query, or ends the path."""
    names = "|".join(_PARAMETERS)
    asked = re.sub(rf"(?i)([?&](?:{names})=)0*{old}(?=&|$)", rf"\g<1>{new}", url, count=1)
    return asked if asked != url else re.sub(rf"/0*{old}(?=/?(?:\?|$))", f"/{new}", url, count=1)


def adds(part: Article, before: Iterable[Article]) -> bool:
    """Whether a page shows text or pictures that those `before` it do not; where a pager loops, none does."""
    shown_before = {mark for other in before for mark in _shown(other)}
    return not shown_before.issuperset(_shown(part))


def _shown(part: Article) -> list[str | None]:
    return [prose.key(block.text) for block in part.body] + [image.url for image in part.images]


def stitch(parts: Sequence[Article], pages: Sequence[str] = ()) -> Article:
    """One article of its pages in order: the first gives the fields, all give text, pictures and links.

    A lead, caption or line that every page repeats is taken once. `pages` are the URLs of all pages.
    Raises ValueError without any part.
    """
    if not parts:
        raise ValueError("an article is made of at least one page")
    head = parts[0]
    body: list[Block] = []
    seen: set[str] = set()
    for position, part in enumerate(parts):
        for block in part.body:
            mark = prose.key(block.text)
            if position and mark in seen and (block.kind == "lead" or len(mark) > 40):
                continue
            seen.add(mark)
            body.append(block)
    images: dict[str, Image] = {}
    related: dict[str, Related] = {}
    removed: dict[tuple[str, str], Removed] = {}
    for part in parts:
        for image in part.images:
            images.setdefault(prose.key(image.caption or "") or image.url or "", image)
        for link in part.related:
            related.setdefault(link.url, link)
        for cut in part.removed:
            removed.setdefault((cut.reason, cut.text), cut)
    return replace(
        head,
        authors=_union(part.authors for part in parts),
        editors=_union(part.editors for part in parts),
        tags=_union(part.tags for part in parts),
        sources=_union(part.sources for part in parts),
        body=tuple(body),
        images=tuple(images.values()),
        related=tuple(sorted(related.values(), key=lambda link: link.kind != "inline")),
        removed=tuple(removed.values()),
        pages=tuple(pages),
    )


def _union(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))
