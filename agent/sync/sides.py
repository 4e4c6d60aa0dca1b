"""The two connectors of a link, opened when they are first needed, and shut out while their credentials are refused.

Opening reads the keyring, which may block until a person unlocks it: only the lane's thread does it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from agent.domain.failures import AuthRefused, Failed, Failure, Side
from agent.domain.ports import Clock, Connector

C = TypeVar("C", bound=Connector)

PROBE_AGAIN = timedelta(minutes=5)
"""A portal may refuse good credentials for a while: without new ones, one attempt so often."""


PATIENCE_TO_CLOSE = 0.5
"""Seconds."""


@dataclass(frozen=True)
class Opening(Generic[C]):
    """How to open one connector. `secrets` reads the vault (`Unavailable` when it cannot); `open` makes no call."""

    side: Side
    secrets: Callable[[], tuple[tuple[str, str], ...]]
    open: Callable[[tuple[tuple[str, str], ...]], C]


class SideDoor(Generic[C]):
    """One side of a link: the connector, its block and its rest."""

    def __init__(self, opening: Opening[C], clock: Clock) -> None:
        self.side = opening.side
        self._opening = opening
        self._clock = clock
        self._lock = threading.Lock()
        self._connector: C | None = None
        self._secrets: tuple[tuple[str, str], ...] | None = None
        self._refused: Failure | None = None
        self._refused_at = 0.0
        self._rest_until = 0.0
        self._rest_reason: Failure | None = None

    def connector(self) -> C:
        """Raises `AuthRefused` while blocked, `Failed` while the side is left in peace, `Unavailable` for the vault."""
        with self._lock:
            if self._refused is not None:
                self._try_new_credentials(self._refused)
            if self._connector is None:
                self._secrets = self._opening.secrets()
                self._connector = self._opening.open(self._secrets)
            return self._connector

    def shut(self) -> Failure | None:
        """Why the side is not called at this instant; None when it may be."""
        return self._refused or (self._rest_reason if self.rest() else None)

    def blocked(self) -> bool:
        """Its credentials were refused: only new ones, a person, or a later probe open it."""
        return self._refused is not None

    def rest(self) -> timedelta:
        """How long it is still left in peace."""
        return timedelta(seconds=max(self._rest_until - self._clock.monotonic(), 0.0))

    def budget_used(self) -> float | None:
        """Of the connector, as long as it is open."""
        connector = self._connector
        return None if connector is None else connector.budget_used

    def report(self, failed: Failed, pause: timedelta) -> None:
        """A call failed: block the side, or leave it in peace for `pause`."""
        if isinstance(failed, AuthRefused):
            if self._refused is None:
                # Being told again that it is blocked must not put the next probe off for ever.
                self._refused_at = self._clock.monotonic()
            self._refused = failed.failure
        else:
            self._rest_reason = failed.failure
            self._rest_until = self._clock.monotonic() + pause.total_seconds()

    def clear(self) -> None:
        """A person asked for a try now: blocks and rests are forgotten, the credentials read anew."""
        with self._lock:
            self._rest_until = 0.0
            if self._refused is not None:
                self._drop()

    def close(self) -> None:
        """May be called from another thread, to cut a call under way."""
        # The lock is held while the keyring is read, which may wait for a person: then there is no call to cut.
        if self._lock.acquire(timeout=PATIENCE_TO_CLOSE):
            try:
                self._drop()
            finally:
                self._lock.release()

    def _try_new_credentials(self, refused: Failure) -> None:
        waited = self._clock.monotonic() - self._refused_at
        if waited < PROBE_AGAIN.total_seconds() and self._opening.secrets() == self._secrets:
            raise AuthRefused.of(refused)
        self._drop()

    def _drop(self) -> None:
        if self._connector is not None:
            self._connector.close()
        self._connector = None
        self._refused = None
