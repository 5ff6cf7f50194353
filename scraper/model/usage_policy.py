"""A usage policy: what a site states, for machines to read, about archiving and machine reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UsagePolicyKind = Literal[
    "noarchive", "noai", "noimageai", "tdm-reservation", "ai-crawlers", "content-signal"
]


@dataclass(frozen=True, slots=True)
class UsagePolicy:
    """One such statement, recorded and left to people to weigh; kliping itself is bound by robots.txt.

    `noarchive`, `noai` and `noimageai` are directives of a robots meta or of X-Robots-Tag; `tdm-reservation`
    is that of the W3C's TDM Reservation Protocol; `ai-crawlers` are agents that robots.txt shuts out by name;
    `content-signal` is a line of that name in robots.txt. `text` is the site's wording, `url` where it
    stands.
    """

    kind: UsagePolicyKind
    text: str
    url: str
