"""Every exception kliping raises on purpose.

KlipingError
├── UsageError        the command cannot be carried out as it was given
│   └── ExportError       a file cannot be written as asked
├── ArchiveError      the archive cannot be opened, read or written
│   └── UpdateRunning     another update is at work on it
├── ProfileError      an outlet profile does not hold together
└── FetchError        a request brought no response
    ├── UnknownHost       the name does not resolve
    ├── Unreachable       no connection, a reset, an answer cut short, or a time-out
    ├── BadCertificate    the server cannot prove that it is who it should be
    ├── PrivateAddress    the name leads into a private network
    ├── HostClosed        the host asked not to be visited for some time
    └── BadResponse       an answer came, but not one that can be read
        ├── RedirectLoop  one redirect after the other, with no end
        └── TooLarge      more bytes than are read of one answer

What is expected of the web (404, robots.txt, a paywall) is no exception: see `scraper.model.outcome`.
"""


class KlipingError(Exception):
    """Base of all; its text tells the user what happened, to what, and what to do."""


class UsageError(KlipingError):
    """The command cannot be carried out as it was given."""


class ExportError(UsageError):
    """A file cannot be written as asked: it is there, its place is none, or its format does not fit."""


class ArchiveError(KlipingError):
    """The archive cannot be opened, read or written."""


class UpdateRunning(ArchiveError):  # noqa: N818 - named after what happened
    """Another update is at work on the archive."""


class ProfileError(KlipingError):
    """An outlet profile does not hold together; the text names the file and the path inside it."""


class FetchError(KlipingError):
    """A request brought no response."""


class UnknownHost(FetchError):  # noqa: N818 - named after what happened
    """The host's name does not resolve."""


class Unreachable(FetchError):  # noqa: N818
    """No connection could be made, it was reset or cut short, or it took too long."""


class BadCertificate(FetchError):  # noqa: N818
    """No safe connection could be made: the certificate is not valid for the host, or not at all."""


class PrivateAddress(FetchError):  # noqa: N818
    """The host's address is private, loopback, link-local or reserved, and nobody has allowed it."""


class HostClosed(FetchError):  # noqa: N818
    """The host has asked not to be visited before a later time; no request was made."""


class BadResponse(FetchError):  # noqa: N818
    """An answer came that cannot be read: broken HTTP, or not packed as it says."""


class RedirectLoop(BadResponse):
    """Redirects led on and on."""


class TooLarge(BadResponse):
    """The answer has more bytes than are read of one."""
