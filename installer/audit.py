"""Known holes of all that is locked: `python -m installer.audit`, by `./dev check`.

Asks the advisories of the Python Package Index by pip-audit. Status 0: none is known. 1: some are, each in a line. 75:
nobody could be asked, with the reason; that is told and is no failure: a checkout is checked without a network too.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[1] / "requirements-dev.lock"
"""Holds all that the program's own lock holds, at the same versions."""

NOT_ASKED = 75
"""EX_TEMPFAIL of sysexits."""

MOST_SECONDS = 60.0
ANSWERED_WITHIN = "5"
"""Seconds that one answer may take."""

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    status: int
    lines: tuple[str, ...]


def pinned(lock: str) -> list[str]:
    """What is locked for every system: the markers are left out, since a till may be another one than this machine."""
    return [f"{name}=={version}" for name, version in PINNED.findall(lock)]


def judged(report: Mapping[str, Any]) -> Verdict:
    """By pip-audit's report as JSON: each dependency has `vulns`, or a `skip_reason`."""
    told = report.get("dependencies", [])
    asked = [each for each in told if "skip_reason" not in each]
    holes = [
        f"{each['name']} {each['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'none yet'}"
        for each in asked
        for hole in each["vulns"]
    ]
    if holes:
        return Verdict(1, tuple(holes))
    if not asked:
        reason = told[0]["skip_reason"] if told else "nothing is locked"
        return Verdict(NOT_ASKED, (f"not asked: {reason}",))
    skipped = tuple(f"not asked: {each['name']}: {each['skip_reason']}" for each in told if "skip_reason" in each)
    return Verdict(0, (f"{len(asked)} packages, no hole known", *skipped))


def audited(lock: Path) -> Verdict:
    with tempfile.TemporaryDirectory(prefix="campanello-audit-") as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("\n".join(pinned(lock.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")
        # Nothing is resolved and nothing is downloaded: the versions stand, only their advisories are asked for.
        how = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--desc", "off"]
        command = [sys.executable, "-m", "pip_audit", *how, "--timeout", ANSWERED_WITHIN, "-r", str(wanted)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            return Verdict(NOT_ASKED, (f"not asked: no answer within {MOST_SECONDS:g} s",))
    try:
        report = json.loads(done.stdout)
    except ValueError:
        # It ends with a traceback where the service cannot be reached.
        words = done.stderr.strip().splitlines() or [f"pip-audit ended with {done.returncode}"]
        return Verdict(NOT_ASKED, (f"not asked: {words[-1][:200]}",))
    return judged(report)


def main() -> int:
    verdict = audited(LOCK)
    print(*verdict.lines, sep="\n")
    return verdict.status


if __name__ == "__main__":
    sys.exit(main())
