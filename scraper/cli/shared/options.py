"""Options that several commands share, and opening the archive that they name."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import ExitStack

    from scraper.archive import Archive
    from scraper.model import Outlet
    from scraper.settings import Settings


Verb = TypeVar("Verb", bound="Callable[..., Any]")

DEMO = "demo"
"""The name of the toy newspaper."""

_ID = re.compile(r"[0-9]{1,18}")  # SQLite's largest integer has 19 digits

MAX_NAMED = 12
"""So many outlets are named to one who asked for another."""


class Day(click.ParamType[date]):
    """A day: 2025-04-30, or as Indonesians write it (30 April 2025, 30/4/2025, kemarin)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, in the zone of Jakarta where the text tells a time."""
        if isinstance(value, date):
            return value
        from scraper.text import dates

        moment = dates.read(str(value), now=datetime.now(UTC).astimezone(dates.JAKARTA))
        if moment is None:
            self.fail(f"{value!r} is no date; write it as 2025-04-30 or 30 April 2025", param, ctx)
        return moment.date() if isinstance(moment, datetime) else moment


class Command(click.ParamType[list[str]]):
    """A command's words, parted as a shell parts them; no shell ever reads them."""

    name = "command"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        """The words, of which there is at least one."""
        if isinstance(value, list):
            return value
        try:
            words = shlex.split(value)
        except ValueError as fault:
            self.fail(f"{fault} in {value!r}", param, ctx)
        return words or self.fail("give the command to run", param, ctx)


since = click.option("--since", type=Day(), metavar="DATE", help="Only articles of this day or later.")
until = click.option("--until", type=Day(), metavar="DATE", help="Only articles of this day or earlier.")
archive = click.option(
    "--archive", metavar="PATH", help="The archive file.  [default: data/archive.db, or $KLIPING_ARCHIVE]"
)
_VISITING = (
    click.option("--contact", metavar="URL", help="Who you are: what the User-Agent tells site owners."),
    click.option("--proxy", metavar="URL", help="A proxy for all requests, instead of the environment's."),
    click.option(
        "--allow-private",
        multiple=True,
        metavar="HOST",
        help="Let this host have a private address (an intranet, a server of your own); may be repeated.",
    ),
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

_REPORTING = (
    click.option(
        "--notify",
        type=Command(),
        metavar="COMMAND",
        help="Run this after an anomaly or a fault, with the run's JSON on its standard input.",
    ),
    click.option(
        "--metrics",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the run's numbers to a file for Prometheus' node exporter.",
    ),
    click.option(
        "--log",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Add a line for each event to this file.  [default, with --log-format: standard error]",
    ),
    click.option("--log-format", type=click.Choice(("json", "text")), help="The form of such lines."),
)


def visiting(command: Verb) -> Verb:
    """The options of commands that visit sites: who asks, and by what way."""
    return _with(_VISITING, command)


def settings(
    archive: str | None, contact: str | None, proxy: str | None, allow_private: tuple[str, ...]
) -> Settings:
    """The settings, with what `archive` and the options of `visiting` say. Raises as `settings.load`."""
    from scraper.settings import load

    flags = {"archive": archive, "contact": contact, "proxy": proxy, "allow_private": allow_private or None}
    return load(flags)


def reporting(command: Verb) -> Verb:
    """The options of commands that crawl, for `running.RunReporter`."""
    return _with(_REPORTING, command)


def _with(several: Sequence[Callable[[Verb], Verb]], command: Verb) -> Verb:
    for option in reversed(several):
        command = option(command)
    return command


def check_days(since: date | None, until: date | None) -> None:
    """Raise click.BadParameter for days of which the first is after the last."""
    if since and until and since > until:
        raise click.BadParameter(f"{since} is after --until {until}; swap the two", param_hint="--since")


def open_archive(path: str | None, *, read_only: bool = True) -> Archive:
    """The archive that the flag, the environment or the settings file names. Raises ArchiveError."""
    from scraper import settings
    from scraper.archive import Archive

    return Archive(settings.load({"archive": path}).archive, read_only=read_only)


def article_key(named: str) -> str | int:
    """An article's id, or canonical URL, as `Articles.get` takes it."""
    from scraper.text.urls import canonical

    return int(named) if _ID.fullmatch(named) else canonical(named) or named


def article_id(named: str, store: Archive) -> int | None:
    """The id of an article of the archive that is named by id or URL; None where it has none."""
    key = article_key(named)
    column = "id" if isinstance(key, int) else "url"
    rows = store.query(f"SELECT id FROM articles WHERE {column} = ?", (key,))  # noqa: S608
    return next((int(row["id"]) for row in rows), None)


def outlet_slug(name: str, store: Archive) -> str:
    """The slug of an archive's outlet by its slug, name, domain or URL. Raises UsageError for others."""
    from scraper.errors import UsageError
    from scraper.model import Outlet
    from scraper.outlets import find

    rows = store.query("SELECT slug, name, home, hosts FROM outlets ORDER BY slug")
    outlets = {row["slug"]: Outlet(**row | {"hosts": tuple(json.loads(row["hosts"]))}) for row in rows}
    found = find(name, outlets)
    if found is None:
        has = ", ".join(list(outlets)[:MAX_NAMED]) + (" …" if len(outlets) > MAX_NAMED else "")
        raise UsageError(f"the archive has no outlet {name!r}; it has {has or 'none yet: crawl one'}")
    return found.slug


def open_demo(stack: ExitStack, outlets: dict[str, Outlet]) -> Mapping[str, tuple[str, int]]:
    """Serve the toy newspaper until the stack closes, and add it to the outlets."""
    from scraper.demo import DemoSite

    site = stack.enter_context(DemoSite())
    outlets[DEMO] = site.outlet
    return site.resolve
