"""`kliping outlets`: the profiles of news sites."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands.add_outlet import add
from scraper.cli.display import terminal
from scraper.cli.shared import exits, options
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scraper.model import Outlet
    from scraper.outlets.registry import ProfileFile

_COLUMNS = ("slug", "name", "home", "network", "province", "ways in")


@click.group("outlets", invoke_without_command=True, epilog=exits.EPILOG)
@click.pass_context
def command(context: click.Context) -> Exit | None:
    """List, show, check and add outlets: the news sites that kliping has a profile of.

    A profile is a small TOML file; your own are in ~/.config/kliping/outlets, and replace built-in ones of
    the same name. Without a verb, all are listed.
    """
    return context.invoke(list_, verified=None) if context.invoked_subcommand is None else None


@command.command("list", epilog=exits.EPILOG)
@click.option("--network", metavar="NAME", help="Only those of this family: promedia, tribun, …")
@click.option("--province", metavar="NAME", help="Only papers of this province.")
@click.option(
    "--verified/--unverified",
    default=None,
    help="Only those whose profile somebody has, or nobody has, seen work on the live site.",
)
@options.as_json
def list_(
    network: str | None = None,
    province: str | None = None,
    *,
    verified: bool | None,
    as_json: bool = False,
) -> Exit:
    """List the outlets, one a line. The exit code is 3 when none is as asked."""
    from scraper.outlets import load_outlets

    found = [
        outlet
        for outlet in sorted(load_outlets().values(), key=lambda outlet: outlet.slug)
        if _is(outlet.network, network)
        and _is(outlet.province, province)
        and verified in (None, outlet.verified)
    ]
    if not found:
        terminal.complain("no outlet is as asked; `kliping outlets list` has them all")
        return Exit.NOTHING_FOUND
    if as_json:
        for outlet in found:
            _write_json(_row(outlet) | {"verified": outlet.verified})
    else:
        _print_table([list(map(str, (value or "" for value in _row(outlet).values()))) for outlet in found])
    return Exit.OK


@command.command("show", epilog=exits.EPILOG)
@click.argument("outlet", metavar="NAME-OR-URL")
@options.as_json
def show(outlet: str, *, as_json: bool) -> Exit:
    """Show a profile with what it inherits from its family.

    NAME-OR-URL is an outlet's name, a domain, or any address of it. The exit code is 3 when no profile has
    of it.
    """
    from dataclasses import asdict

    from scraper.outlets import find, load_outlets
    from scraper.outlets.registry import profile_files
    from scraper.outlets.writing import profile_text

    found = find(outlet, load_outlets())
    if found is None:
        terminal.complain(f"there is no profile of {outlet!r}; kliping outlets add URL makes one")
        return Exit.NOTHING_FOUND
    file = [file for file in profile_files() if file.slug == found.slug][-1]
    if as_json:
        _write_json(asdict(found) | {"file": str(file.file), "own": file.own}, indent=2)
        return Exit.OK
    family = [f"with what its family {found.network} knows"] if found.network else []
    remarks = [f"{file.file} ({'your own' if file.own else 'built-in'})", *family]
    click.echo(profile_text(found, remarks), nl=False)
    return Exit.OK


@command.command("lint", epilog=exits.EPILOG)
@click.argument("files", nargs=-1, metavar="[FILE…]", type=click.Path(exists=True, dir_okay=False))
def lint(files: tuple[str, ...]) -> Exit:
    """Check that profiles hold together, and that their samples bear out their patterns.

    All profiles, built-in and your own, or the files given. Every fault is listed with its file and its place
    in it; the exit code is 4 if there is any.
    """
    from pathlib import Path

    from scraper.outlets.registry import ProfileFile, profile_files

    named = [ProfileFile(Path(name).stem, Path(name)) for name in files]
    chosen = named or profile_files()
    faults = list(_faults(chosen, families_too=not named))
    for fault in faults:
        terminal.complain(fault)
    click.echo(f"{len(chosen)} profiles checked · {len(faults)} faults")
    return Exit.SOME_FAILED if faults else Exit.OK


command.add_command(add)


def _faults(files: Iterable[ProfileFile], *, families_too: bool) -> Iterator[str]:
    """All that is wrong with these profiles; where one does not load, its samples cannot be tried."""
    from scraper.discover.profiles.lint import complaints
    from scraper.errors import ProfileError
    from scraper.outlets import schema
    from scraper.outlets.registry import family_files

    tables: dict[str, schema.Table] = {}
    for file in family_files():
        try:
            tables[file.slug] = schema.read_table(file.text(), str(file.file))
        except ProfileError as fault:
            if families_too:
                yield str(fault)
    for file in files:
        name = str(file.file)
        try:
            text = file.text()
        except ProfileError as fault:
            yield str(fault)
            continue
        found = schema.faults(text, file.slug, name, tables)
        yield from found
        if not found:
            outlet = schema.outlet_from(schema.read_table(text, name), file.slug, name, tables)
            yield from (f"{name}: {complaint}" for complaint in complaints(outlet))


def _is(held: str | None, wanted: str | None) -> bool:
    return wanted is None or (held or "").casefold() == wanted.casefold()


def _row(outlet: Outlet) -> dict[str, Any]:
    ways = outlet.discover
    held = ("feeds", "sitemaps", "wordpress", "index", "search", "sections")
    present = [name for name in held if getattr(ways, name)]
    return {
        "slug": outlet.slug,
        "name": outlet.name,
        "home": outlet.home,
        "network": outlet.network,
        "province": outlet.province,
        "ways_in": " ".join(present),
    }


def _write_json(data: dict[str, Any], *, indent: int | None = None) -> None:
    from scraper.cli.display.output import write_json

    write_json(data, indent=indent)


def _print_table(rows: list[list[str]]) -> None:
    """Aligned columns; on a terminal no line is longer than it is wide."""
    rows = [[terminal.printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    on_terminal = sys.stdout.isatty()
    for number, row in enumerate([list(_COLUMNS), *rows]):
        line = "  ".join(map(str.ljust, row, widths)).rstrip()
        if on_terminal:
            columns = shutil.get_terminal_size().columns
            line = line if len(line) <= columns else line[: columns - 1] + "…"
        click.echo(terminal.style(line, bold=True) if number == 0 else line)
