"""The log is JSON lines, and holds neither a secret nor a guest."""

import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog

from agent.diagnostics import redaction
from agent.diagnostics.log import TALKATIVE, start_log
from agent.domain.failures import Unavailable


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    stop = start_log(tmp_path)
    yield tmp_path / "campanello.log"
    stop()


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_line_is_json_with_its_instant_and_its_event(log: Path) -> None:
    structlog.get_logger("lane").warning("down", link="banco", seconds=3)
    (line,) = lines(log)
    assert (line["event"], line["link"], line["seconds"], line["level"]) == ("down", "banco", 3, "warning")
    assert str(line["timestamp"]).endswith("Z")


@pytest.mark.parametrize(
    "leak",
    [
        {"email": "maria@example.org"},
        {"text": "scritto da maria@example.org"},
        {"text": "chiamare +39 333 1234567"},
        {"text": "chiamare 3331234567 subito"},
        {"headers": {"Authorization": "Basic NDcxMTpzZWdyZXRh"}},
        {"text": "Bearer eyJhbGciOi.eyJpZCI6MX0.abc123"},
        {"path": "/customers?email=maria@example.org&name=Rossi"},
        {"text": "tel:3331234567"},
        {"text": "chiamare 333-1234567."},
        {"text": "chiamare 333/1234567, poi 333.123.4567"},
        {"text": "casa (06) 1234567"},
        {"text": "dalla Francia 0033 6 12 1234567"},
        {"text": "Authorization: Basic NDcxMTpz"},
        {"text": "x-api-key: 'Rossi e figli'"},
        {"text": '{"password": "Rossi, Maria"}'},
        {"address": "https://rossi:1234567@portal.example/v1", "text": "https://1234567:Rossi@portal.example/v1"},
        {"seen": {"maria@example.org": 1, "deep": [{"surname": "Rossi"}, ("maria@example.org",)]}},
        {"name": "Maria Rossi", "note": "per Rossi"},
    ],
)
def test_guests_and_credentials_are_left_out(log: Path, leak: dict[str, object]) -> None:
    structlog.get_logger().error("oops", **leak)
    logging.getLogger("foreign").error("%s", leak)
    told = log.read_text(encoding="utf-8")
    for word in ("maria@", "Rossi", "1234567", "NDcxMTpz", "eyJhbGci"):
        assert word not in told


def test_a_field_that_is_named_like_a_person_is_left_out_whatever_it_holds(log: Path) -> None:
    structlog.get_logger().error("oops", guests=["Maria Rossi"], customer_name="Maria Rossi")
    assert "Rossi" not in log.read_text(encoding="utf-8")


def test_a_known_secret_is_masked_wherever_it_stands(log: Path) -> None:
    redaction.hide("pane-e-vino")
    try:
        raise ValueError("key pane-e-vino refused")
    except ValueError:
        structlog.get_logger().exception("refused")
    assert "pane-e-vino" not in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("secret", ["pane&vino/è", 'pane"e\\vino', "pane e vino"])
def test_a_known_secret_is_masked_however_it_is_quoted(log: Path, secret: str) -> None:
    redaction.hide(secret)
    shapes = [secret, quote(secret, safe=""), json.dumps(secret)]
    structlog.get_logger().error("x", shapes=" ".join(shapes))
    assert "vino" not in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-23T07:02:54.444368Z",
        "2026-11-23T07:02:54.444368+00:00",
        "2026-11-23 20:45:00",
        "/orders/70001/received",
        "plateform:70001",
        "http://127.0.0.1:43117/v1",
        "192.168.100.20",
        "123e4567-e89b-12d3-a456-426614174000",
        "order 1763884812",
        "took 44 ms, attempt 3 of 12",
    ],
)
def test_instants_numbers_and_ids_stay_readable(log: Path, told: str) -> None:
    structlog.get_logger().error("x", told=told, milliseconds=44)
    (line,) = lines(log)
    assert (line["told"], line["milliseconds"]) == (told, 44)


def test_the_traceback_of_a_library_is_told_without_its_guest(log: Path) -> None:
    try:
        raise ValueError("no such guest: maria@example.org")
    except ValueError:
        logging.getLogger("foreign").exception("failed")
    (line,) = lines(log)
    assert "Traceback" in str(line["exception"])
    assert "maria" not in str(line)


def test_what_tells_every_call_is_kept_quiet_and_all_is_as_before_afterwards(tmp_path: Path) -> None:
    def levels() -> list[int]:
        return [logging.getLogger(name).level for name in ("", *TALKATIVE)]

    before, configured = levels(), structlog.get_config()
    stop = start_log(tmp_path)
    logging.getLogger("httpx").info("HTTP Request: GET https://portal.example/v1/orders")
    logging.getLogger("apscheduler.executors.default").info("Running job")
    stop()
    assert (tmp_path / "campanello.log").read_text(encoding="utf-8") == ""
    assert (levels(), structlog.get_config()) == (before, configured)


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_the_log_is_its_users_own(log: Path) -> None:
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as told:
        start_log(tmp_path / "file" / "logs")
    assert told.value.failure.message == "store.read_only"


@pytest.mark.skipif(os.name == "nt" or not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_is_told_once_and_without_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "campanello.log").symlink_to("/dev/full")
    stop = start_log(tmp_path)
    for _ in range(3):
        structlog.get_logger().error("Maria Rossi")
        logging.getLogger("foreign").error("%s", "maria@example.org")
    stop()
    assert capsys.readouterr().err == "campanello: the log cannot be written (OSError)\n"


def test_without_a_file_libraries_speak_redacted_on_standard_error() -> None:
    code = (
        "import logging, structlog; from agent.diagnostics.log import quiet_log; quiet_log()\n"
        "logging.getLogger('apscheduler').warning('late: %s', 'maria@example.org')\n"
        "logging.getLogger('apscheduler').info('on time')\n"
        "structlog.get_logger().warning('down', email='maria@example.org')\n"
        "structlog.get_logger().info('up')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    assert "late" in done.stderr
    assert "down" in done.stderr
    for word in ("maria", "on time", "up"):
        assert word not in done.stderr


def test_importing_the_agent_loads_no_qt_and_the_terminal_no_sandbox() -> None:
    loaded = "sorted(name for name in sys.modules if name.startswith(('PySide6', 'uvicorn')))"
    code = f"import sys, agent.app, agent.cli; print({loaded})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
