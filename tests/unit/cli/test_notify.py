"""Who is not at the terminal is told of a run by a command and by a file of numbers."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from scraper import cli
from scraper.cli.shared import notify
from scraper.cli.shared.exits import Exit
from scraper.crawler import Anomaly, OutletReport, Summary

ALARM = Anomaly("suara", "silent", "0 articles on 2025-06-01, where 40 are usual", {"articles": 0})

METRIC = re.compile(
    r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\[\\"n])*"(,[a-z]+="(?:[^"\\\n]|\\[\\"n])*")*\})? [\d.]+'
)
"""A line of the text format (https://prometheus.io/docs/instrumenting/exposition_formats/)."""


def summary(**fields: object) -> Summary:
    return Summary({"suara": OutletReport(**fields)}, duration=2.5)  # type: ignore[arg-type]


def script(body: str) -> list[str]:
    return [sys.executable, "-c", body]


def test_a_command_is_given_the_runs_json(desk: Path) -> None:
    writes = script("import sys; open('told.json', 'w').write(sys.stdin.read())")
    notify.notify(writes, summary(anomalies=[ALARM]).to_dict())
    told = json.loads(Path("told.json").read_text())
    assert told["outlets"]["suara"]["anomalies"][0]["kind"] == "silent"


def test_no_shell_reads_the_command(desk: Path) -> None:
    writes = shlex.join(script("import json, sys; json.dump(sys.argv[1:], open('words.json', 'w'))"))
    cli.run(["crawl", "http://127.0.0.1:9/", "--notify", f"{writes} 'dua kata' ; $HOME"])
    assert json.loads(Path("words.json").read_text()) == ["dua kata", ";", "$HOME"]


@pytest.mark.parametrize("command", ["kirim 'tak ditutup", "  "])
def test_what_is_no_command_is_told_before_the_crawl(desk: Path, command: str) -> None:
    assert cli.run(["crawl", "demo", "--notify", command]) == Exit.USAGE
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["/tidak/ada"], "cannot be run"),
        (script("raise SystemExit(3)"), "ended with code 3"),
        (script("import os; os.close(0); raise SystemExit(1)"), "ended with code 1"),
    ],
)
def test_a_command_that_fails_is_told_and_not_fatal(
    command: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    notify.notify(command, summary(anomalies=[ALARM], survey="x" * 1_000_000).to_dict())
    assert words in capsys.readouterr().err


def test_a_command_that_hangs_is_ended_with_all_it_started(capsys: pytest.CaptureFixture[str]) -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    begun = time.monotonic()
    notify.notify(script(child), summary().to_dict(), patience=0.5)
    assert time.monotonic() - begun < 10
    assert "took longer than 0.5 seconds" in capsys.readouterr().err


def test_all_is_well_is_no_news(desk: Path) -> None:
    assert not notify.is_notable(summary(stored=3))
    assert notify.is_notable(summary(anomalies=[ALARM]))
    assert notify.is_notable(summary(fault="unreachable"))
    touch = shlex.join(script("open('told', 'w')"))
    assert cli.run(["crawl", "demo", "--limit", "1", "--notify", touch]) == Exit.OK
    assert not Path("told").exists()


def test_a_fault_of_a_crawl_is_told_to_the_command(desk: Path) -> None:
    touch = shlex.join(script("open('told', 'w')"))
    cli.run(["crawl", "http://127.0.0.1:9/", "--notify", touch])
    assert Path("told").exists()


def test_a_fault_that_ends_the_run_as_a_whole_is_told_too(desk: Path) -> None:
    Path("a.db").write_text("bukan arsip" * 1000)
    writes = shlex.join(script("import sys; open('told.json', 'w').write(sys.stdin.read())"))
    assert cli.run(["crawl", "demo", "--archive", "a.db", "--notify", writes]) == Exit.ARCHIVE
    assert "a.db" in json.loads(Path("told.json").read_text())["fault"]


def test_metrics_are_in_the_text_format(desk: Path) -> None:
    report = OutletReport(stored=3, failed=Counter(unreachable=2), latency=0.25, anomalies=[ALARM])
    notify.write_metrics(Path("m.prom"), Summary({'a"b\\c\nd': report, "lain": OutletReport()}))
    lines = Path("m.prom").read_text().splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(METRIC.fullmatch(line) for line in samples)
    assert r'kliping_articles_stored{outlet="a\"b\\c\nd"} 3' in samples
    assert r'kliping_failures{outlet="a\"b\\c\nd"} 2' in samples
    assert r'kliping_anomalies{outlet="a\"b\\c\nd",kind="silent"} 1' in samples
    for name in {re.split(r"[{ ]", line)[0] for line in samples}:
        assert sum(line.startswith(f"# HELP {name} ") for line in lines) == 1
        assert f"# TYPE {name} gauge" in lines


def test_the_last_success_outlives_a_failure(desk: Path) -> None:
    file = Path("m.prom")
    success = 'kliping_last_success_timestamp_seconds{outlet="suara"}'
    notify.write_metrics(file, summary(stored=1))
    (noted,) = (line for line in file.read_text().splitlines() if line.startswith(success))
    file.write_text(f"{success} 12345\n")
    notify.write_metrics(file, summary(fault="unreachable"))
    assert f"{success} 12345" in file.read_text().splitlines()
    assert abs(int(noted.split()[1]) - time.time()) < 60


def test_metrics_that_cannot_be_written_leave_nothing_behind(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "m.prom").mkdir()
    notify.write_metrics(Path("m.prom"), summary())
    notify.write_metrics(Path("tidak-ada/m.prom"), summary())
    assert capsys.readouterr().err.count("cannot be written") == 2
    assert [path.name for path in desk.iterdir() if path.name.startswith(".m")] == []


def test_a_crawl_writes_its_metrics(desk: Path) -> None:
    assert cli.run(["crawl", "demo", "--limit", "2", "--metrics", "m.prom"]) == Exit.OK
    assert 'kliping_articles_stored{outlet="demo"} 2' in Path("m.prom").read_text()


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
