"""`kliping extract`: read pages from files, folders, standard input or the web; print what they say."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli import exits
from scraper.cli.exits import Exit
from scraper.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.model import Article, NotAnArticle, Page

ENDINGS = {".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx"}
MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One page to read: the name to call it by, and its bytes or the response that brought them."""

    name: str
    content: bytes = b""
    page: Page | None = None


@click.command("extract", epilog=exits.EPILOG)
@click.argument("sources", nargs=-1, required=True, metavar="FILE-OR-URL…")
@click.option("--url", default="", help="Where a saved page came from, for links that are relative.")
@click.option("--pretty", is_flag=True, help="Print readable pages instead of JSON lines.")
def command(sources: tuple[str, ...], url: str, *, pretty: bool) -> Exit:
    """Print the article of each page as one JSON line.

    SOURCES are HTML files, folders of them, URLs, or - for standard input. A page that holds no article
    is named on standard error with the reason; the exit code is then 4, or 3 if there was no article at all.
    """
    found = failed = 0
    for source in gather(sources):
        result = _read(source, url)
        if isinstance(result, str):
            failed += 1
            click.echo(f"kliping: {source.name}: {result}", err=True)
            continue
        found += 1
        if pretty:
            from scraper.cli import reading

            reading.show(result)
        else:
            line = json.dumps(result.to_dict() | {"file": source.name}, ensure_ascii=False)
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    if not failed:
        return Exit.OK
    return Exit.SOME_FAILED if found else Exit.NOTHING_FOUND


def gather(sources: tuple[str, ...]) -> Iterator[Source]:
    """The pages behind the arguments, in order. Raises UsageError for one that cannot be read at all."""
    for name in sources:
        if name == "-":
            yield Source("-", sys.stdin.buffer.read(MAX_BYTES))
        elif name.lower().startswith(("http://", "https://")):
            yield _fetched(name)
        elif "://" in name:
            raise UsageError(f"{name} is no http or https URL")
        else:
            yield from _files(Path(name))


def _files(path: Path) -> Iterator[Source]:
    paths = [path]
    if path.is_dir():
        paths = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
        if not paths:
            raise UsageError(f"there is no HTML file in the folder {path}")
    for file in paths:
        try:
            with file.open("rb") as stream:
                yield Source(str(file), stream.read(MAX_BYTES))
        except OSError as fault:
            raise UsageError(f"cannot read {file}: {fault.strerror or fault}") from fault


def _fetched(url: str) -> Source:
    import asyncio

    from scraper import settings
    from scraper.fetch import fetch_one

    return Source(url, page=asyncio.run(fetch_one(url, settings.load())))


def _read(source: Source, url: str) -> Article | str:
    """The article, or why there is none."""
    from scraper.extract import extract, read
    from scraper.model import NotAnArticle

    if source.page is not None:
        if not source.page.ok:
            return f"the server answered {source.page.status}"
        from scraper.outlets import find, load_outlets

        result: Article | NotAnArticle = read(source.page, find(source.page.url, load_outlets())).result
    elif not source.content.strip():
        return "the file is empty"
    elif b"\0" in source.content[:1024] and not source.content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "this is a binary file, no HTML"
    else:
        result = extract(source.content, url)
    if isinstance(result, NotAnArticle):
        return f"not an article ({result.kind}): {result.evidence}"
    return result
