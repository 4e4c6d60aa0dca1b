"""The doctor: tries what can be wrong, all at once and within a time, and says what to do about it.

It gets its examinations as functions, so it knows neither keyring nor database nor network. What hangs is left behind
and keeps nobody: neither the other examinations nor the process from ending.
"""

import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from types import MappingProxyType

import structlog

from agent.domain.failures import Failed, Failure, FailureKind, Unavailable

WITHIN = 15.0
"""Seconds for everything together."""

log = structlog.get_logger("doctor")


@dataclass(frozen=True)
class Check:
    """One thing that was examined. `name` with `doctor.` before it is a message id; `subject` says of which link."""

    name: str
    ok: bool | None
    """None: it could not be told."""
    subject: str = ""
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    failure: Failure | None = None
    """What went wrong, where there is a sentence for it."""


@dataclass(frozen=True)
class Examination:
    """Something to try. What it raises becomes a check that is not ok."""

    name: str
    subject: str
    run: Callable[[], tuple[Check, ...]]


def examine(examinations: Sequence[Examination], within: float = WITHIN) -> tuple[Check, ...]:
    """Every examination at the same time; one that takes more than `within` seconds is told as such and left behind."""
    begun = [(examination, _begin(examination)) for examination in examinations]
    wait([checks for _examination, checks in begun], timeout=within)
    return tuple(
        check
        for examination, checks in begun
        for check in (checks.result() if checks.done() else (_too_slow(examination),))
    )


def _begin(examination: Examination) -> Future[tuple[Check, ...]]:
    checks: Future[tuple[Check, ...]] = Future()

    def run() -> None:
        checks.set_result(_run(examination))

    # A daemon, and no pool: a keyring that waits for its password may never answer, and a pool's threads are joined
    # when the process ends.
    threading.Thread(target=run, name=f"doctor-{examination.name}", daemon=True).start()
    return checks


def _run(examination: Examination) -> tuple[Check, ...]:
    try:
        return examination.run()
    except (Failed, Unavailable) as trouble:
        failure = trouble.failure
    except Exception as defect:  # noqa: BLE001  # one broken examination must not hide what the others found
        failure = _defect(examination, defect)
    return (Check(examination.name, False, examination.subject, failure=failure),)


def _defect(examination: Examination, defect: Exception) -> Failure:
    """A mistake of the program: its type and place, never its text, which may quote a guest."""
    place = traceback.extract_tb(defect.__traceback__)[-1]
    where = f"{place.name}:{place.lineno}"
    log.error("doctor_defect", examination=examination.name, error=type(defect).__name__, where=where)
    params = MappingProxyType({"error": type(defect).__name__, "where": where})
    return Failure(FailureKind.UNKNOWN, "agent.defect", params)


def _too_slow(examination: Examination) -> Check:
    slow = Failure(FailureKind.LOCAL, "doctor.too_slow", MappingProxyType({}))
    return Check(examination.name, None, examination.subject, failure=slow)
