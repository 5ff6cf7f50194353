"""CPU time and speed of crawling, beside Scrapy: `python -m benchmarks.crawl [--pages N] [--hosts N]`.

Every contender crawls the same pages of a loopback site (`benchmarks.site`), in a process of its own: from
each host's front page to its articles, one connection a host, no pauses, every answer kept in SQLite and
committed before the next request to that host. kliping keeps all that it keeps of any crawl, reads the
sitemap first, and always asks robots.txt. CPU is that of the crawler and its readers, from its first
request on; it depends on the machine, ratios less so. Contenders take turns, and the order of turns is turned
round each round, so that a slow spell of the machine meets all.
Scrapy is left out where it is not installed (`pip install 'kliping[bench]'`).
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.site import host_name, serving

if TYPE_CHECKING:
    from collections.abc import Callable

    Contender = Callable[[int, int, Path], tuple[int, int]]

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Result:
    """What a contender took in all (seconds, MB), and what it kept."""

    pages: int
    size: int
    wall: float
    cpu: float
    memory: float


def storing(port: int, hosts: int, archive: Path) -> tuple[int, int]:
    """Kliping with readers that read nothing: each page is fetched, kept, and its outcome recorded."""
    import scraper.crawler.runs.crawl as engine
    from scraper.crawler.visit.reader_pool import ReaderPool
    from scraper.extraction import Reading
    from scraper.model import NotAnArticle, PageKind

    class Blind(ReaderPool):
        async def read(self, *_: object) -> Reading:
            return Reading(NotAnArticle(PageKind.EMPTY, "not read"))

    engine.ReaderPool = Blind  # type: ignore[attr-defined,misc]
    return reading(port, hosts, archive)


def reading(port: int, hosts: int, archive: Path) -> tuple[int, int]:
    """Kliping as it is, with a reading process for each core."""
    from scraper.crawler.runs.crawl import crawl
    from scraper.model import Outlet, UrlRules
    from scraper.settings import Settings

    names = [host_name(number) for number in range(hosts)]
    rules = UrlRules(article="-")
    outlets = {
        name[:-5]: Outlet(name[:-5], name, f"http://{name}/", (name,), delay=0, urls=rules) for name in names
    }
    resolve = dict.fromkeys(names, ("127.0.0.1", port))
    crawl(list(outlets), Settings(archive=archive, delay=0), outlets=outlets, resolve=resolve)
    return kept(
        archive, "SELECT count(*), sum(size) FROM captures WHERE lead_id IS NOT NULL AND status = 200"
    )


def scrapy(port: int, hosts: int, archive: Path, *, robots: bool = False) -> tuple[int, int]:
    """Scrapy with what a plain crawl has no use for switched off, and the queue made for many hosts."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.resolver import dnscache

    database = sqlite3.connect(archive, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("CREATE TABLE pages (url TEXT PRIMARY KEY, status INTEGER, content BLOB)")

    class Articles(Spider):
        name = "articles"

        async def start(self) -> Any:
            for number in range(hosts):
                dnscache[host_name(number)] = "127.0.0.1"
                yield Request(f"http://{host_name(number)}:{port}/", callback=self.front)

        def front(self, response: Any) -> Any:
            for link in response.css("a::attr(href)").getall():
                yield response.follow(link, callback=self.page)

        def page(self, response: Any) -> None:
            row = (response.url, response.status, response.body)
            database.execute("INSERT OR IGNORE INTO pages VALUES (?, ?, ?)", row)

    process = CrawlerProcess(SCRAPY | {"ROBOTSTXT_OBEY": robots})
    process.crawl(Articles)
    process.start()
    database.close()
    return kept(archive, "SELECT count(*), sum(length(content)) FROM pages")


SCRAPY: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 100,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "HTTPPROXY_ENABLED": False,
    "LOG_ENABLED": False,
    "LOGSTATS_INTERVAL": 0,
    "REFERER_ENABLED": False,
    "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
    "TELNETCONSOLE_ENABLED": False,
}


def scrapy_robots(port: int, hosts: int, archive: Path) -> tuple[int, int]:
    """The same, asking robots.txt as kliping does."""
    return scrapy(port, hosts, archive, robots=True)


