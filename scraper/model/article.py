"""The article: what a reader would say is on the page, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Literal, Self

BlockKind = Literal["lead", "p", "h", "li", "quote"]
RelatedKind = Literal["inline", "list"]
ArticleKind = Literal["article", "gallery", "video"]
"""What a page with a text is: an article, or a page of pictures or of a video, whose text may be short."""

Moment = datetime | date
"""An aware datetime, or a bare day where the page gives no time."""


@dataclass(frozen=True, slots=True)
class Block:
    """One visual paragraph of the body: a standfirst, paragraph, subheading, list item or quote."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article. `caption` is as displayed, credit included; `credit` is that part alone."""

    url: str | None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A link to another article: between the paragraphs (`inline`) or in the article's own list (`list`)."""

    title: str
    url: str
    kind: RelatedKind


@dataclass(frozen=True, slots=True)
class Removed:
    """Text that stood in the body's container and was cut, with the rule that cut it."""

    reason: str
    text: str


_PARTS = (Block, Image, Related, Removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article.

    `url` is canonical and absolute (or "" for a file that does not declare one); `outlet` is a slug;
    `kind` is "gallery" or "video" where the page is one of pictures or of a video; `paywalled` where it
    shows the opening of a text that costs;
    `published_at` and `modified_at` are aware datetimes in the zone shown on the page, or a bare
    `date` where no time is given; `language` is a BCP 47 tag, `und` if undetermined;
    `dateline` is the place as written;
    `lead`, where the page displays a standfirst, is also the body's first block, of kind "lead";
    `provenance` maps a field's name to the rule whose evidence was chosen; `pages` lists the URLs of
    a multi-page article in order (empty for a single page).
    """

    url: str
    outlet: str
    title: str
    kind: ArticleKind = "article"
    paywalled: bool = False
    published_at: Moment | None = None
    modified_at: Moment | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    dateline: str | None = None
    section: str | None = None
    language: str = "und"
    lead: str | None = None
    body: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    sources: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)
    pages: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body as plain text, blocks parted by an empty line."""
        return "\n\n".join(block.text for block in self.body)

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON-ready data: lists, strings and nulls only, times in ISO 8601."""
        data = {name: _plain(getattr(self, name)) for name in self.__slots__}
        for name in ("published_at", "modified_at"):
            data[name] = iso(data[name])
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The inverse of `to_dict`; unknown keys are left out.

        Raises KeyError when `url`, `outlet` or `title` is missing, ValueError on an unreadable time.
        """
        values = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        values |= {name: moment(values[name]) for name in ("published_at", "modified_at") if values.get(name)}
        for name, kind in (("body", Block), ("images", Image), ("related", Related), ("removed", Removed)):
            values[name] = tuple(kind(**item) for item in values.get(name) or ())
        for name in ("authors", "editors", "tags", "sources", "pages"):
            values[name] = tuple(values.get(name) or ())
        return cls(url=values.pop("url"), outlet=values.pop("outlet"), title=values.pop("title"), **values)


def _plain(value: Any) -> Any:
    # dataclasses.asdict would copy every text's type and ask thrice what it is: an eighth of a crawl's time.
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, _PARTS):
        return {name: getattr(value, name) for name in value.__slots__}
    return dict(value) if isinstance(value, dict) else value


def iso(value: Moment | None) -> str | None:
    """ISO 8601 to the second with offset, or `YYYY-MM-DD` for a bare day."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if value else None


def moment(text: str) -> Moment:
    """The inverse of `iso`. Raises ValueError on anything else."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
