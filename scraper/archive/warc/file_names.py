"""Names of WARC files: `OUTLET-YYYYMM-NNNN.warc.gz`, and `…-NNNN-rG.warc.gz` once a file was rewritten."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".warc.gz"

_NAME = re.compile(r"(\w[\w.-]*)-(\d{6})-(\d+)(?:-r(\d+))?\.warc\.gz", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class FileName:
    """The name of a file: its outlet (slug), month (`YYYYMM`, UTC), number in that month, and generation.

    Generation 0 is the file as it was first written; each rewriting of it makes the next one.
    """

    outlet: str
    month: str
    number: int
    generation: int = 0

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """The parts of a name; None where it is not one of ours."""
        match = _NAME.fullmatch(name)
        return cls(match[1], match[2], int(match[3]), int(match[4] or 0)) if match else None

    @property
    def next_generation(self) -> Self:
        """The name of this file after it was rewritten."""
        return replace(self, generation=self.generation + 1)

    def __str__(self) -> str:
        generation = f"-r{self.generation}" if self.generation else ""
        return f"{self.outlet}-{self.month}-{self.number:04}{generation}{SUFFIX}"


def warc_folder(archive: Path) -> Path:
    """The folder of an archive's WARC files: `archive.warc` for `archive.db`, `NAME-warc` for other names.

    So no two archives have one folder. A symbolic link to an archive leads to the folder of the archive.
    """
    path = archive.resolve()
    return path.with_suffix(".warc") if path.suffix == ".db" else path.with_name(f"{path.name}-warc")
