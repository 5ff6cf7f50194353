"""Articles of more than one page: the pager, the form that shows the whole, and joining the pages again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scraper.text import prose, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scraper.model import Article, Block, Image, Outlet, Related, Removed
    from scraper.text.markup import Line

MAX_PAGES = 30
"""A pager that names more pages than this is cut here."""

MAX_LABEL = 30
"""Characters of a pager's link; longer ones are titles."""

_PARAMETERS = ("page", "halaman", "hal", "p", "pg", "paged")
_WHOLE = re.compile(
    r"(?:[?&](?:page|halaman)=all|[?&]single=1|[?&]showpage=all|[?&]full=1)(?:&|$)", re.IGNORECASE
)
_PAGE_LINK = re.compile(
    r"[?&](?:page|halaman|hal|p|pg|paged|single|showpage|full)=|/\d{1,2}/?$", re.IGNORECASE
)
"""What the address of an article's further page looks like, for a first look at every link of a page."""

_TAIL = re.compile(r"^(.*?)/(?:page/)?(\d{1,2})/?$")


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages of one article: `pages` in order, the first included; `whole` shows all of them at once."""

    pages: tuple[str, ...]
    whole: str | None = None


def find(url: str, *, lines: list[Line], outlet: Outlet | None = None) -> Pager | None:
    """The pager that an article page displays in `lines`, or None; its links stay on this article."""
    if not url:
        return None
    first = _first(url)
    numbers: dict[int, str] = {1: first}
    whole: str | None = None
    for line in lines:
        for link in line.links:
            address = link.get("href")
            if not _may_be_page(address):
                continue
            target = urls.canonical(address, url)
            if target is None or not target.startswith(first.rstrip("/")):
                continue
            if _WHOLE.search(target):
                whole = target
            number = page_number(target, first)
            if number and 1 < number <= MAX_PAGES and len(link.text) <= MAX_LABEL:
                numbers[number] = target
    if len(numbers) == 1:
        return None
    if whole is None and outlet is not None and outlet.urls.whole:
        whole = f"{first}{'&' if '?' in first else '?'}{outlet.urls.whole}"
    known = _complete(numbers, first)
    return Pager(tuple(known), whole)


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
        numbers.get(number) or re.sub(rf"{last}(?=\D*$)", str(number), model, count=1)
        for number in range(2, last + 1)
    ]


def stitch(parts: Sequence[Article], pages: Sequence[str] = ()) -> Article:
    """One article of its pages in order: the first gives the fields, all give text, pictures and links.

    A lead, caption or notice that every page repeats is taken once. `pages` are the URLs of all pages.
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
