"""What an answer of the web means, before anyone reads it: a page to read, or an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.errors import BadResponse, UnknownHost, Unreachable
from scraper.fetch import is_text
from scraper.fetch.retries import TRANSIENT
from scraper.model import Failed, Gone, Outcome, Outlet, Page, Refusal, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.fetch import Guest

BLOCKED = frozenset((401, 402, 403, 451))
"""Statuses by which a server says that it knows the page and will not show it."""


async def ask(guest: Guest, url: str, outlet: Outlet, keep: Callable[[Page], None]) -> Page | Outcome:
    """Visit a URL: the page, if it came with a status of 200 to 299, else what became of it.

    `keep` is given the answer, of whatever status, before anything is made of it.
    """
    try:
        answer = await guest.visit(url, outlet)
    except UnknownHost as fault:
        return Failed("unknown-host", str(fault))
    except Unreachable as fault:
        return Failed("unreachable", str(fault))
    except BadResponse as fault:
        return Failed("bad-response", str(fault))
    if not isinstance(answer, Page):
        return answer
    keep(answer)
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
