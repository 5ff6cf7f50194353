"""The numbers of a run are in a file for Prometheus, whatever stood in it before."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper import cli
from scraper.cli.shared.exits import Exit
from scraper.cli.shared.metrics import LAST_SUCCESS, write_metrics
from scraper.crawler import Alarm, OutletReport, Summary

ALARM = Alarm("suara", "silent", "0 articles on 2025-06-01, where 40 are usual", {"articles": 0})

METRIC = re.compile(
    r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\[\\"n])*"(,[a-z]+="(?:[^"\\\n]|\\[\\"n])*")*\})? [\d.]+(e\+\d\d)?'
)
"""A line of the text format (https://prometheus.io/docs/instrumenting/exposition_formats/)."""


def summary(**fields: object) -> Summary:
    return Summary({"suara": OutletReport(**fields)}, duration=2.5)  # type: ignore[arg-type]


def test_metrics_are_in_the_text_format(desk: Path) -> None:
    report = OutletReport(stored=3, failed=Counter(unreachable=2), latency=0.25, alarms=[ALARM])
    write_metrics(Path("m.prom"), Summary({'a"b\\c\nd': report, "lain": OutletReport()}))
    lines = Path("m.prom").read_text().splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(METRIC.fullmatch(line) for line in samples)
    assert r'kliping_articles_stored{outlet="a\"b\\c\nd"} 3.0' in samples
    assert r'kliping_failures{outlet="a\"b\\c\nd"} 2.0' in samples
    assert r'kliping_alarms{kind="silent",outlet="a\"b\\c\nd"} 1.0' in samples
    for name in {re.split(r"[{ ]", line)[0] for line in samples}:
        assert sum(line.startswith(f"# HELP {name} ") for line in lines) == 1
        assert f"# TYPE {name} gauge" in lines


def test_the_last_success_outlives_a_failure(desk: Path) -> None:
    file = Path("m.prom")
    success = 'kliping_last_success_timestamp_seconds{outlet="suara"}'
    write_metrics(file, summary(stored=1))
    (noted,) = (line for line in file.read_text().splitlines() if line.startswith(success))
    file.write_text(f"{success} 12345\n")
    write_metrics(file, summary(fault="unreachable"))
    assert f"{success} 12345.0" in file.read_text().splitlines()
    assert abs(float(noted.split()[1]) - time.time()) < 60


DAMAGED = [
    "",
    "{",
    "{}",
    '{outlet="suara"}',
    '{outlet="suara"} ',
    '{outlet="suara"} nan',
    '{outlet="suara"} +Inf',
    '{outlet="suara"} -5',
    '{outlet="suara"} x',
    '{outlet="suara"} 1' + "0" * 400,
    '{outlet="suara} 5',
    "{outlet=suara} 5",
    '{kind="suara"} 5',
    '{outlet="suara",outlet="lain"} 5',
    '_more{outlet="suara"} 5',
    '{outlet="' + '\\"' * 500_000 + '"} 5',
    " 5",
]


@pytest.mark.parametrize("rest", DAMAGED)
def test_a_damaged_line_costs_no_other_line(desk: Path, rest: str) -> None:
    file = Path("m.prom")
    good = LAST_SUCCESS + '{outlet="lain"} 12345.0'
    file.write_text(f"{LAST_SUCCESS}{rest}\n{good}\n", encoding="utf-8")
    write_metrics(file, summary(fault="unreachable"))
    noted = [line for line in file.read_text("utf-8").splitlines() if line.startswith(LAST_SUCCESS)]
    assert noted == [good]


@given(st.lists(st.text('{}",=\\ #_en15\n\t\x00é')), st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_held_it_is_written_anew(desk: Path, rests: list[str], data: bytes) -> None:
    file = Path("m.prom")
    file.write_bytes("".join(f"{LAST_SUCCESS}{rest}\n" for rest in rests).encode() + data)
    write_metrics(file, summary(stored=1))
    samples = [line for line in file.read_text("utf-8").split("\n") if line[:1] not in {"", "#"}]
    assert 'kliping_articles_stored{outlet="suara"} 1.0' in samples
    assert all(METRIC.fullmatch(line) for line in samples)


def test_metrics_that_cannot_be_written_leave_nothing_behind(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "m.prom").mkdir()
    write_metrics(Path("m.prom"), summary())
    write_metrics(Path("tidak-ada/m.prom"), summary())
    assert capsys.readouterr().err.count("cannot be written") == 2
    assert [path.name for path in desk.iterdir() if path.name.startswith(".m")] == []


def test_a_crawl_writes_its_metrics(desk: Path) -> None:
    assert cli.run(["crawl", "demo", "--limit", "2", "--metrics", "m.prom"]) == Exit.OK
    assert 'kliping_articles_stored{outlet="demo"} 2.0' in Path("m.prom").read_text()


def test_they_are_written_though_nobody_reads_the_output(desk: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "scraper",
        "crawl",
        "demo",
        "--limit",
        "2",
        "--json",
        "--metrics",
        "m.prom",
    ]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert running.stdout is not None
    running.stdout.close()
    running.wait(60)
    assert Path("m.prom").exists()
