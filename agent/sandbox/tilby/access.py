"""Who may speak to the till: one static token, or access tokens that a refresh token makes. The pair's wire is ASSUMED.

Counts by the clock that the sandbox was given, not by the skewed one: a wrong clock does not end a token.
"""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from agent.sandbox.tilby.refusal import Refusal
from agent.sandbox.tilby.state import Switches
from agent.sandbox.wire import json_answer

FORM = "application/x-www-form-urlencoded"


class Access:
    def __init__(
        self, clock: Callable[[], datetime], token: Callable[[], str], refresh_token: str, token_seconds: int
    ) -> None:
        """`token`: the static one, as it is now; empty: none is valid."""
        self._clock = clock
        self._token = token
        self.token_seconds = token_seconds
        self.issued = 0
        """How many access tokens were given out."""
        self._refreshing = {refresh_token}
        self._access: dict[str, datetime] = {}

    def refresh(self, request: Request, body: bytes, switches: Switches) -> Response:
        """The answer of the token address; refusals in the words of OAuth."""
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind != FORM or form.get("grant_type") != "refresh_token":
            return json_answer({"error": "invalid_request"}, 400)
        shown = form.get("refresh_token", "")
        if shown not in self._refreshing:
            return json_answer({"error": "invalid_grant"}, 400)
        access = f"accesso-{secrets.token_urlsafe(24)}"
        self._access[access] = self._clock() + timedelta(seconds=self.token_seconds)
        self.issued += 1
        answer: dict[str, object] = {"access_token": access, "expires_in": self.token_seconds}
        if switches.rotates_refresh:
            if not switches.old_refresh_serves:
                self._refreshing.discard(shown)
            answer["refresh_token"] = f"rinnovo-{secrets.token_urlsafe(24)}"
            self._refreshing.add(str(answer["refresh_token"]))
        return json_answer(answer)

    def check(self, request: Request, switches: Switches) -> None:
        """Raises Refusal 401, or 403 where the switch says so."""
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        static = self._token()
        ends = self._access.get(shown)
        known = (bool(static) and hmac.compare_digest(shown.encode(), static.encode())) or (
            ends is not None and ends > self._clock()
        )
        if scheme.lower() != "bearer" or not known:
            raise Refusal(403 if switches.refuses_with_403 else 401, "the token is unknown or expired")

    def expire(self) -> None:
        """Every access token given out so far is refused from now on."""
        self._access.clear()

    def revoke(self) -> None:
        """As `expire`, and no refresh token serves any more."""
        self._access.clear()
        self._refreshing.clear()
