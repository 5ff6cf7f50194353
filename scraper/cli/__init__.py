"""The command line: one verb a file, no logic.

To add a verb, write `scraper/cli/commands/VERB.py` (`VERB_.py` for a keyword of Python) with a click command
named `command` that returns an `Exit`, and a row in `VERBS`. Modules are loaded when their verb is used, so
that `kliping --help` answers at once.
"""

from __future__ import annotations

import io
import keyword
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from scraper.cli.display import terminal
from scraper.cli.shared import exits
from scraper.errors import KlipingError
from scraper.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS = {
    "crawl": "Crawl outlets, sections or articles into the archive.",
    "update": "Get what is new since the last time, and changes; for cron.",
    "watch": "Update again and again, as a service.",
    "check": "Try outlets' entry points and newest articles: does all still work?",
    "extract": "Read saved pages, or URLs, into JSON lines.",
    "outlets": "List, show, check and add profiles of news sites.",
    "coverage": "Show what the archive has of an outlet, day by day.",
    "runs": "List what was run, and what came of it.",
    "schedule": "Print what makes a machine crawl every so often.",
    "import": "Take in articles from WARC files or saved pages.",
    "merge": "Take in all that other archives have.",
    "forget": "Take an article out for good, and never take it in again.",
    "vacuum": "Make the archive's file as small as it can be.",
    "reparse": "Read the archive's pages again with today's reader.",
    "search": "Find articles in the archive.",
    "show": "Read an article of the archive.",
    "revisions": "List articles that changed, and how.",
    "diff": "Show what changed in an article, word by word.",
    "export": "Write articles, or what a query gives, to a file for other tools.",
    "serve": "Open the archive in the browser, with Datasette.",
    "verify": "Check that the archive and its raw pages are whole.",
    "demo": "Serve the toy newspaper, until Ctrl-C.",
}
"""Each verb with its line in the overview."""


class _Verbs(click.Group):
    def list_commands(self, _: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        verb = import_module(f"scraper.cli.commands.{module}").command
        assert isinstance(verb, click.Command)
        return verb

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    cls=_Verbs,
    name="kliping",
    epilog=exits.EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="kliping", message="%(prog)s %(version)s")
def kliping() -> None:
    """Crawl Indonesian news sites, and read, search and keep what they publish.

    Try it without a network: kliping crawl demo
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `kliping`, and exit with a code of `scraper.cli.shared.exits`; faults are one line on stderr."""
    _open_streams()
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


def _discard_output() -> None:
    """Send what is still unwritten nowhere; else Python would try once more on its way out, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
