"""What makes a machine crawl every so often: units, crontabs, containers."""

from __future__ import annotations

import configparser
import getpass
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scraper import cli
from scraper.cli.shared import units
from scraper.cli.shared.exits import Exit

DEPLOY = Path(__file__).parents[3] / "deploy"
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


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.run(["schedule", *arguments]) == Exit.OK
    return capsys.readouterr().out


def test_the_files_in_deploy_are_those_that_are_printed() -> None:
    assert (DEPLOY / "kliping.service").read_text() == units.service(COMMAND, "/var/lib/kliping", "kliping")
    assert (DEPLOY / "kliping.timer").read_text() == units.timer(900)
    watching = units.service(WATCH, "/var/lib/kliping", "kliping", goes_on=True)
    assert (DEPLOY / "kliping-watch.service").read_text() == watching


@pytest.mark.parametrize(("name", "command"), [("kliping", COMMAND), ("kliping-watch", WATCH)])
def test_services_are_hardened(name: str, command: list[str]) -> None:
    service = parsed((DEPLOY / f"{name}.service").read_text())["Service"]
    assert {name: service[name] for name in HARDENED} == HARDENED
    assert service["User"] == "kliping"
    assert shlex.split(service["ExecStart"]) == command


def test_the_timer_repeats() -> None:
    assert parsed((DEPLOY / "kliping.timer").read_text())["Timer"]["OnUnitActiveSec"] == "900s"


def test_units_are_of_this_machine(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--systemd", "--every", "2h", "--outlet", "demo", "--archive", "arsip/a.db")
    service, timer = (parsed(part) for part in re.split(r"(?=# /etc/.*\.timer)", out))
    program, verb, *rest = shlex.split(service["Service"]["ExecStart"])
    assert Path(program).is_absolute()
    assert [verb, *rest][-4:] == ["--if-free", "demo", "--archive", str(desk / "arsip" / "a.db")]
    assert service["Service"]["User"] == getpass.getuser()
    assert service["Service"]["ReadWritePaths"] == str(desk / "arsip")
    assert timer["Timer"]["OnUnitActiveSec"] == "7200s"


def test_a_service_that_goes_on_tells_systemd_and_reloads(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(capsys, "--systemd", "--watch", "--outlet", "demo", "--archive", "a.db")
    service = parsed(out)["Service"]
    assert shlex.split(service["ExecStart"])[-4:] == ["watch", "demo", "--archive", str(desk / "a.db")]
    assert (service["Type"], service["ExecReload"]) == ("notify", "/bin/kill -HUP $MAINPID")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["arsip.db", 'a "b" 100%h $HOME \\n.db'])
def test_systemd_takes_the_units(desk: Path, name: str) -> None:
    command = [shutil.which("true") or "/bin/true", "update", "--archive", str(desk / name)]
    (desk / "kliping.service").write_text(units.service(command, str(desk / "a b%"), "root"))
    (desk / "kliping.timer").write_text(units.timer(900))
    (desk / "kliping-watch.service").write_text(units.service(command, str(desk), "root", goes_on=True))
    files = [str(desk / name) for name in ("kliping.service", "kliping.timer", "kliping-watch.service")]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "kliping" in line] == []


def test_systemd_reads_words_as_they_are_meant() -> None:
    service = parsed(units.service(["/bin/x", 'a "b" \\ 100% $HOME'], "/f 1", "u"))["Service"]
    assert service["ExecStart"] == r'/bin/x "a \"b\" \\ 100%% $$HOME"'
    assert service["ReadWritePaths"] == '"/f 1"'


@pytest.mark.parametrize(
    ("every", "when"),
    [("15m", "*/15 * * * *"), ("60m", "7 */1 * * *"), ("6h", "7 */6 * * *"), ("1d", "7 3 * * *")],
)
def test_a_crontab_line(desk: Path, capsys: pytest.CaptureFixture[str], every: str, when: str) -> None:
    out = printed(capsys, "--cron", "--every", every, "--archive", "a b%.db")
    assert out.startswith(f"{when} ")
    words = shlex.split(out.removeprefix(when).replace(r"\%", "%"))  # as cron hands it to the shell
    assert words[-2:] == ["--archive", str(desk / "a b%.db")]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--cron", "--every", "7m"],
        ["--cron", "--every", "2d"],
        ["--systemd", "--every", "sering"],
        ["--cron", "--watch"],
        ["--systemd", "--archive", "a\nb"],
    ],
)
def test_what_cannot_be_scheduled_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schedule", *arguments]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


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
