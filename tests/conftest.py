"""What many tests need: the toy newspaper, served; settings that are quick and stay in the test's folder."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import hypothesis
import pytest

from scraper.demo import DemoSite
from scraper.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

hypothesis.settings.register_profile("kliping", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("kliping")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell has what it starts in the background ignore Ctrl-C, and that is handed down to what tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROBOTS = "User-agent: *\nDisallow: /arsip-internal/\n"
"""The toy newspaper's own rules, without its Crawl-delay."""


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(robots=ROBOTS) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(archive=tmp_path / "archive.db", delay=0.0, timeout=5.0, attempts=1, processes=0)
