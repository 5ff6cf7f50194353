"""robots.txt, as RFC 9309 reads it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

from protego import Protego

from scraper.fetch.client import AGENT
from scraper.model import Notice

if TYPE_CHECKING:
    from scraper.model import Page

MAX_BYTES = 500 * 1024
"""What a crawler must at least read (RFC 9309, 2.5); the rest is left out."""

MAX_DELAY = 3600.0
"""Seconds; a longer Crawl-delay is taken for a mistake."""


AI_AGENTS = (
    "GPTBot",
    "ChatGPT-User",
    "OAI-SearchBot",
    "ClaudeBot",
    "anthropic-ai",
    "CCBot",
    "Google-Extended",
    "Applebot-Extended",
    "PerplexityBot",
    "Bytespider",
    "Amazonbot",
    "meta-externalagent",
    "cohere-ai",
    "Diffbot",
)
"""Agents that sites name in order to keep their pages from language models, as their makers document them."""

MAX_NOTICE = 1000
"""Characters kept of what a site says."""

_ANYONE = "an-agent-that-nobody-names"


class Robots:
    """What one robots.txt lets kliping do. `why` says, for people, on what ground a URL is refused.

    `for_now` rules stand in for a robots.txt that could not be had.
    """

    def __init__(
        self, text: str, *, why: str = "robots.txt does not allow it", for_now: bool = False
    ) -> None:
        self._text = text
        self._rules = Protego.parse(text)
        self.why = why
        self.for_now = for_now

    @classmethod
    def of_page(cls, page: Page) -> Self:
        """The rules that an answer to /robots.txt gives (RFC 9309, 2.3.1).

        400 to 499 allows all, save 429, which like 500 to 599 forbids all for now. A redirect that
        could not be followed to its end allows all too.
        """
        if page.ok:
            return cls(page.content[:MAX_BYTES].decode("utf-8-sig", errors="replace"))
        if page.status == 429 or page.status >= 500:
            return cls.closed(f"robots.txt answered {page.status}, which forbids all (RFC 9309)")
        return cls("")

    @classmethod
    def closed(cls, why: str) -> Self:
        """Rules that forbid everything until a robots.txt can be had."""
        return cls("User-agent: *\nDisallow: /", why=why, for_now=True)

    def allows(self, url: str) -> bool:
        """Whether kliping may visit the URL."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float | None:
        """Crawl-delay in seconds, if one is named."""
        delay = self._rules.crawl_delay(AGENT)
        return min(delay, MAX_DELAY) if delay is not None and math.isfinite(delay) and delay >= 0 else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps it names, as written."""
        return tuple(self._rules.sitemaps)

    def notices(self, url: str) -> list[Notice]:
        """What the file, found at this URL, says of machines that read for language models.

        Agents that it shuts out of the home page by name, and lines of Content-Signal (contentsignals.org).
        """
        home = urljoin(url, "/")
        shut = [agent for agent in AI_AGENTS if not self._rules.can_fetch(home, agent)]
        found = []
        if shut and self._rules.can_fetch(home, _ANYONE):
            found.append(Notice("ai-crawlers", f"shut out: {', '.join(shut)}", url))
        lines = (line.strip() for line in self._text.splitlines())
        signals = [line for line in lines if line.lower().startswith("content-signal:")]
        if signals:
            found.append(Notice("content-signal", "; ".join(dict.fromkeys(signals))[:MAX_NOTICE], url))
        return found
