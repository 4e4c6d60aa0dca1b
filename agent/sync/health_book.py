"""Keeps how each flow of a link fares, tells of changes, and logs once when a side goes down and once when it is up."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from agent.domain.events import Event, LinkChanged
from agent.domain.failures import Failure
from agent.domain.health import FlowHealth
from agent.domain.ledger import Books
from agent.domain.ports import Clock

WRITE_EVERY = timedelta(seconds=30)
"""A success that only repeats the last one goes to disk no oftener: polling all night must not wear it out."""

log = structlog.get_logger("health")


class HealthBook:
    """The health of one link's flows, for the lane's thread."""

    def __init__(self, link: str, books: Books, clock: Clock, publish: Callable[[Event], None]) -> None:
        self._link = link
        self._books = books
        self._clock = clock
        self._publish = publish
        self._written: dict[str, datetime] = {}
        self._flows: dict[str, FlowHealth] = {}

    def succeeded(self, flow: str) -> None:
        now = self._clock.now()
        before = self._flows.get(flow, FlowHealth())
        self._flows[flow] = FlowHealth(last_success=now, last_failure=before.last_failure)
        if before.failure is not None:
            log.info("up_again", link=self._link, flow=flow)
        written = self._written.get(flow)
        recent = written is not None and timedelta(0) <= now - written < WRITE_EVERY
        if before.failure is None and recent:
            return
        with self._books.writing() as ledger:
            ledger.flow_succeeded(self._link, flow, now)
        self._written[flow] = now
        self._publish(LinkChanged(self._link))

    def failed(self, flow: str, failure: Failure) -> None:
        now = self._clock.now()
        before = self._flows.get(flow, FlowHealth())
        self._flows[flow] = FlowHealth(before.last_success, now, failure)
        same = before.failure is not None and before.failure.message == failure.message
        if same:
            return
        # A parameter may have the name of one of ours.
        log.warning("down", **{**failure.params, "link": self._link, "flow": flow, "failure": failure.message})
        with self._books.writing() as ledger:
            ledger.flow_failed(self._link, flow, now, failure)
        self._publish(LinkChanged(self._link))
