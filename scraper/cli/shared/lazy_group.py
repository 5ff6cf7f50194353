"""A group of commands that are loaded when they are used, listed under headings."""

from __future__ import annotations

import keyword
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    Sections = Mapping[str, Mapping[str, str]]


class LazyGroup(click.Group):
    """A click group that knows of each command only its name, its heading and its line in the overview.

    `sections` maps a heading to its commands, and each of these to its line. A command stands as `command` in
    a module of `package` that has its name (`import_` for `import`, a keyword of Python).
    """

    def __init__(self, *args: Any, package: str, sections: Sections, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.package = package
        self.sections = sections

    def list_commands(self, _: click.Context) -> list[str]:
        """The names of all commands, in the order of the overview."""
        return [name for commands in self.sections.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = import_module(f"{self.package}.{module}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview: a section a heading, all with the same width of names."""
        width = max(map(len, self.list_commands(ctx)))
        for heading, commands in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:<{width}}", line) for name, line in commands.items()])
