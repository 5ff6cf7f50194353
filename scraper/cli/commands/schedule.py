"""`kliping schedule`: what makes this machine crawl every so often."""

from __future__ import annotations

import getpass
import os
import shutil
import sys
from pathlib import Path
from typing import Literal

import click

from scraper.cli.shared import exits, options, units
from scraper.cli.shared.exits import Exit


class Every(click.ParamType[int]):
    """A pace, such as 15m, 2h or 1d, in seconds."""

    name = "pace"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The seconds from one run to the next."""
        if isinstance(value, int):
            return value
        return units.seconds(str(value)) or self.fail(
            f"{value!r} is no pace; write 15m, 2h or 1d", param, ctx
        )


@click.command("schedule", epilog=exits.EPILOG)
@click.option("--systemd", "how", flag_value="systemd", help="Print a service and a timer.")
@click.option("--cron", "how", flag_value="cron", help="Print a line for a crontab.")
@click.option("--watch", is_flag=True, help="With --systemd: one service that goes on, instead of a timer.")
@click.option("--every", type=Every(), default="15m", show_default=True, metavar="PACE", help="15m, 2h, 1d …")
@click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Only this outlet; may be repeated.")
@options.archive
def command(
    how: Literal["systemd", "cron"] | None,
    every: int,
    outlets: tuple[str, ...],
    archive: str | None,
    *,
    watch: bool,
) -> Exit:
    """Print what makes this machine run `kliping update` every so often; nothing is installed.

    With --systemd these are units for /etc/systemd/system, run as the present user; with --cron a line for
    crontab -e. With --watch it is `kliping watch`, which goes on, and looks every minute for what is due.
    """
    from scraper import settings

    if how is None:
        raise click.UsageError("say for what: --systemd or --cron", click.get_current_context())
    # Not resolved: a link to where archives are kept is the user's, and may come to lead elsewhere.
    path = Path(os.path.abspath(settings.load({"archive": archive}).archive))  # noqa: PTH100
    if watch and how != "systemd":
        raise click.UsageError("--watch goes with --systemd", click.get_current_context())
    verb = ["watch"] if watch else ["update", "--if-free"]
    words = [*_kliping(), *verb, *outlets, "--archive", str(path)]
    if any(not word.isprintable() for word in words):
        raise click.UsageError("a name or path has a character that cannot stand in a schedule")
    if watch:
        click.echo(_watching(words, path))
    else:
        click.echo(_systemd(words, path, every) if how == "systemd" else _cron(words, every))
    return Exit.OK


def _systemd(words: list[str], path: Path, every: int) -> str:
    service = units.service(words, str(path.parent), getpass.getuser())
    return (
        f"# /etc/systemd/system/kliping.service\n{service}\n"
        f"# /etc/systemd/system/kliping.timer\n{units.timer(every)}\n"
        "# With both in their place: systemctl daemon-reload && systemctl enable --now kliping.timer"
    )


def _watching(words: list[str], path: Path) -> str:
    service = units.service(words, str(path.parent), getpass.getuser(), goes_on=True)
    return (
        f"# /etc/systemd/system/kliping-watch.service\n{service}\n"
        "# In its place: systemctl daemon-reload && systemctl enable --now kliping-watch"
    )


def _cron(words: list[str], every: int) -> str:
    line = units.crontab(words, every)
    if line is None:
        raise click.BadParameter(
            "cron keeps only what divides an hour or a day: 5m, 15m, 30m, 1h, 6h, 1d …", param_hint="--every"
        )
    return line


def _kliping() -> list[str]:
    """The words that run this kliping from anywhere."""
    beside = Path(sys.executable).with_name("kliping")
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("kliping")
    return [os.path.abspath(found)] if found else [sys.executable, "-m", "scraper"]  # noqa: PTH100
