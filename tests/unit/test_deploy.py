"""The files in deploy/: units of systemd, a container, a compose file."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
HADOLINT = Path(sys.executable).with_name("hadolint")
COMMAND = ["/opt/kliping/bin/kliping", "update", "--if-free", "--archive", "/var/lib/kliping/archive.db"]
WATCH = ["/opt/kliping/bin/kliping", "watch", "--archive", "/var/lib/kliping/archive.db"]

HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "read-only",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "ReadWritePaths": "/var/lib/kliping",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
}


def parsed(text: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(text)
    return parser


@pytest.mark.parametrize(("name", "command"), [("kliping", COMMAND), ("kliping-watch", WATCH)])
def test_services_are_hardened(name: str, command: list[str]) -> None:
    service = parsed((DEPLOY / f"{name}.service").read_text())["Service"]
    assert {name: service[name] for name in HARDENED} == HARDENED
    assert service["User"] == "kliping"
    assert shlex.split(service["ExecStart"]) == command


def test_the_timer_repeats() -> None:
    assert parsed((DEPLOY / "kliping.timer").read_text())["Timer"]["OnUnitActiveSec"] == "900s"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Each unit as it stands, but for its program, which is not installed here."""
    files = []
    for name in ("kliping.service", "kliping.timer", "kliping-watch.service"):
        text = (DEPLOY / name).read_text().replace(COMMAND[0], shutil.which("true") or "/bin/true")
        (tmp_path / name).write_text(text)
        files.append(str(tmp_path / name))
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "kliping" in line] == []


@pytest.mark.parametrize("command", [COMMAND, WATCH])
def test_the_commands_of_the_units_exist(command: list[str]) -> None:
    _, verb, *options = command
    parameters = import_module(f"scraper.cli.commands.{verb}").command.params
    flags = {flag for parameter in parameters for flag in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= flags


def test_a_service_that_goes_on_tells_systemd_and_reloads() -> None:
    service = parsed((DEPLOY / "kliping-watch.service").read_text())["Service"]
    assert (service["Type"], service["ExecReload"]) == ("notify", "/bin/kill -HUP $MAINPID")


def instructions() -> list[tuple[str, str]]:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines if re.match("[A-Z]+ ", line)]


def test_the_container_is_slim_and_not_of_root() -> None:
    given = instructions()
    bases = [value for name, value in given if name == "FROM"]
    assert len(bases) == 2
    assert all("-slim" in base for base in bases)
    last = dict(given)
    assert last["USER"] not in ("root", "0")
    assert last["VOLUME"] == "/data"
    assert [name for name, _ in given].index("USER") < [name for name, _ in given].index("VOLUME")
    sources = [
        word
        for name, value in given
        if name == "COPY" and "--from" not in value
        for word in value.split()[:-1]
    ]
    assert [source for source in sources if not (DEPLOY.parent / source).exists()] == []


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint is not made for this machine")
def test_nothing_is_to_be_said_of_the_dockerfile() -> None:
    done = subprocess.run([HADOLINT, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_the_compose_file_crawls_and_serves_without_privileges() -> None:
    yaml = pytest.importorskip("yaml", reason="no reader of YAML is installed")
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services) == {"crawler", "datasette"}
    for service in services.values():
        assert (service["read_only"], service["cap_drop"], service["init"]) == (True, ["ALL"], True)
        assert service["volumes"] == ["archive:/data"]
    assert services["crawler"]["command"][0] == "watch"
    assert all(port.startswith("127.0.0.1:") for port in services["datasette"]["ports"])
