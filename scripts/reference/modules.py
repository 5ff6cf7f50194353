"""The list of modules, each with the first line of its docstring."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scripts.reference.markdown import table

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "__init__.py"


def markdown(root: Path) -> str:
    """A section for each package under this one, with a table of its modules. Nothing is imported."""
    return "\n\n".join(_section(file.parent, root) for file in sorted(root.rglob(PACKAGE)))


def _section(folder: Path, root: Path) -> str:
    depth = 3 if root in (folder, folder.parent) else 4
    parts = [f"{'#' * depth} `{folder.relative_to(root.parent).as_posix()}/`", summary(folder / PACKAGE)]
    modules = [file for file in sorted(folder.glob("*.py")) if file.name not in (PACKAGE, "__main__.py")]
    if modules:
        parts.append(
            table(("module", "what it does"), ((f"`{file.name}`", summary(file)) for file in modules))
        )
    return "\n\n".join(parts)


def summary(file: Path) -> str:
    """The first paragraph of a module's docstring, as one line."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split())
