"""The doctor: tries what can be wrong, all at once and within a time, and says what to do about it.

It gets its examinations as functions, so it knows neither keyring nor database nor network.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from types import MappingProxyType

from agent.domain.failures import Failed, Failure, FailureKind, Unavailable

WITHIN = 15.0
"""Seconds for everything together."""


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
    """Something to try. What it raises (`Failed`, `Unavailable`) becomes a check that is not ok."""

    name: str
    subject: str
    run: Callable[[], tuple[Check, ...]]


def examine(examinations: Sequence[Examination], within: float = WITHIN) -> tuple[Check, ...]:
    """Every examination at the same time; one that takes too long is told as such and left behind."""
    deadline = time.monotonic() + within
    pool = ThreadPoolExecutor(max_workers=max(len(examinations), 1), thread_name_prefix="doctor")
    try:
        futures = [(examination, pool.submit(_run, examination)) for examination in examinations]
        wait([future for _examination, future in futures], timeout=max(deadline - time.monotonic(), 0.0))
        return tuple(
            check
            for examination, future in futures
            for check in (future.result() if future.done() else (_too_slow(examination),))
        )
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _run(examination: Examination) -> tuple[Check, ...]:
    try:
        return examination.run()
    except (Failed, Unavailable) as trouble:
        return (Check(examination.name, False, examination.subject, failure=trouble.failure),)


def _too_slow(examination: Examination) -> Check:
    slow = Failure(FailureKind.LOCAL, "doctor.too_slow", MappingProxyType({}))
    return Check(examination.name, None, examination.subject, failure=slow)
