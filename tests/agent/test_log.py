"""The log is JSON lines, and holds neither a secret nor a guest."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from agent.diagnostics import redaction
from agent.diagnostics.log import start_log


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


def test_instants_numbers_and_ids_stay_readable(log: Path) -> None:
    structlog.get_logger().error("x", at="2026-11-23T07:02:54.444368Z", path="/orders/70001/received", milliseconds=44)
    (line,) = lines(log)
    assert (line["at"], line["path"]) == ("2026-11-23T07:02:54.444368Z", "/orders/70001/received")


def test_importing_the_agent_loads_no_qt_and_the_terminal_no_sandbox() -> None:
    loaded = "sorted(name for name in sys.modules if name.startswith(('PySide6', 'uvicorn')))"
    code = f"import sys, agent.app, agent.cli; print({loaded})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
