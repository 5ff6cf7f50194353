"""Where the headline, the text and the captions of an article stand on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.extraction.body import body as bodies
from scraper.extraction.body import body_box, boilerplate
from scraper.extraction.fields import captions, headline
from scraper.text import prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scraper.extraction.body.body import Body
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.captions import Caption
    from scraper.extraction.fields.headline import Headline


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of the page that all other fields are chosen around; `captions` by the index of each line."""

    headline: Headline
    body: Body
    captions: Mapping[int, Caption]

    @property
    def start(self) -> int:
        """The index of the line that displays the headline; where none does, of the body's first line."""
        return self.headline.line.index if self.headline.line is not None else self.body.first


def find(evidence: Evidence) -> Layout | None:
    """The layout of an article page; None for a page without a headline or without prose."""
    page = evidence.page
    title = headline.choose(evidence)
    box = body_box.choose(evidence, title.line if title else None)
    if title is None or box is None:
        return None
    displayed_at = title.line.index if title.line is not None else -1
    boilerplate.clear_layout_roles(page, box)
    captioned = captions.find(page, headline=displayed_at, body=box)
    body = bodies.choose(
        evidence, box, title=prose.key(title.text), start=displayed_at + 1, captions=captioned
    )
    cut = {line.index for reason, line in body.cut if reason != "caption"}
    return Layout(title, body, {index: caption for index, caption in captioned.items() if index not in cut})
