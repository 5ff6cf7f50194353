"""A schedule in the words of systemd and of cron."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECONDS = {"m": 60, "h": 3600, "d": 86400}
_PLAIN = re.compile(r"[\w@:,.+/=-]+", re.ASCII)

_SERVICE = """\
[Unit]
Description=Crawl news into an archive (kliping)
Wants=network-online.target
After=network-online.target

[Service]
{kind}
User={user}
ExecStart={command}
# A crawl ends between two pages; the processes that read pages end with it.
KillMode=mixed
TimeoutStopSec=2min
Nice=10
UMask=0027

NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={folder}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
"""

_ONCE = """\
# Failures and anomalies (exit code 4) fail the unit: OnFailure= or --notify may tell of them.
Type=oneshot"""

_WATCH = """\
Type=notify
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=1min"""

_INSTALL = """
[Install]
WantedBy=multi-user.target
"""

_TIMER = """\
[Unit]
Description=Crawl news every so often (kliping)

[Timer]
OnBootSec=2min
OnActiveSec=1min
OnUnitActiveSec={seconds}s
RandomizedDelaySec=30s

[Install]
WantedBy=timers.target
"""


def seconds(every: str) -> int | None:
    """How long "15m", "2h" or "1d" are; None for anything else, and for less than a minute."""
    match = re.fullmatch(r"([1-9]\d{0,3})([mhd])", every.strip().lower())
    return int(match[1]) * _SECONDS[match[2]] if match else None


def service(command: Sequence[str], folder: str, user: str, *, goes_on: bool = False) -> str:
    """A systemd service that runs a command, and may write to one folder alone.

    The command ends by itself and is started by a timer, or it `goes_on` until it is told to end.
    """
    words = " ".join(_quoted(word).replace("$", "$$") for word in command)
    kind = _WATCH if goes_on else _ONCE
    unit = _SERVICE.format(kind=kind, user=user, command=words, folder=_quoted(folder))
    return unit + _INSTALL if goes_on else unit


def timer(every: int) -> str:
    """A systemd timer for the service of its name, every so many seconds. It never runs twice at once."""
    return _TIMER.format(seconds=every)


def crontab(command: Sequence[str], every: int) -> str | None:
    """A line of a crontab; None for a pace that cron cannot keep: it knows parts of an hour or of a day."""
    minutes, hours = every // 60, every // 3600
    if minutes < 60 and 60 % minutes == 0:
        when = f"*/{minutes} * * * *"
    elif every % 3600 == 0 and hours < 24 and 24 % hours == 0:
        when = f"7 */{hours} * * *"
    elif hours == 24 and every % 3600 == 0:
        when = "7 3 * * *"
    else:
        return None
    return f"{when} {shlex.join(command)}".replace("%", r"\%")


def _quoted(word: str) -> str:
    """A word as systemd reads it: "%" begins a specifier, a backslash an escape."""
    word = word.replace("%", "%%")
    if _PLAIN.fullmatch(word.replace("%", "")):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
