"""An anomaly: something in a run that is unlike the outlet's own past."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

AnomalyKind = Literal["silent", "field", "blocked", "slow"]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What is unlike the outlet's own past, in words; `figures` are the numbers behind them."""

    outlet: str
    kind: AnomalyKind
    detail: str
    figures: dict[str, float] = field(default_factory=dict)
