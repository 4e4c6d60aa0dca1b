"""The diagnostics bundle: what support needs to see of a restaurant's PC, without secrets and without guests.

Everything goes through the same redaction as the log, by the name of each field and by the look of each value; of the
database it holds nothing but counts, and of failures their message ids.
"""

import json
import platform
import sys
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from agent import __version__
from agent.diagnostics.doctor import Check
from agent.diagnostics.redaction import HIDDEN, clean, redact
from agent.domain.errands import OutboxRow
from agent.domain.failures import Failure, Unavailable
from agent.domain.health import Status
from agent.home import Home

LOG_DAYS: Final = timedelta(days=14)
LARGEST_LOG: Final = 5 * 1024 * 1024
"""Bytes of each day that are taken, its last ones."""

Fields = Mapping[str, object]

_PLAIN: TypeAdapter[object] = TypeAdapter(object)


def write_bundle(
    file: Path,
    home: Home,
    *,
    checks: Sequence[Check],
    status: Status,
    counts: Mapping[str, int],
    parked: Sequence[OutboxRow],
    now: datetime,
) -> None:
    """Raises `Unavailable("moving.not_written")`. An existing file is not written over."""
    if file.exists():
        raise Unavailable("moving.file_exists", file=file.name)
    parts: dict[str, object] = {
        "about.json": {"made_at": now, "campanello": __version__},
        "versions.json": _versions(),
        "doctor.json": [_check(check) for check in checks],
        "status.json": json.loads(_PLAIN.dump_json(status)),
        "counts.json": dict(counts),
        "parked.json": [_parked(row) for row in parked],
    }
    try:
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, value in parts.items():
                archive.writestr(name, _text(value))
            if home.configuration.exists():
                archive.writestr("campanello.toml", clean(home.configuration.read_text("utf-8", errors="replace")))
            for log in _logs(home.logs, now):
                archive.writestr(f"log/{log.name}", _cleaned_log(log))
    except OSError as error:
        raise Unavailable("moving.not_written", file=file.name, error=type(error).__name__) from error


def _text(value: object) -> str:
    plain = json.loads(_PLAIN.dump_json(value))
    return json.dumps(_redacted(plain), ensure_ascii=False, indent=2)


def _redacted(value: object) -> object:
    return redact(None, "", {"value": value})["value"]


def _check(check: Check) -> Fields:
    return {
        # "name" is a person's in the eyes of the redaction: a check has a subject and a kind.
        "check": check.name,
        "ok": check.ok,
        "subject": check.subject,
        "params": {key: value if key in _TELLING else HIDDEN for key, value in check.params.items()},
        "failure": _failure(check.failure),
    }


_TELLING = frozenset(
    [
        "days",
        "free",
        "needed",
        "seconds",
        "age",
        "version",
        "backend",
        "issuer",
        "error",
        "where",
        "flow",
        "waiting",
        "parked",
        "count",
        "rows",
        "megabytes",
    ]
)
"""Parameters of checks that are figures or words of the program; any other might name a person or a place."""


def _failure(failure: Failure | None) -> Fields | None:
    if failure is None:
        return None
    return {"kind": failure.kind.value, "message": failure.message, "side": failure.side and failure.side.value}


def _parked(row: OutboxRow) -> Fields:
    return {
        "kind": row.kind.value,
        "link": row.link,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "failure": _failure(row.failure),
    }


def _versions() -> Fields:
    return {
        "campanello": __version__,
        "python": sys.version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "packages": {each.name: each.version for each in sorted(distributions(), key=lambda one: one.name.lower())},
    }


def _logs(folder: Path, now: datetime) -> list[Path]:
    since = (now - LOG_DAYS).timestamp()
    found = folder.glob("campanello.log*") if folder.is_dir() else ()
    return sorted(log for log in found if log.is_file() and log.stat().st_mtime >= since)


def _cleaned_log(log: Path) -> str:
    """Once more: an older version may have written it, with other ideas of what is private."""
    with log.open("rb") as stream:
        stream.seek(max(log.stat().st_size - LARGEST_LOG, 0))
        lines = stream.read().decode("utf-8", errors="replace").splitlines()
    return "\n".join(_cleaned_line(line) for line in lines)


def _cleaned_line(line: str) -> str:
    try:
        told = json.loads(line)
    except ValueError:
        return clean(line)
    return json.dumps(_redacted(told), ensure_ascii=False)
