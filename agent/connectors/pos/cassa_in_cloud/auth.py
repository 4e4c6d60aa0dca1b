"""Cassa in Cloud's access: the API key buys a token of an hour, renewed before it ends. Both stay in memory."""

import re
import threading
from decimal import Decimal
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.failures import of_status
from agent.connectors.fields import as_object
from agent.connectors.http import SideClient
from agent.domain.failures import AuthRefused
from agent.domain.ports import Clock

EARLY: Final = 60.0
"""Seconds before its end at which a token is not used any more."""

USUAL_LIFE: Final = 3600.0
"""Seconds; for an answer that does not say."""

WRONG_KEY: Final = (400, 401, 403)
"""A wrong key is answered with 400 in the wild."""


class Access:
    """The token of one key. May be asked by several threads: one of them renews, the others wait for it."""

    def __init__(self, client: SideClient, api_key: str, clock: Clock) -> None:
        self._client = client
        self._api_key = api_key
        self._clock = clock
        self._lock = threading.Lock()
        self._token: str | None = None
        self._good_until = 0.0

    def token(self) -> str:
        """Raises `AuthRefused` for a wrong key, and what else a call can raise."""
        with self._lock:
            if self._token is None or self._clock.monotonic() >= self._good_until:
                return self._buy()
            return self._token

    def instead_of(self, refused: str) -> str:
        """Another token than the one that was refused; bought only when nobody else has done so meanwhile."""
        with self._lock:
            if self._token is None or self._token == refused:
                return self._buy()
            return self._token

    def _buy(self) -> str:
        self._token = None
        asked_at = self._clock.monotonic()
        # A lost answer changes nothing at the till: the next attempt buys another token.
        answer = self._client.call(
            "POST",
            "/apikey/token",
            headers={"X-Requested-With": "*"},
            body={"apiKey": self._api_key},
            writes=False,
        )
        if not answer.ok:
            raise _refusal(answer)
        said = as_object(answer.json()) or {}
        token = said.get("access_token")
        if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]+", token):
            raise answer.malformed("access_token")
        life = _seconds(said.get("expires_in"))
        self._token = token
        self._good_until = asked_at + max(life - EARLY, life / 2)
        return token


def _refusal(answer: Answer) -> Exception:
    said = as_object(answer.json_or_nothing()) or {}
    code = str(said.get("error", ""))
    status = 401 if answer.status in WRONG_KEY else answer.status
    failure = of_status(answer.exchange, status, answer.headers, answer.at, code=code)
    if isinstance(failure, AuthRefused) or failure is None:
        return failure or answer.malformed("status")
    return failure


def _seconds(value: object) -> float:
    """ASSUMED for a word that is no number of seconds: the usual hour."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 < value < 10**9:
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,8}", value, re.ASCII):
        return float(value)
    return USUAL_LIFE
