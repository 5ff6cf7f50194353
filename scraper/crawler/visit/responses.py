"""What an answer of the web means, before anyone reads it: a page to read, or an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scraper.errors import BadCertificate, BadResponse, FetchError, RedirectLoop, UnknownHost, Unreachable
from scraper.fetch import is_text
from scraper.fetch.freshness import NOT_MODIFIED, validators
from scraper.fetch.retries import TRANSIENT
from scraper.model import Failed, Gone, Outcome, Outlet, Page, Refusal, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scraper.fetch.freshness import Validators


BLOCKED = frozenset((401, 402, 403, 451))
"""Statuses by which a server says that it knows the page and will not show it."""


FAULTS: dict[type[FetchError], str] = {
    UnknownHost: "unknown-host",
    BadCertificate: "certificate",
    Unreachable: "unreachable",
    RedirectLoop: "redirect-loop",
    BadResponse: "bad-response",
}
"""The word for each fault of a request, the narrower before the wider."""


class Visitor(Protocol):
    """Whoever asks for pages: the crawl's polite client, or one that never uses the network."""

    async def visit(self, url: str, outlet: Outlet, unless: Validators | None = None) -> Page | Refused:
        """The answer to a GET, or why there is none. Raises FetchError."""
        ...


async def ask(
    polite_client: Visitor,
    url: str,
    outlet: Outlet,
    keep: Callable[[Page], Awaitable[None]],
    *,
    known: Page | None = None,
) -> Page | Outcome:
    """Visit a URL: the page, if it came with a status of 200 to 299, else what became of it.

    `keep` is given the answer, of whatever status, before anything is made of it. If the page was received
    before (`known`), it is asked for only if it has changed, and else returned as it was.
    Raises HostClosed, and then no request was made.
    """
    try:
        answer = await polite_client.visit(url, outlet, validators(known) if known else None)
    except tuple(FAULTS) as fault:
        reason = next(word for kind, word in FAULTS.items() if isinstance(fault, kind))
        return Failed(reason, str(fault))
    if not isinstance(answer, Page):
        return answer
    await keep(answer)
    if known and answer.status == NOT_MODIFIED:
        return known
    return trouble(answer) or answer


def refusal_of_type(page: Page) -> Refused | None:
    """Refused, if the page calls itself something else than text."""
    kind = page.header("content-type")
    return None if is_text(kind) else Refused(Refusal.NOT_TEXT, str(kind))


def trouble(page: Page) -> Outcome | None:
    """The outcome that a page's status stands for; None where that is 200 to 299."""
    if page.ok:
        return None
    status = page.status
    if status in {404, 410}:
        return Gone(status)
    if status in BLOCKED:
        return Refused(Refusal.BLOCKED, f"the server answered {status}")
    if status in TRANSIENT or status >= 500:
        return Failed(f"http-{status}", f"{page.url} answered {status}")
    return Refused(Refusal.HTTP_ERROR, f"the server answered {status}")
