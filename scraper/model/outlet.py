"""An outlet: a news site and its profile."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Discovery:
    """Ways in: absolute URLs of feeds and sitemaps, and section or index pages to read links from.

    `wordpress` says that the site answers WordPress' REST API, though its home page may not name it.
    `index` is the address of a day's index with `{date}` (`{date:%Y-%m-%d}`) and `{page}` in it,
    `search` that of a search with `{keyword}` and `{page}`.
    """

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    wordpress: bool = False
    index: str | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class UrlRules:
    """Patterns (regular expressions, searched in path and query) that recognise the addresses of articles.

    `article` accepts, `ignore` refuses; `whole` is the query that shows a multi-page article at
    once, such as "page=all".
    """

    article: str | None = None
    ignore: str | None = None
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """CSS selectors for the reader, for cases that it does not recognise by itself."""

    title: str | None = None
    body: str | None = None
    date: str | None = None
    author: str | None = None
    editor: str | None = None
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Samples:
    """URLs, or paths under `home`, that prove its patterns: those of `articles`, and `others`."""

    articles: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news site.

    `slug` is its short name, unique in an archive; `home` an absolute URL; `hosts` the host names that
    are its own (a subdomain of one is too); `network` the family whose knowledge it shares; `language` the
    one it writes in (BCP 47, `und` if not known; a profile that gives none is of an Indonesian outlet);
    `province` the one it is a paper of, by its Indonesian name (None: a national one); `zone` an IANA time
    zone; `delay` the least pause between two requests to one host, in seconds (None: the general setting);
    `verified` tells that somebody has seen the profile work on the live site.
    """

    slug: str
    name: str
    home: str
    hosts: tuple[str, ...]
    network: str | None = None
    language: str = "id"
    province: str | None = None
    zone: str = "Asia/Jakarta"
    delay: float | None = None
    verified: bool = False
    discover: Discovery = field(default_factory=Discovery)
    urls: UrlRules = field(default_factory=UrlRules)
    extract: Hints = field(default_factory=Hints)
    samples: Samples = field(default_factory=Samples)
