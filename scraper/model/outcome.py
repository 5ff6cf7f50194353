"""What became of a lead. Expected things are Outcomes, kept in the archive; exceptions are for faults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PageKind(StrEnum):
    """What a page is when it is no article."""

    SECTION = "section"
    GALLERY = "gallery"
    VIDEO = "video"
    SEARCH = "search"
    NOT_FOUND = "not-found"
    CONSENT = "consent"
    CHALLENGE = "challenge"
    PAYWALL = "paywall"
    EMPTY = "empty"


class Refusal(StrEnum):
    """Why a lead was not visited, or not kept, though nothing went wrong."""

    ROBOTS = "robots"
    BLOCKED = "blocked"
    OTHER_HOST = "other-host"
    PRIVATE_ADDRESS = "private-address"
    OUT_OF_RANGE = "out-of-range"
    NOT_TEXT = "not-text"
    TOO_LARGE = "too-large"
    PAYWALL = "paywall"
    CHALLENGE = "challenge"
    HTTP_ERROR = "http-error"
    OFFLINE = "offline"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Stored:
    """A new article is in the archive, under this id; `cut` says which of its pages are not, and why."""

    article_id: int
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Revised:
    """An archived article had changed; the archive now holds the new text. `cut` as in `Stored`."""

    article_id: int
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An archived article is as it was. `cut` as in `Stored`."""

    article_id: int
    cut: str = ""


@dataclass(frozen=True, slots=True)
class NotAnArticle:
    """The page was read and holds no article; `evidence` says why."""

    kind: PageKind
    evidence: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The page was not visited, or not kept."""

    reason: Refusal
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """The server says that there is no such page (404) or no longer (410)."""

    status: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A fault: the network, the server, or this program. `reason` is a short word, `detail` the rest."""

    reason: str
    detail: str = ""


Outcome = Stored | Revised | Unchanged | NotAnArticle | Refused | Gone | Failed
