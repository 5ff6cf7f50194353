"""A crawl killed at any moment, again and again, ends with the archive of a crawl that nobody disturbed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.archive import Archive
from scraper.crawler import crawl

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.demo import DemoSite
    from scraper.settings import Settings

KILLS = 100
SECONDS = 0.25
"""Longer than opening the archive and looking for leads takes, shorter than a whole crawl."""

_OF = "FROM articles JOIN {0} ON {0}.article_id = articles.id"
CONTENTS = {
    "articles": "SELECT url, outlet, title, published_at, published_on, published_utc, modified_at, "
    "dateline, section, language, lead, text, body, sources, pages, removed, provenance, captions_text, "
    "tags_text, people_text, digest FROM articles",
    "people": f"SELECT url, role, position, name {_OF.format('article_people')} "
    "JOIN people ON people.id = person_id",
    "tags": f"SELECT url, position, label {_OF.format('article_tags')} JOIN tags ON tags.id = tag_id",
    "images": f"SELECT articles.url, position, images.url, caption, credit {_OF.format('images')}",
    "links": "SELECT articles.url, position, links.title, links.url, links.kind, target.url "
    f"{_OF.format('links')} LEFT JOIN articles AS target ON target.id = target_id",
    "leads": "SELECT url, state, outcome, reason FROM leads",
    "captures": "SELECT requested, status, digest FROM captures WHERE lead_id IS NOT NULL",
}
"""What two crawls of one site have in common: neither ids nor times."""

STORED = "SELECT requested FROM captures WHERE lead_id IS NOT NULL AND status = 200"


def contents(path: Path) -> dict[str, list[str]]:
    """The archive's contents, and SQLite's own word that the file is sound."""
    with closing(sqlite3.connect(path)) as archive:
        assert archive.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert archive.execute("PRAGMA foreign_key_check").fetchall() == []
        return {name: sorted(map(repr, archive.execute(sql))) for name, sql in CONTENTS.items()}


def stored(path: Path, site: DemoSite) -> set[str]:
    """The paths whose bytes are in the archive; none while it is being made."""
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as archive:
        made = archive.execute("SELECT 1 FROM sqlite_master WHERE name = 'captures'").fetchone()
        return {f"/{url.removeprefix(site.url)}" for (url,) in archive.execute(STORED)} if made else set()


def check_files(archive: Path) -> None:
    """Each WARC file is one whole record after the other."""
    for path in archive.with_suffix(".warc").glob("*.warc.gz"):
        with path.open("rb") as file:
            assert all(record.rec_type for record in ArchiveIterator(file, check_digests="raise"))


def crawled(site: DemoSite, settings: Settings) -> None:
    crawl(["demo"], settings, outlets={"demo": site.outlet}, resolve=site.resolve)


def killed(site: DemoSite, settings: Settings, seconds: float) -> bool:
    """Crawl in a process that is killed after so long; whether it was still at work then."""
    child = os.fork()
    if not child:
        try:
            crawled(site, settings)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need processes that start at once")
@pytest.mark.filterwarnings(
    "ignore:This process:DeprecationWarning"
)  # the site's threads hold nothing it needs
def test_a_hundred_kills_lose_nothing_and_repeat_nothing(
    site: DemoSite, settings: Settings, tmp_path: Path
) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    crawled(site, settings)
    undisturbed = contents(settings.archive)
    kills = crawls = 0
    while kills < KILLS:
        crawls += 1
        disturbed = replace(settings, archive=tmp_path / f"{crawls}.db")
        alive = True
        while alive and kills < KILLS:
            at_hand = stored(disturbed.archive, site)
            site.requests.clear()
            alive = killed(site, disturbed, chance.uniform(0, SECONDS))
            kills += alive
            assert not at_hand & set(site.requests)
        at_hand = stored(disturbed.archive, site)
        site.requests.clear()
        crawled(site, disturbed)
        assert not at_hand & set(site.requests)
        assert contents(disturbed.archive) == undisturbed
        with Archive(disturbed.archive) as archive:
            assert archive.verify().faults == []
        check_files(disturbed.archive)
    print(f"{kills} kills in {crawls} crawls")
