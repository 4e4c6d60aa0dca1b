"""Tilby's access: a token that does not end, or a refresh token that buys one which does.

The refresh token lives in the keyring, so a new one is kept there before the old one is forgotten. Between the threads
and connectors of this process one alone refreshes at a time, for each link; another process that was faster is noticed
by what it left in the keyring.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

import structlog

from agent.connectors.answer import Answer
from agent.connectors.failures import of_status
from agent.connectors.fields import as_object
from agent.connectors.http import SideClient
from agent.domain.failures import Failed, Unavailable
from agent.domain.ports import Clock

EARLY: Final = 60.0
"""Seconds before its end at which a token is not used any more."""

USUAL_LIFE: Final = 3600.0
"""Seconds; ASSUMED for an answer that does not say."""

KEEP_AGAIN: Final = 60.0
"""Seconds until the keyring, which did not take a new refresh token, is asked again."""

REFUSED: Final = (400, 401, 403)
"""ASSUMED: of these, the refresh token is not believed (invalid_grant and its like)."""

TOKEN: Final = re.compile(r"[\x21-\x7e]+")

log = structlog.get_logger()

_refreshing: dict[str, threading.Lock] = {}
"""One lock a link: two connectors on it (the lane's, and that of a test) share one refresh token."""


class Access(Protocol):
    def token(self) -> str:
        """Raises `AuthRefused` when there is none to be had, and what else a call can raise."""
        ...

    def instead_of(self, refused: str) -> str | None:
        """Another token than the one that was refused; None: there is no other."""
        ...

    def close(self) -> None: ...


class StaticToken:
    """One token of the vendor's developer programme."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        return self._token

    def instead_of(self, refused: str) -> str | None:
        return None

    def close(self) -> None:
        """There is nothing to give back."""


@dataclass(frozen=True)
class Safe:
    """Where the refresh token is kept. Both raise `Unavailable`."""

    read: Callable[[], str | None]
    keep: Callable[[str], None]


class RefreshedToken:
    """Access tokens bought by a refresh token. `client` calls the token's own address."""

    def __init__(self, client: SideClient, refresh_token: str, safe: Safe, clock: Clock, link: str) -> None:
        self._client = client
        self._refresh = refresh_token
        self._safe = safe
        self._clock = clock
        self._lock = _refreshing.setdefault(link, threading.Lock())
        self._access: str | None = None
        self._good_until = 0.0
        self._keep_again: float | None = None

    def token(self) -> str:
        with self._lock:
            self._keep_late()
            if self._access is None or self._clock.monotonic() >= self._good_until:
                return self._renew()
            return self._access

    def instead_of(self, refused: str) -> str | None:
        with self._lock:
            return self._renew() if self._access is None or self._access == refused else self._access

    def close(self) -> None:
        self._client.close()

    def _renew(self) -> str:
        self._access = None
        if self._keep_again is None:
            # The other connector of this link, or a person, may have put a newer one there.
            self._refresh = self._kept() or self._refresh
        shown, asked_at = self._refresh, self._clock.monotonic()
        answer = self._ask(shown)
        newer = self._kept() if answer.status in REFUSED else None
        if newer is not None and newer != shown:
            # Another process was faster by as much as this call took.
            self._refresh, asked_at = newer, self._clock.monotonic()
            answer = self._ask(newer)
        if not answer.ok:
            raise _refusal(answer)
        said = as_object(answer.json()) or {}
        # First of all: what follows may fail, and the old one may be dead already.
        replaced = said.get("refresh_token")
        if isinstance(replaced, str) and TOKEN.fullmatch(replaced) and replaced != self._refresh:
            self._replace(replaced)
        access = said.get("access_token")
        if not isinstance(access, str) or not TOKEN.fullmatch(access):
            raise answer.malformed("access_token")
        life = _seconds(said.get("expires_in"))
        self._access = access
        self._good_until = asked_at + max(life - EARLY, life / 2)
        return access

    def _ask(self, refresh_token: str) -> Answer:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        # No write as the flows mean it: a lost answer changes nothing of any booking.
        return self._client.call("POST", "", headers={"Accept": "application/json"}, form=form, writes=False)

    def _replace(self, refresh_token: str) -> None:
        try:
            self._safe.keep(refresh_token)
            self._keep_again = None
        except Unavailable as unavailable:
            # The till must go on today; without the keyring it would not after the next start.
            self._keep_again = self._clock.monotonic() + KEEP_AGAIN
            log.warning("tilby.refresh_token_not_kept", failure=unavailable.failure.message)
        self._refresh = refresh_token

    def _keep_late(self) -> None:
        if self._keep_again is not None and self._clock.monotonic() >= self._keep_again:
            self._replace(self._refresh)

    def _kept(self) -> str | None:
        try:
            return self._safe.read()
        except Unavailable as unavailable:
            log.warning("tilby.refresh_token_not_read", failure=unavailable.failure.message)
            return None


def _refusal(answer: Answer) -> Failed:
    said = as_object(answer.json_or_nothing()) or {}
    status = 401 if answer.status in REFUSED else answer.status
    code = said.get("error")
    failure = of_status(answer.exchange, status, answer.headers, answer.at, code=code if isinstance(code, str) else "")
    return failure or answer.malformed("status")


def _seconds(value: object) -> float:
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 < value < 10**9:
        return float(value)
    return USUAL_LIFE
