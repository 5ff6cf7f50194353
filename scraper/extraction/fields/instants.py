"""When the article was published and changed: visible dates near the headline against declared ones.

Declared dates are exact but lie about their zone (a `Z` that is really Jakarta time); visible ones are right
but often name the day only. A page also shows dates that are not the article's: today's in its header, other
articles' in its lists. So the visible date nearest to the headline is held against the declared ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scraper.extraction.fields.displayed_dates import Shown, in_empty_elements, visible
from scraper.text import dates, urls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, tzinfo

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.credit_lines import CreditLines
    from scraper.extraction.fields.layout import Layout
    from scraper.model.article import Moment
    from scraper.text.html.elements import Line
    from scraper.text.html.markup import Document

PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "publishdate",
    "pubdate",
    "dtk:publishdate",
    "publish_date",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "article.published",
    "datecreated",
    "dc.date",
    "date",
    "content_publisheddate",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "article:published",
    "og:pubdate",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.created",
    "publication_date",
    "published_date",
    "published_time",
    "citation_publication_date",
)
MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "article.updated",
)
_MICRODATA = '[itemprop~="datePublished"],time[pubdate],time.published,abbr.published,time.entry-date'
_MICRODATA_WORDS = ("datePublished", "pubdate", "published", "entry-date")
_ZONED = re.compile(r"(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_INDONESIAN = frozenset(("id", "ms", "jv", "su"))
"""Languages of papers that display one of Indonesia's times, whatever zone they declare."""
_OWN_OFFSETS = frozenset(timedelta(hours=hours) for hours in (7, 8, 9))


@dataclass(frozen=True, slots=True)
class Instants:
    """When published and when modified, each with the rule that gave it."""

    published: Moment | None = None
    published_rule: str = ""
    modified: Moment | None = None
    modified_rule: str = ""


def choose(evidence: Evidence, layout: Layout, near: CreditLines, language: str) -> Instants:
    """Choose among all that is displayed and declared; `language` is the article's.

    Times without a zone are the outlet's. Where the profile points to the date, no
    other line above the text is searched.
    """
    zone = evidence.zone
    shown = _displayed(evidence, layout, near)
    published = _declared(evidence, zone)
    rule, declared = published[0] if published else ("", None)
    display = _best_visible([s for s in shown if s.role != "modified"], [moment for _, moment in published])
    indonesian = language in _INDONESIAN or _is_in_indonesia(evidence)
    chosen, why = reconcile(display, declared, rule, indonesian=indonesian)
    if chosen is None:
        chosen, why = _last_resort(evidence)
    modified, modified_why = _modified(evidence, shown, chosen, declared, indonesian=indonesian)
    return Instants(chosen, why, modified, modified_why)


def _displayed(evidence: Evidence, layout: Layout, near: CreditLines) -> list[Shown]:
    """The dates above the text, or else those below it."""
    page, now, zone, title = evidence.page, evidence.now, evidence.zone, layout.headline.text
    hinted = evidence.hinted_boxes(evidence.hints.date)
    above = [line for line in page.lines if line.box in hinted] if hinted else near.above
    opening = layout.body.kept[:1]
    return (
        visible(_placed(above, layout), now=now, zone=zone, title=title)
        or [
            shown
            for distance, line in _placed(opening, layout)
            for shown in in_empty_elements(line, distance, zone)
        ]
        or visible(_placed(near.below, layout), now=now, zone=zone, title=title)
    )


def _placed(lines: list[Line], layout: Layout) -> Iterator[tuple[int, Line]]:
    """The lines with their distances to the headline."""
    return ((line.index - layout.start, line) for line in lines)


def _is_in_indonesia(evidence: Evidence) -> bool:
    """Whether the site is known to show one of Indonesia's times, whatever language it writes."""
    outlet = evidence.outlet
    return (outlet is not None and outlet.language in _INDONESIAN) or urls.host(evidence.url).endswith(".id")


def _last_resort(evidence: Evidence) -> tuple[Moment | None, str]:
    """What the feed or sitemap said that listed the page, or the day in the page's address.

    A sitemap may only give the last change: where the two are more than a day apart, the address counts.
    """
    listed, day = evidence.listed, urls.day(evidence.url or evidence.source)
    if day is not None and (not plausible(day) or (listed and abs(_day(listed) - day) <= timedelta(days=1))):
        day = None
    if day is not None:
        return day, "url"
    return (listed, "lead") if listed is not None else (None, "")


def _declared(evidence: Evidence, zone: tzinfo) -> list[tuple[str, Moment]]:
    meta, structured = evidence.meta, evidence.structured
    candidates = [("json-ld", structured.published)]
    candidates += [(f"meta:{name}", meta.get(name)) for name in PUBLISHED_METAS]
    candidates += [
        ("data-layer", structured.layer.get(name, ""))
        for name in ("publisheddate", "publishdate", "datepublished", "publishedat")
    ]
    if not any(text for _, text in candidates):
        candidates += [("microdata", value) for value in _microdata(evidence.page)]
    found = []
    for rule, text in candidates:
        moment = dates.read(text[:60], zone=zone) if text else None
        if moment is not None and plausible(moment):
            found.append((rule, moment, not _ZONED.search(text.strip())))
    # A time with its zone says more than one without, a time more than a day; else the order above holds.
    found.sort(key=lambda item: (not isinstance(item[1], datetime), item[2]))
    return [(rule, moment) for rule, moment, _ in found]


