"""An archive after a month of scheduled updates: complete, with all that could be seen, politely got."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from scraper.crawler.runs import schedule
from tests.months import paper
from tests.months.conftest import STEP

if TYPE_CHECKING:
    from scraper.demo import DemoArticle
    from tests.months.conftest import Month

END = paper.at(paper.DAYS)

Shows = tuple[str, tuple[str, ...]]
"""A title and its authors."""

LONGEST_NIGHT = timedelta(hours=9)
"""Half the usual gap between two articles, 3 hours, and that much longer while the paper sleeps."""

ALL_AGES = sorted({*schedule.REVISITS, *(age / 2 for age in schedule.REVISITS)})
"""At which an article is read again where edits are many."""


def the(published: datetime) -> DemoArticle:
    (article,) = (one for one in paper.everything() if one.published == published)
    return article


def states(article: DemoArticle) -> list[tuple[datetime, datetime, Shows]]:
    """What its page says, from when until when."""
    spans = pairwise([*paper.changes(article), END])
    told = [(begin, end, paper.state(article, begin)) for begin, end in spans]
    return [(begin, end, (one.title, one.authors)) for begin, end, one in told]


def due_states(month: Month, article: DemoArticle) -> list[Shows]:
    """What its page says while visits are due, in order."""
    first = first_seen(month, article)
    visits = [(first, first), *((first + age, read_by(first + age)) for age in schedule.REVISITS)]
    due = [
        shows
        for begin, end, shows in states(article)
        if any(begin <= earliest and latest < end for earliest, latest in visits)
    ]
    return [shows for shows, _ in groupby(due)]


def kept_states(month: Month, article: DemoArticle) -> list[Shows]:
    """What the archive tells that its page said, in order."""
    articles, row = month.archive.articles, month.stored[article.path]
    versions = [
        articles.revisions.content(int(row["id"]), revision.number) or articles.get(row["url"])
        for revision in articles.revisions.of(int(row["id"]))
    ]
    return [(version.title, version.authors) for version in versions if version]


def first_seen(month: Month, article: DemoArticle) -> datetime:
    return datetime.fromisoformat(month.stored[article.path]["first_seen"])


def read_by(moment: datetime) -> datetime:
    """By when a visit that is due at that time is made: an update later, or once trouble is over."""
    for spell in paper.SPELLS:
        if spell.begin - STEP <= moment < spell.end:
            return spell.end + schedule.LONGEST_BACKOFF + STEP
    return moment + STEP


def in_trouble(moment: datetime) -> bool:
    return any(moment in spell for spell in paper.SPELLS)


def the_whole_program_went_by_the_clock_of_the_month(month: Month) -> None:
    for table, column in (
        ("runs", "finished_at"),
        ("articles", "last_seen"),
        ("revisions", "seen_at"),
        ("captures", "fetched_at"),
        ("leads", "finished_at"),
    ):
        (row,) = month.archive.query(f"SELECT min({column}) AS first, max({column}) AS last FROM {table}")
        assert paper.at(0) <= datetime.fromisoformat(row["first"]) + STEP
        assert datetime.fromisoformat(row["last"]) < END


def every_article_that_was_published_is_there_once(month: Month) -> None:
    urls = [row["url"] for row in month.archive.query("SELECT url FROM articles")]
    assert Counter(urls) == Counter(month.site.url.rstrip("/") + one.path for one in paper.everything())


def an_article_is_there_within_hours_of_its_appearance(month: Month) -> None:
    for article in paper.everything():
        published = paper.published(article)
        late = [spell.end for spell in paper.SPELLS if spell.begin - LONGEST_NIGHT <= published < spell.end]
        assert first_seen(month, article) <= max(published, paper.at(0), *late) + LONGEST_NIGHT


def every_state_that_was_shown_when_a_visit_was_due_is_kept_once(month: Month) -> None:
    for article in paper.everything():
        kept = kept_states(month, article)
        shown = [shows for _, _, shows in states(article)]
        assert [one for one in kept if one in shown] == kept
        assert all(one != other for one, other in pairwise(kept))
        if article.published != paper.TAKEN_DOWN:
            due = due_states(month, article)
            assert [one for one in kept if one in due] == due


def edits_are_kept_the_silent_one_too(month: Month) -> None:
    changes = {
        change.url.rpartition("/")[2]: change
        for change in month.archive.articles.revisions.changes("demo", until=paper.at(10).date())
    }
    assert {the(paper.EDITED).slug, the(paper.EDITED_SILENTLY).slug} == set(changes)
    assert not changes[the(paper.EDITED).slug].silent
    assert changes[the(paper.EDITED_SILENTLY).slug].silent


def what_was_taken_down_is_gone_and_kept(month: Month) -> None:
    gone = {path: row for path, row in month.stored.items() if row["gone_at"]}
    article = the(paper.TAKEN_DOWN)
    assert list(gone) == [article.path]
    assert gone[article.path]["title"] == article.title
    assert datetime.fromisoformat(gone[article.path]["gone_at"]) <= paper.TAKEN_DOWN + timedelta(days=8)
    assert month.archive.articles.get(month.site.url.rstrip("/") + article.path)


def anomalies_are_reported_on_their_days_and_on_no_other(month: Month) -> None:
    days: dict[str, set[int]] = {}
    for moment, kind in month.anomalies:
        days.setdefault(kind, set()).add(paper.day_of(moment))
    change = paper.day_of(paper.NO_AUTHORS)
    assert days == {
        "silent": {paper.day_of(paper.OUTAGE.begin) + 2},  # one day, of five articles, may be chance
        "blocked": {paper.day_of(paper.BLOCK.begin)},
        "field": {change, change + 1, change + 2},  # from then on a tenth of the past has none
    }


def a_list_is_asked_for_as_often_as_the_paper_may_have_news(month: Month) -> None:
    for path in ("/", "/feed.xml", "/sitemap.xml", "/sitemap-news.xml", "/sitemap-artikel.xml"):
        asked = month.asked(path)
        assert len(asked) == len(set(asked)), "once a poll"
        well = [(one, other) for one, other in pairwise(asked) if not in_trouble(one)]
        assert min(other - one for one, other in well) >= timedelta(minutes=90), "half the usual gap"
        assert max(Counter(paper.day_of(moment) for moment, _ in well).values()) <= 16
        assert max(other - one for one, other in well if not in_trouble(other)) <= timedelta(days=4)


def robots_txt_is_asked_for_once_a_day(month: Month) -> None:
    well = [moment for moment in month.asked("/robots.txt") if not in_trouble(moment)]
    assert min(other - one for one, other in pairwise(well)) >= timedelta(days=1) - STEP
    assert len(well) <= paper.DAYS + 1


def an_article_is_asked_for_once_and_when_a_revisit_is_due(month: Month) -> None:
    for article in paper.everything():
        first = first_seen(month, article)
        asked = [moment for moment in month.asked(article.path) if not in_trouble(moment)]
        ages = [schedule.REVISITS if moment < paper.NO_AUTHORS else ALL_AGES for moment in asked]
        for number, (moment, due) in enumerate(zip(asked, ages, strict=True)):
            assert number <= sum(first + age <= moment + STEP for age in due)


def a_site_in_trouble_is_asked_little_and_less_and_less(month: Month) -> None:
    for spell, most in ((paper.OUTAGE, 1), (paper.BLOCK, 16)):
        asked = Counter(moment for moment, _ in month.requests if moment in spell)
        assert max(asked.values()) <= most
        waits = [other - one for one, other in pairwise(sorted(asked))]
        assert max(waits) <= schedule.LONGEST_BACKOFF + STEP
        assert len(asked) <= 10 + (spell.end - spell.begin) / schedule.LONGEST_BACKOFF
    quiet = sorted({moment for moment, _ in month.requests if moment in paper.OUTAGE})[-8:]
    assert all(other - one >= schedule.LONGEST_BACKOFF for one, other in pairwise(quiet))


PROMISES = (
    the_whole_program_went_by_the_clock_of_the_month,
    every_article_that_was_published_is_there_once,
    an_article_is_there_within_hours_of_its_appearance,
    every_state_that_was_shown_when_a_visit_was_due_is_kept_once,
    edits_are_kept_the_silent_one_too,
    what_was_taken_down_is_gone_and_kept,
    anomalies_are_reported_on_their_days_and_on_no_other,
    a_list_is_asked_for_as_often_as_the_paper_may_have_news,
    robots_txt_is_asked_for_once_a_day,
    an_article_is_asked_for_once_and_when_a_revisit_is_due,
    a_site_in_trouble_is_asked_little_and_less_and_less,
)


def test_a_month_of_scheduled_updates_keeps_its_promises(month: Month) -> None:
    """One test of many parts: workers that share a suite's tests would live through the month once each."""
    for promise in PROMISES:
        promise(month)