CONTENDERS: dict[str, Contender] = {
    "kliping, storing": storing,
    "kliping, reading": reading,
    "Scrapy": scrapy,
    "Scrapy, robots": scrapy_robots,
}


def kept(archive: Path, query: str) -> tuple[int, int]:
    """How many pages are in the file, and their bytes unpacked."""
    with sqlite3.connect(archive) as database:
        pages, size = database.execute(query).fetchone()
    return pages, size or 0


def run(name: str, port: int, hosts: int) -> None:
    """In the contender's own process: crawl once and print the Result, or end with what is missing."""
    logging.disable()
    if name.startswith("Scrapy"):
        try:
            import scrapy.crawler  # noqa: F401
        except ImportError as fault:
            raise SystemExit(str(fault)) from fault
    else:
        import scraper.crawler.runs.crawl  # noqa: F401
    with tempfile.TemporaryDirectory() as folder:
        begun, before = time.perf_counter(), time.process_time()
        pages, size = CONTENDERS[name](port, hosts, Path(folder, "archive.db"))
        wall, cpu = time.perf_counter() - begun, time.process_time() - before
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu += children.ru_utime + children.ru_stime
    readers = os.cpu_count() or 1 if name == "kliping, reading" else 0
    memory = (own.ru_maxrss + children.ru_maxrss * readers) / 1024
    print(json.dumps(asdict(Result(pages, size, wall, cpu, memory))))


def measure(name: str, port: int, hosts: int) -> Result | str:
    """One crawl by a contender, or why it could not run."""
    command = [sys.executable, "-m", "benchmarks.crawl", "--hosts", str(hosts)]
    command += ["--port", str(port), "--contender", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return Result(**json.loads(done.stdout.splitlines()[-1]))


def table(results: dict[str, list[Result]]) -> str:
    """One line a contender, the medians of its rounds; a dash where there is nothing to compare with."""
    lines = [f"{'crawler':<18}{'CPU ms a page':>14}{'pages/s':>9}{'MB':>6}{'CPU × Scrapy':>14}{'speed ×':>9}"]
    cpu = {name: median(one.cpu / one.pages for one in some) * 1000 for name, some in results.items()}
    speed = {name: median(one.pages / one.wall for one in some) for name, some in results.items()}
    for name, some in results.items():
        beside = [f"{of[name] / of['Scrapy']:.2f}" if "Scrapy" in of else "—" for of in (cpu, speed)]
        memory = median(one.memory for one in some)
        lines.append(
            f"{name:<18}{cpu[name]:>14.2f}{speed[name]:>9.0f}{memory:>6.0f}{beside[0]:>14}{beside[1]:>9}"
        )
    return "\n".join(lines)


def compare(pages: int, hosts: int, rounds: int, names: list[str]) -> None:
    """Print the table, and who is not in it. Raises SystemExit where a contender kept other bytes."""
    results: dict[str, list[Result]] = {}
    missing: dict[str, str] = {}
    with serving(pages, hosts) as (port, size):
        for turn in range(rounds):
            for name in names if turn % 2 == 0 else names[::-1]:
                result = missing.get(name) or measure(name, port, hosts)
                if isinstance(result, str):
                    missing[name] = result
                    continue
                if (result.pages, result.size) != (pages, size):
                    raise SystemExit(f"{name} kept {result.pages} pages, {result.size} bytes; not all")
                results.setdefault(name, []).append(result)
    print(f"{pages} pages of {size / pages / 1000:.0f} kB on {hosts} hosts; the medians of {rounds} rounds")
    print(table({name: results[name] for name in names if name in results}))
    for name, reason in missing.items():
        print(f"left out: {name}: {reason}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="CPU time and speed of crawling, beside Scrapy.")
    parser.add_argument("--pages", type=int, default=2000, help="articles of the site (default: 2000)")
    parser.add_argument("--hosts", type=int, default=50, help="host names they are on (default: 50)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (default: 3)")
    parser.add_argument("--only", choices=CONTENDERS, action="append", help="this contender (repeatable)")
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        run(options.contender, options.port, options.hosts)
    else:
        compare(options.pages, options.hosts, options.rounds, options.only or list(CONTENDERS))


if __name__ == "__main__":
    main()
