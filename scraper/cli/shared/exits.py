"""What the exit codes mean, for scripts and schedulers."""

from __future__ import annotations

from enum import IntEnum

from scraper.errors import ArchiveError, FetchError, KlipingError, ProfileError, UsageError


class Exit(IntEnum):
    """How a command ended."""

    OK = 0
    FAULT = 1
    USAGE = 2
    NOTHING_FOUND = 3
    SOME_FAILED = 4
    REFUSED = 5
    ARCHIVE = 6
    INTERRUPTED = 130


MEANING = {
    Exit.OK: "all went well",
    Exit.FAULT: "an unexpected fault",
    Exit.USAGE: "the command cannot be carried out as given",
    Exit.NOTHING_FOUND: "nothing was found",
    Exit.SOME_FAILED: "finished, with some failures",
    Exit.REFUSED: "every source refused or blocked the visit",
    Exit.ARCHIVE: "the archive cannot be used, or is damaged",
    Exit.INTERRUPTED: "interrupted (Ctrl-C or SIGTERM)",
}

EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code.value:>3}  {text}" for code, text in MEANING.items())
"""The table, for the end of a help page."""

_OF_FAULT: dict[type[KlipingError], Exit] = {
    UsageError: Exit.USAGE,
    ProfileError: Exit.USAGE,
    ArchiveError: Exit.ARCHIVE,
    FetchError: Exit.SOME_FAILED,
}


def of(fault: KlipingError) -> Exit:
    """The exit code of a fault that ended a command."""
    return next((code for kind, code in _OF_FAULT.items() if isinstance(fault, kind)), Exit.FAULT)
