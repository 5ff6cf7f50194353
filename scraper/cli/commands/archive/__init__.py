"""`kliping archive`: keeping an archive whole, small and up to date."""

from __future__ import annotations

import click

from scraper.cli.shared import exits
from scraper.cli.shared.lazy_group import LazyGroup

SECTIONS = {
    "Commands": {
        "merge": "Merge other archives into this one.",
        "forget": "Erase an article, and never fetch it again.",
        "vacuum": "Make the file as small as it can be.",
        "verify": "Check that the archive and its raw pages are undamaged.",
        "reparse": "Read stored pages again with the present reader.",
    }
}


@click.group(
    "archive",
    cls=LazyGroup,
    package="scraper.cli.commands.archive",
    sections=SECTIONS,
    epilog=exits.EPILOG,
)
def command() -> None:
    """Keep an archive: merge it with others, erase articles, check it, make it small, read it again."""
