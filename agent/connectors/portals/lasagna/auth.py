"""Lasagna's access: client credentials buy a pair of tokens; the refresh token, good for one use, buys the next pair.

The pair lives in memory only, and the new one takes the old one's place in one step, under the lock that every caller
passes: two refreshes at once, or one refresh token shown twice, cannot happen. A refresh token that is lost, with the
answer or with the process, costs nothing: the client credentials always begin anew.
"""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.failures import of_status
from agent.connectors.fields import as_object
from agent.connectors.http import SideClient
from agent.domain.failures import AuthRefused, Failed, RateLimited
from agent.domain.ports import Clock

TOKEN: Final = "/oauth/token"  # noqa: S105  # an address

EARLY: Final = 60.0
"""Seconds before its end at which a token is not used any more."""

USUAL_LIFE: Final = 300.0
"""Seconds; ASSUMED for an answer that does not say: short, since a token that is refused costs one call more."""

WRONG_CLIENT: Final = (400, 401, 403)
"""ASSUMED: whatever the client credentials are answered with of these, they are not believed."""

TOKEN_TEXT: Final = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Pair:
    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    good_until: float
    """By the clock that never jumps."""


class Access:
    """The tokens of one client. May be asked by several threads: one of them renews, the others wait for it."""

    def __init__(self, client: SideClient, client_id: str, client_secret: str, clock: Clock) -> None:
        self._client = client
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._lock = threading.Lock()
        self._pair: Pair | None = None

    def token(self) -> str:
        """Raises `AuthRefused` for wrong client credentials, and what else a call can raise."""
        with self._lock:
            if self._pair is None or self._clock.monotonic() >= self._pair.good_until:
                self._pair = self._renewed()
            return self._pair.access

    def instead_of(self, refused: str) -> str:
        """Another token than the one that was refused; renewed only when nobody else has done so meanwhile."""
        with self._lock:
            if self._pair is None or self._pair.access == refused:
                self._pair = self._renewed()
            return self._pair.access

    def _renewed(self) -> Pair:
        refresh = self._pair.refresh if self._pair is not None else None
        pair = None if refresh is None else self._refreshed(refresh)
        return pair or self._begun()

    def _refreshed(self, refresh: str) -> Pair | None:
        """None: the refresh token is dead, and all that was made from it."""
        try:
            answer, asked_at = self._ask({"grant_type": "refresh_token", "refresh_token": refresh})
            if answer.status in WRONG_CLIENT:
                # invalid_grant; or a server that takes refreshes for something else: the credentials will tell.
                return None
            return self._read(answer, asked_at)
        except RateLimited:
            raise
        except Failed:
            # It may have served without our hearing of it: shown again, it would be taken for stolen.
            self._pair = None
            raise

    def _begun(self) -> Pair:
        self._pair = None
        told = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
        }
        answer, asked_at = self._ask(told)
        return self._read(answer, asked_at)

    def _ask(self, form: Mapping[str, str]) -> tuple[Answer, float]:
        asked_at = self._clock.monotonic()
        # No write as the flows mean it: a lost answer changes nothing of any reservation.
        return self._client.call(
            "POST", TOKEN, headers={"Accept": "application/json"}, form=form, writes=False
        ), asked_at

    def _read(self, answer: Answer, asked_at: float) -> Pair:
        if not answer.ok:
            raise _refusal(answer)
        said = as_object(answer.json()) or {}
        access = _token(said.get("access_token"))
        if access is None:
            raise answer.malformed("access_token")
        life = _seconds(said.get("expires_in"))
        return Pair(access, _token(said.get("refresh_token")), asked_at + max(life - EARLY, life / 2))


def _refusal(answer: Answer) -> Failed:
    said = as_object(answer.json_or_nothing()) or {}
    status = 401 if answer.status in WRONG_CLIENT else answer.status
    failure = of_status(answer.exchange, status, answer.headers, answer.at, code=str(said.get("error", "")))
    if isinstance(failure, AuthRefused) or failure is None:
        return failure or answer.malformed("status")
    return failure


def _token(value: object) -> str | None:
    return value if isinstance(value, str) and TOKEN_TEXT.fullmatch(value) else None


def _seconds(value: object) -> float:
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 < value < 10**9:
        return float(value)
    return USUAL_LIFE
