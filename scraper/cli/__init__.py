"""The command line: one command a file, no logic.

To add a command, write `scraper/cli/commands/NAME.py` (`NAME_.py` for a keyword of Python) with a click
command named `command` that returns an `Exit`, and a line in `SECTIONS`. Modules are loaded when their
command is used, so that `kliping --help` answers at once.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits
from scraper.cli.shared.lazy_group import LazyGroup
from scraper.errors import KlipingError
from scraper.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTIONS = {
    "Collect": {
        "crawl": "Crawl outlets, sections or articles into the archive.",
        "update": "Fetch what is new since the last time, and changes; for cron.",
        "watch": "Update again and again, as a service.",
        "import": "Import articles from WARC files or saved pages.",
    },
    "Read": {
        "search": "Search the archive, or list articles that changed.",
        "show": "Show an article, its history, or what changed in it.",
        "extract": "Read saved pages, or URLs, into JSON lines.",
    },
    "Analyse and export": {
        "coverage": "Show how complete the archive is, by year or by day.",
        "export": "Write articles, or the rows of a query, to a file for other tools.",
        "serve": "Open the archive in the browser, with Datasette.",
    },
    "Keep the archive": {
        "archive": "Merge, forget, vacuum, verify, reparse.",
    },
    "Operate": {
        "outlets": "List, show, check and add profiles of news sites.",
        "check": "Test outlets' entry points and newest articles.",
        "runs": "List past runs and their results.",
        "demo": "Serve the toy newspaper, until Ctrl-C.",
    },
}
"""The commands by what a user wants, each with its line in the overview."""


@click.group(
    cls=LazyGroup,
    package="scraper.cli.commands",
    sections=SECTIONS,
    name="kliping",
    epilog=exits.EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="kliping", message="%(prog)s %(version)s")
def kliping() -> None:
    """Crawl Indonesian news sites; search, read and export the archive.

    Try it without a network: kliping crawl demo
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `kliping`, and exit with a code of `scraper.cli.shared.exits`; faults are one line on stderr."""
    _open_streams()
    _hide_unraisable_interrupts()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run `kliping` with these arguments (those of the process if None); the exit code."""
    try:
        outcome = kliping.main(args=arguments, prog_name="kliping", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as fault:
        fault.show()
        return exits.Exit.USAGE
    except click.ClickException as fault:
        context = getattr(fault, "ctx", None)
        command = context.command_path if context else "kliping"
        terminal.complain(f"{fault.format_message().rstrip('.')} (see {command} --help)")
        return exits.Exit.USAGE
    except KlipingError as fault:
        terminal.complain(str(fault))
        return exits.of(fault)
    except (KeyboardInterrupt, click.Abort):
        terminal.complain("interrupted")
        return exits.Exit.INTERRUPTED
    except SystemExit:
        # So click leaves a pipe that is closed: its reader (head, less) has what it wants, and all is well.
        return exits.Exit.OK
    except BrokenPipeError:
        _discard_output()
        return exits.Exit.OK
    except OSError as fault:
        # Archives, pages and connections have errors of their own: what is left is standard output.
        _discard_output()
        what, why = fault.filename or "the output", fault.strerror or fault
        terminal.complain(f"{what} cannot be used: {why}; check its space and permissions")
        return exits.Exit.FAULT
    return int(outcome or exits.Exit.OK)


def _open_streams() -> None:
    """Have standard streams: a daemon may start without any, and not every terminal can show every letter."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name) or open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115
        setattr(sys, name, stream)
        if mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _hide_unraisable_interrupts() -> None:
    """Have Ctrl-C print no traceback where Python cannot raise it: in a destructor, or while it ends."""
    report = sys.unraisablehook

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            report(unraisable)

    sys.unraisablehook = hook


def _discard_output() -> None:
    """Send what is still unwritten nowhere; else Python would try once more on its way out, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