def _microdata(page: Document) -> list[str]:
    found = page.css(_MICRODATA) if page.mentions(*_MICRODATA_WORDS) else []
    values = (element.get("content") or element.get("datetime") or element.get("title") for element in found)
    return [value for value in values if value][:4]


def plausible(moment: Moment) -> bool:
    """Whether news may carry this date: not from before the web, nor from a far future."""
    return 1990 <= moment.year <= datetime.now(UTC).year + 2


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _best_visible(shown: list[Shown], declared: list[Moment]) -> Shown | None:
    """The display that agrees with a declaration; else one labelled as publication; else the nearest."""
    if not shown:
        return None
    days = {_day(moment) for moment in declared} | {
        moment.astimezone(dates.JAKARTA).date() for moment in declared if isinstance(moment, datetime)
    }
    agreeing = [s for s in shown if _day(s.moment) in days]
    pool = agreeing or ([] if declared else shown)
    if not pool:
        return None
    nearest = min(pool, key=lambda s: (s.role != "published", abs(s.distance) + (s.distance < 0)))
    if isinstance(nearest.moment, datetime) and not nearest.machine:
        return nearest
    day = _day(nearest.moment)
    timed = [s for s in pool if isinstance(s.moment, datetime) and _day(s.moment) == day]
    return min(timed, key=lambda s: s.machine) if timed else nearest


def reconcile(
    display: Shown | None, declared: Moment | None, rule: str, *, indonesian: bool
) -> tuple[Moment | None, str]:
    """One moment of what is displayed and what is declared, with the rule."""
    if display is None:
        return declared, rule
    moment = display.moment
    if not isinstance(moment, datetime):
        if isinstance(declared, datetime) and _same_day(declared, moment):
            return declared, rule
        return moment, "visible"
    if display.machine:
        return _of_machines(moment, declared, rule)
    if display.zoned or not isinstance(declared, datetime):
        return moment, "visible"
    if (declared.hour, declared.minute) == (moment.hour, moment.minute):
        if not indonesian or declared.utcoffset() in _OWN_OFFSETS:
            return declared.replace(second=0, microsecond=0), f"visible+{rule}"
    elif not indonesian:
        return declared, rule
    return moment, "visible"


def _of_machines(moment: datetime, declared: Moment | None, rule: str) -> tuple[Moment, str]:
    """The declaration, unless the `<time>` has another day, or the same clock in one of Indonesia's zones."""
    if not isinstance(declared, datetime) or not _same_day(declared, moment.astimezone(dates.JAKARTA).date()):
        return moment, "visible:time"
    clocks = [(instant.hour, instant.minute) for instant in (declared, moment)]
    if (
        clocks[0] == clocks[1]
        and declared.utcoffset() not in _OWN_OFFSETS
        and moment.utcoffset() in _OWN_OFFSETS
    ):
        return moment, "visible:time"
    return declared, rule


def _same_day(declared: datetime, day: date) -> bool:
    return day in {declared.date(), declared.astimezone(dates.JAKARTA).date()}


def _modified(
    evidence: Evidence,
    shown: list[Shown],
    published: Moment | None,
    declared: Moment | None,
    *,
    indonesian: bool,
) -> tuple[Moment | None, str]:
    zone = evidence.zone
    labelled = next((s for s in shown if s.role == "modified"), None)
    if labelled and (indonesian or labelled.zoned):
        return _unless_same(labelled.moment, published, "visible")
    texts = [("json-ld", evidence.structured.modified)]
    texts += [(f"meta:{name}", evidence.meta.get(name)) for name in MODIFIED_METAS]
    for rule, text in sorted(texts, key=lambda item: not _ZONED.search(item[1].strip())):
        moment = dates.read(text[:60], zone=zone) if text else None
        if isinstance(moment, datetime) and plausible(moment):
            return _unless_same(_corrected(moment, published, declared), published, rule)
    return _unless_same(labelled.moment, published, "visible") if labelled else (None, "")


def _corrected(moment: datetime, published: Moment | None, declared: Moment | None) -> datetime:
    """The same correction of the zone that the publication needed."""
    if (
        isinstance(published, datetime)
        and isinstance(declared, datetime)
        and moment.utcoffset() == declared.utcoffset()
        and published.replace(tzinfo=None, second=0, microsecond=0)
        == declared.replace(tzinfo=None, second=0, microsecond=0)
    ):
        return moment.replace(tzinfo=published.tzinfo)
    return moment


def _unless_same(moment: Moment, published: Moment | None, rule: str) -> tuple[Moment | None, str]:
    """A modification within a minute of the publication is none."""
    if isinstance(moment, datetime) and isinstance(published, datetime):
        if abs((moment - published).total_seconds()) < 60:
            return None, ""
    elif published is not None and _day(moment) == _day(published):
        return None, ""
    return moment, rule
