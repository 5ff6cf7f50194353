"""Whether a profile's samples bear out its patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.discover.urls.url_filter import looks_like_article
from scraper.text.urls import canonical, is_own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.model import Outlet


def complaints(outlet: Outlet) -> list[str]:
    """What is wrong with the samples of a profile, each with its path in the file; nothing if all hold."""
    return [f"$.samples{place}: {fault}" for place, fault in _faults(outlet)]


def _faults(outlet: Outlet) -> Iterator[tuple[str, str]]:
    if outlet.urls.article and not outlet.samples.articles:
        yield ".articles", "a profile with a pattern of articles needs at least one to prove it"
    for place, sample in enumerate(outlet.samples.articles):
        fault = _fault(sample, outlet, article=True)
        if fault:
            yield f".articles[{place}]", f"{fault}: {sample!r}"
    for place, sample in enumerate(outlet.samples.others):
        fault = _fault(sample, outlet, article=False)
        if fault:
            yield f".others[{place}]", f"{fault}: {sample!r}"


def _fault(sample: str, outlet: Outlet, *, article: bool) -> str | None:
    url = canonical(sample, outlet.home)
    if url is None:
        return "not an http(s) URL"
    if article and not is_own(url, outlet.hosts):
        return "not on a host of its own"
    if looks_like_article(url, outlet) is not article:
        return "taken for no article" if article else "taken for an article"
    return None
