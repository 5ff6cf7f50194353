"""Every exception kliping raises on purpose.

KlipingError
├── UsageError        the command cannot be carried out as it was given
├── ArchiveError      the archive cannot be opened, read or written
├── ProfileError      an outlet profile does not hold together
└── FetchError        a request brought no response
    ├── UnknownHost   the name does not resolve
    ├── Unreachable   no connection, a reset, or a time-out
    └── BadResponse   an answer came, but not one that can be read

What is expected of the web (404, robots.txt, a paywall) is no exception: see `scraper.model.outcome`.
"""


class KlipingError(Exception):
    """Base of all; its text tells the user what happened, to what, and what to do."""


class UsageError(KlipingError):
    """The command cannot be carried out as it was given."""


class ArchiveError(KlipingError):
    """The archive cannot be opened, read or written."""


class ProfileError(KlipingError):
    """An outlet profile does not hold together; the text names the file and the path inside it."""


class FetchError(KlipingError):
    """A request brought no response."""


class UnknownHost(FetchError):  # noqa: N818 - named after what happened
    """The host's name does not resolve."""


class Unreachable(FetchError):  # noqa: N818
    """No connection could be made, it was reset, or it took too long."""


class BadResponse(FetchError):  # noqa: N818
    """An answer came that cannot be read: broken HTTP, a redirect loop, too large."""
