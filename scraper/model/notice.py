"""A notice: what a site says, for machines to read, of being archived or of being read by machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NoticeKind = Literal["noarchive", "noai", "noimageai", "tdm-reservation", "ai-crawlers", "content-signal"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One such statement, recorded and left to people to weigh; kliping itself is bound by robots.txt.

    `noarchive`, `noai` and `noimageai` are directives of a robots meta or of X-Robots-Tag; `tdm-reservation`
    is that of the W3C's TDM Reservation Protocol; `ai-crawlers` are agents that robots.txt shuts out by name;
    `content-signal` is a line of that name in robots.txt. `text` is the site's wording, `url` where it
    stands.
    """

    kind: NoticeKind
    text: str
    url: str
