"""What a long list of leads costs a crawl: `python -m benchmarks.frontier [LEADS …]`.

For each number of leads, an archive is made that holds so many of one outlet, and a process of its own picks
leads one by one, leaving each behind as a crawl does. It tells the time of a pick, and by how much its memory
grew from before the archive was opened. Two thirds of the leads have a date, as those of sitemaps do.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from scraper.archive import Archive
from scraper.model import Lead, Outlet

ROOT = Path(__file__).resolve().parents[1]
OUTLET = Outlet("suara", "Suara", "https://suara.test/", ("suara.test",))
RUN = 1
BATCH = 50_000


def fill(path: Path, leads: int) -> None:
    """Make an archive with so many leads that are due."""
    newest = datetime(2026, 1, 1, tzinfo=UTC)
    with Archive(path) as archive:
        archive.outlets.register(OUTLET)
        for start in range(0, leads, BATCH):
            archive.leads.add(
                (
                    Lead(
                        f"https://suara.test/berita/{n}/judul-berita-nomor-{n}",
                        OUTLET.slug,
                        "sitemap",
                        published_at=newest - timedelta(minutes=n * 7919 % leads) if n % 3 else None,
                    )
                    for n in range(start, min(start + BATCH, leads))
                ),
                run=RUN,
            )


def pick(path: Path, picks: int) -> None:
    """In a process of its own: pick and leave behind; print the seconds of each pick, and MB grown by."""
    before = memory()
    times = []
    with Archive(path) as archive:
        for _ in range(picks):
            begun = time.perf_counter()
            (lead,) = archive.leads.pick(OUTLET.slug, run=RUN)
            times.append(time.perf_counter() - begun)
            archive.leads.skip(lead.url, RUN)
    print(json.dumps({"times": times, "grown": memory() - before}))


def memory() -> float:
    """The memory that this process has now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(leads: int, picks: int) -> str:
    """A line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive.db")
        fill(path, leads)
        command = [sys.executable, "-m", "benchmarks.frontier", "--archive", str(path), "--picks", str(picks)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    times = told["times"]
    slowest = quantiles(times, n=100)[98]
    return f"{leads:>12,}{median(times) * 1000:>14.3f}{slowest * 1000:>10.3f}{told['grown']:>16.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What a long list of leads costs a crawl.")
    parser.add_argument("leads", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--picks", type=int, default=5000, help="leads picked (default: 5000)")
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.archive:
        pick(options.archive, options.picks)
        return
    print(f"{'leads':>12}{'a pick: ms':>14}{'p99':>10}{'memory + MB':>16}")
    for leads in options.leads:
        print(measure(leads, options.picks), flush=True)


if __name__ == "__main__":
    main()
