"""What is remembered of a host between two visits, and between two runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - part of the public signature


@dataclass(frozen=True, slots=True)
class HostState:
    """A host's wishes and ways.

    It is not to be visited before `open_at` (aware); `pace` is how many seconds it lately took to answer.
    """

    open_at: datetime | None = None
    pace: float = 0.0
