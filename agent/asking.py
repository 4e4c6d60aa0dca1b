"""How one process asks the agent that runs in another one, through the database that they share."""

import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, TypeAdapter

from agent.domain.failures import Failure, FailureKind, Unavailable
from agent.domain.ledger import Request
from agent.domain.ports import Clock
from agent.sync.link_pass import PassReport

SYNC = "sync"
QUIT = "quit"
"""The kinds of requests."""

LOOK_EVERY = 0.1
"""Seconds between two looks for the answer."""


class RequestLedger(Protocol):
    def ask(self, kind: str, link: str | None, now: datetime) -> int: ...

    def request(self, request_id: int) -> Request | None: ...


class RequestBooks(Protocol):
    def writing(self) -> AbstractContextManager[RequestLedger]: ...

    def reading(self) -> AbstractContextManager[RequestLedger]: ...


def ask(books: RequestBooks, clock: Clock, link: str | None, seconds: float) -> tuple[PassReport, ...]:
    """Asks for a synchronisation and waits. Raises `Unavailable("agent.no_answer")` when the time is over."""
    return _heard(_asked(books, clock, SYNC, link, seconds))


def ask_to_quit(books: RequestBooks, clock: Clock, seconds: float) -> None:
    """Returns when the agent has heard it; it ends a moment later. Raises as `ask`."""
    _asked(books, clock, QUIT, None, seconds)


def _asked(books: RequestBooks, clock: Clock, kind: str, link: str | None, seconds: float) -> str:
    """The answer as it was told."""
    with books.writing() as ledger:
        asked = ledger.ask(kind, link, clock.now())
    deadline = clock.monotonic() + seconds
    while clock.monotonic() < deadline:
        with books.reading() as ledger:
            request = ledger.request(asked)
        if request is not None and request.answer is not None:
            return request.answer
        time.sleep(LOOK_EVERY)
    raise Unavailable("agent.no_answer", seconds=f"{seconds:.0f}")


class _Failure(BaseModel):
    kind: FailureKind
    message: str
    params: dict[str, str]


class _Report(BaseModel):
    link: str
    sent: int
    parked: int
    failures: list[_Failure]


_REPORTS = TypeAdapter(list[_Report])


def told(reports: Iterable[PassReport]) -> str:
    """The answer as text."""
    answers = [
        _Report(
            link=report.link,
            sent=report.sent,
            parked=report.parked,
            failures=[
                _Failure(kind=failure.kind, message=failure.message, params=dict(failure.params))
                for failure in report.failures
            ],
        )
        for report in reports
    ]
    return _REPORTS.dump_json(answers).decode()


def _heard(answer: str) -> tuple[PassReport, ...]:
    return tuple(
        PassReport(
            report.link,
            report.sent,
            report.parked,
            [Failure(failure.kind, failure.message, failure.params) for failure in report.failures],
        )
        for report in _REPORTS.validate_json(answer)
    )
