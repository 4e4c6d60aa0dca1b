"""The door for notices of a running agent: built out of the configuration, kept in the books for other processes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, cast

import structlog
from pydantic import TypeAdapter, ValidationError

from agent.composition import Link
from agent.configuration import WebhookConfiguration
from agent.domain.events import Event, PassEnded
from agent.domain.failures import Failure, Side, Unavailable
from agent.domain.ledger import Ledger
from agent.domain.ports import Clock
from agent.domain.webhooks import DoorStatus, HookTally
from agent.vault import Vault, secret_name
from agent.webhooks.door import Door
from agent.webhooks.hook import HookPlan
from agent.webhooks.schemes import SCHEMES, Scheme

KEPT = "hooks.door"
"""Preference under which the running agent leaves the door's state for other processes."""

_STATUS = TypeAdapter(DoorStatus)

log = structlog.get_logger("webhooks")


class DoorLedger(Protocol):
    def preference(self, name: str) -> str | None: ...

    def set_preference(self, name: str, value: str) -> None: ...


class DoorBooks(Protocol):
    def writing(self) -> AbstractContextManager[DoorLedger]: ...

    def reading(self) -> AbstractContextManager[DoorLedger]: ...


class Listening:
    """From `start` to `stop`. A door that can't be opened is told in `status`; the agent works without it."""

    def __init__(
        self,
        wanted: WebhookConfiguration,
        links: Sequence[Link],
        vault: Vault,
        books: DoorBooks,
        clock: Clock,
        wake: Callable[[str], None],
        subscribe: Callable[[Callable[[Event], None]], Callable[[], None]],
    ) -> None:
        self._wanted = wanted
        self._links = links
        self._vault = vault
        self._books = books
        self._clock = clock
        self._wake = wake
        self._subscribe = subscribe
        self._leave: Callable[[], None] | None = None
        self._door: Door | None = None
        self._failure: Failure | None = None
        self._written: DoorStatus | None = None

    def start(self) -> None:
        last = self._last_ones()
        self._door = Door(
            self._wanted.host,
            self._wanted.port,
            [
                HookPlan(link.name, side, scheme, self._reader(link, side, scheme), last.get((link.name, side)))
                for link, side, scheme in hooks_of(self._links)
            ],
            lambda link, _side: self._wake(link),
            now=self._clock.now,
            monotonic=self._clock.monotonic,
            prefix=self._wanted.prefix,
        )
        try:
            self._door.start()
        except Unavailable as trouble:
            # A plain dictionary, as which it can be kept.
            self._failure = replace(trouble.failure, params=dict(trouble.failure.params))
            log.error("webhook_not_listening", **{**trouble.failure.params, "failure": trouble.failure.message})
        self._keep()
        self._leave = self._subscribe(self.heard)

    def stop(self) -> None:
        if self._leave is not None:
            self._leave()
            self._leave = None
        if self._door is not None:
            self._door.stop()
            self._keep()

    def status(self) -> DoorStatus:
        tallies: tuple[HookTally, ...] = () if self._door is None else self._door.tallies()
        return DoorStatus(self._wanted.listen, self._failure, tallies)

    def heard(self, event: Event) -> None:
        """A pass ended, as one does soon after every notice: what was counted meanwhile is written in its thread."""
        if isinstance(event, PassEnded):
            self._keep()

    def _last_ones(self) -> dict[tuple[str, Side], datetime | None]:
        """When the last notice of each side came, in an earlier life."""
        try:
            with self._books.reading() as ledger:
                before = remembered(ledger)
        except Unavailable as trouble:
            log.warning("webhook_status_not_read", failure=trouble.failure.message)
            return {}
        return {(hook.link, hook.side): hook.last_accepted_at for hook in before.hooks} if before else {}

    def _keep(self) -> None:
        status = self.status()
        if status == self._written:
            return
        try:
            with self._books.writing() as ledger:
                ledger.set_preference(KEPT, _STATUS.dump_json(status).decode())
        except Unavailable as trouble:
            log.warning("webhook_status_not_kept", failure=trouble.failure.message)
        else:
            self._written = status

    def _reader(self, link: Link, side: Side, scheme: Scheme) -> Callable[[], str | None]:
        return lambda: self._vault.read(secret_name(link.name, side, scheme.field))


def hooks_of(links: Sequence[Link]) -> Iterator[tuple[Link, Side, Scheme]]:
    """The sides that notices may come from: of a link that wants them, and a system that proves its own."""
    for link in links:
        for side in Side if link.webhook else ():
            if (scheme := SCHEMES.get(link.manifest(side).name)) is not None:
                yield link, side, scheme


def remembered(ledger: DoorLedger) -> DoorStatus | None:
    """As the agent that runs, or ran last, left it; None: it left nothing, or nothing that this version reads."""
    kept = ledger.preference(KEPT)
    if kept is None:
        return None
    try:
        return _STATUS.validate_json(kept)
    except ValidationError as error:
        log.warning("webhook_status_unreadable", problems=error.error_count())
        return None


LATELY = timedelta(days=7)


def noticed_lately(ledger: Ledger, link: str, now: datetime) -> bool:
    """Whether that link's till sent a notice, within the week, that could be believed."""
    status = remembered(cast(DoorLedger, ledger))
    hooks = status.hooks if status is not None else ()
    last = [hook.last_accepted_at for hook in hooks if hook.link == link and hook.side is Side.POS]
    return any(at is not None and now - at < LATELY for at in last)
