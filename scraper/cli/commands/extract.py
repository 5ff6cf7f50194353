"""`kliping extract`: read pages from files, folders, standard input or the web; print what they say."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits
from scraper.cli.shared.exits import Exit
from scraper.errors import KlipingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scraper.model import Article, Outcome, Outlet

ENDINGS = {".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx"}
MAX_BYTES = 50_000_000
"""What is read of a file; the rest is left."""


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a source gave no article, in words and as the exit code if no other source gives one."""

    reason: str
    code: Exit


@click.command("extract", epilog=exits.EPILOG)
@click.argument("sources", nargs=-1, required=True, metavar="FILE-OR-URL…")
@click.option(
    "--url",
    default="",
    metavar="URL",
    help="Where a saved page came from: it names the outlet, and links are relative to it.",
)
@click.option(
    "--outlet",
    metavar="OUTLET",
    help="Whose pages they are (slug, name or domain), if not what the URL says.",
)
@click.option("--pretty", is_flag=True, help="Print readable pages instead of JSON lines.")
def command(sources: tuple[str, ...], url: str, outlet: str | None, *, pretty: bool) -> Exit:
    """Print the article of each page as one JSON line.

    FILE-OR-URL is an HTML file, a folder of them, an address, or - for standard input. What gives no article
    is named on standard error with the reason, and the rest is read on; the exit code is then 4, or if there
    was no article at all, that of the first reason.
    """
    from scraper.outlets import named

    chosen = named(outlet) if outlet else None
    found = 0
    missed: list[Exit] = []
    for name in _unfolded(sources):
        result = _article(name, url, chosen)
        if isinstance(result, Miss):
            missed.append(result.code)
            terminal.complain(result.reason)
        else:
            found += 1
            _print(result, name, pretty=pretty)
    if not missed:
        return Exit.OK
    return Exit.SOME_FAILED if found else missed[0]


def _print(article: Article, name: str, *, pretty: bool) -> None:
    if pretty:
        from scraper.cli.display import article_view

        article_view.show(article)
    else:
        from scraper.cli.display.output import write_json

        write_json(article.to_dict() | {"file": name})


def _unfolded(sources: Iterable[str]) -> Iterator[str]:
    """The sources in order; instead of a folder its HTML files, if it has any."""
    for name in sources:
        files = [] if _is_address(name) or name in {"", "-"} else _files(Path(name))
        yield from files or [name]


def _files(folder: Path) -> list[str]:
    try:
        return sorted(str(p) for p in folder.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
    except OSError:  # reported when the folder is opened as a file
        return []


def _is_address(name: str) -> bool:
    return "://" in name


def _article(name: str, url: str, outlet: Outlet | None) -> Article | Miss:
    try:
        result = _visited(name, outlet) if _is_address(name) else _opened(name, url, outlet)
    except KlipingError as fault:
        return Miss(str(fault), exits.of(fault))
    from scraper.model import Article

    return result if isinstance(result, Article) else _miss(name, result)


def _miss(name: str, outcome: Outcome) -> Miss:
    from scraper.crawler.reporting.wording import describe
    from scraper.model import Failed, Refused

    code = {Failed: Exit.SOME_FAILED, Refused: Exit.REFUSED}.get(type(outcome), Exit.NOTHING_FOUND)
    return Miss(f"{name}: {describe(outcome)}", code)


def _visited(url: str, outlet: Outlet | None) -> Article | Outcome:
    """The article at an address. Raises UsageError for one that is none, and as `fetch_one`."""
    import asyncio

    from scraper import settings
    from scraper.crawler.visit import responses
    from scraper.extraction import read
    from scraper.fetch import fetch_one
    from scraper.text.urls import canonical

    if canonical(url) is None:
        raise UsageError(f"{url}: not a web address; give an http:// or https:// URL, or a file")
    page = asyncio.run(fetch_one(url, settings.load()))
    trouble = responses.trouble(page) or responses.refusal_of_type(page)
    return trouble or read(page, outlet).result


def _opened(name: str, url: str, outlet: Outlet | None) -> Article | Outcome:
    """The article in a file, or on standard input. Raises UsageError where nothing can be read."""
    from scraper.extraction import extract
    from scraper.model import NotAnArticle, PageKind

    content = sys.stdin.buffer.read(MAX_BYTES) if name == "-" else _content(name)
    if not content.strip():
        return NotAnArticle(PageKind.EMPTY, "there is nothing in it; save the page again")
    if b"\0" in content[:1024] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return NotAnArticle(PageKind.EMPTY, "this is a binary file; give a page saved as HTML")
    return extract(content, url, outlet=outlet)


def _content(name: str) -> bytes:
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - Path("") is a folder, "" is none
            return file.read(MAX_BYTES)
    except FileNotFoundError as fault:
        raise UsageError(
            f"{name or repr(name)}: there is no such file; check the path (an address begins with https://)"
        ) from fault
    except IsADirectoryError as fault:
        raise UsageError(f"{name}: there is no HTML file in this folder; name another") from fault
    except OSError as fault:
        raise UsageError(f"{name}: cannot be read: {fault.strerror or fault}; check the file") from fault
