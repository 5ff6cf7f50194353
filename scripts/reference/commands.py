"""The reference of the command line: each command with its `--help`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scraper.cli import kliping

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 80
"""Columns of the terminal for which help pages are laid out."""


def markdown() -> str:
    """A section for each command, and for each command of a group of commands."""
    return "\n\n".join(
        f"{'#' * (depth + 1)} `{context.command_path}`\n\n```text\n{_help(context)}\n```"
        for depth, context in _walk(_context(kliping, "kliping"))
    )


def _walk(context: click.Context, depth: int = 1) -> Iterator[tuple[int, click.Context]]:
    yield depth, context
    group = context.command
    if not isinstance(group, click.Group):
        return
    below = 1 if context.parent is None else depth + 1
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from _walk(_context(command, name, context), below)


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    settings = {**command.context_settings, "terminal_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _help(context: click.Context) -> str:
    """The help page, without the exit codes at its end: they have a page of their own."""
    return context.command.get_help(context).partition("\n  Exit codes:")[0].strip()
