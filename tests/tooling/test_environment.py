"""The environment and its stamp: made once, believed afterwards, mended or made anew when it cannot be trusted.

Real environments with locks that ask for nothing, so that no network is needed.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"


@pytest.fixture
def small(checkout: Path, read_script: Callable[[Path], ModuleType]) -> ModuleType:
    """The script of the small checkout, whose environment stands; what a test breaks in it, the next one mends."""
    script = read_script(checkout / "dev")
    script.Environment.prepared(DEVELOPMENT)
    return script


@pytest.fixture
def environment(small: ModuleType, checkout: Path) -> Any:
    return small.Environment(checkout / ".venv")


def stamped(environment: Any) -> Any:
    return json.loads(environment.stamp.read_text(encoding="utf-8"))


def test_a_second_time_nothing_is_done(small: ModuleType, environment: Any, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    before = environment.stamp.stat().st_mtime_ns
    # The larger lock holds the smaller one.
    small.Environment.prepared(DEVELOPMENT)
    small.Environment.prepared(RUNTIME)
    assert environment.stamp.stat().st_mtime_ns == before
    assert capfd.readouterr() == ("", "")


def test_a_changed_lock_is_installed_into_what_stands(
    small: ModuleType, environment: Any, checkout: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mark = checkout / ".venv" / "mark"
    mark.touch()
    with (checkout / RUNTIME).open("a", encoding="utf-8") as lock:
        lock.write("# and nothing more\n")
    small.Environment.prepared(RUNTIME)
    assert "Preparing the environment" in capfd.readouterr().out
    assert mark.exists()
    # The development's packages may be older than the runtime's lock now: they are looked at when they are needed.
    assert set(stamped(environment)["locks"]) == {RUNTIME}


def test_an_interrupted_one_is_made_anew(small: ModuleType, environment: Any, checkout: Path) -> None:
    mark = checkout / ".venv" / "mark"
    mark.touch()
    environment.write_stamp(None)
    assert environment.held() is None
    small.Environment.prepared(DEVELOPMENT)
    assert not mark.exists()
    assert set(environment.held()) == {RUNTIME, DEVELOPMENT}


def test_a_failed_installation_is_not_believed(
    small: ModuleType, environment: Any, checkout: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = checkout / DEVELOPMENT
    good = lock.read_bytes()
    lock.write_text("no-such-file.whl --hash=sha256:0\n", encoding="utf-8")
    try:
        with pytest.raises(small.Stop, match="pip's words stand above"):
            small.Environment.prepared(DEVELOPMENT)
    finally:
        lock.write_bytes(good)
    assert "no-such-file.whl" in capfd.readouterr().err
    assert environment.held() is None


@pytest.mark.parametrize(
    "change",
    [
        {"root": "/somewhere/else"},
        {"python": "3.10"},
        {"locks": None},
    ],
)
def test_a_stamp_that_is_not_for_here_is_not_believed(environment: Any, change: dict[str, str | None]) -> None:
    before = stamped(environment)
    environment.stamp.write_text(json.dumps({**before, **change}), encoding="utf-8")
    try:
        assert environment.held() is None
    finally:
        environment.stamp.write_text(json.dumps(before), encoding="utf-8")


def test_a_stamp_cut_off_is_not_believed(environment: Any) -> None:
    whole = environment.stamp.read_text(encoding="utf-8")
    environment.stamp.write_text(whole[:20], encoding="utf-8")
    assert environment.held() is None
    environment.stamp.write_text(whole, encoding="utf-8")
    assert environment.held()


def test_one_made_by_hand_is_completed(environment: Any) -> None:
    whole = environment.stamp.read_text(encoding="utf-8")
    environment.stamp.unlink()
    assert environment.held() == {}
    environment.stamp.write_text(whole, encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="an environment's Python is a link only there")
def test_a_python_that_vanished_or_does_not_start_is_noticed(environment: Any, tmp_path: Path) -> None:
    link = environment.python.readlink()
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    for target in (tmp_path / "gone", broken):
        environment.python.unlink()
        environment.python.symlink_to(target)
        assert environment.held() is None
    environment.python.unlink()
    environment.python.symlink_to(link)
    assert environment.held()


def test_the_product_starts_with_its_arguments_folder_and_status(
    small: ModuleType, environment: Any, checkout: Path, tmp_path: Path
) -> None:
    variables = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    variables.pop("QT_QPA_PLATFORM", None)
    # Not this one: packages that bear the names of ours.
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "__init__.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    for command in ([sys.executable, str(checkout / "dev"), "demo"], [str(environment.command), "demo"]):
        if os.name == "nt" and command[0] != sys.executable:
            continue
        done = subprocess.run(
            [*command, "--seconds", "a b"], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=60
        )
        assert (done.returncode, done.stdout, done.stderr) == (7, f"{tmp_path} demo --seconds a b\n", "")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_whoever_ends_the_script_ends_what_it_started(dev: ModuleType, tmp_path: Path) -> None:
    started = tmp_path / "started"
    program = f"import pathlib, signal; pathlib.Path({str(started)!r}).touch(); signal.pause()"
    script = f"call = __import__('runpy').run_path({str(dev.ROOT / 'dev')!r})['call']\n"
    script += f"raise SystemExit(call([{sys.executable!r}, '-c', {program!r}]))"
    with subprocess.Popen([sys.executable, "-c", script]) as process:
        while not started.exists():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 128 + signal.SIGTERM
