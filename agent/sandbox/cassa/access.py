"""Who may speak to the till: tokens for an hour, mandatory headers, 360 calls in 10 minutes.

Counts by the clock that the sandbox was given, not by the skewed one: a wrong clock does not end a token.
"""

import base64
import hashlib
import hmac
import json
import math
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request

from agent.sandbox.cassa.refusal import Refusal, invalid

BUDGET = 360
PERIOD = timedelta(minutes=10)
VERSION = "1.0.0"


class Access:
    def __init__(self, clock: Callable[[], datetime], sales_point: int, token_seconds: int) -> None:
        self._clock = clock
        self._sales_point = sales_point
        self.token_seconds = token_seconds
        self.issued = 0
        """How many tokens were given out."""
        self.budget: int | None = BUDGET
        """Calls in any 10 minutes; None: no limit. Calls for a token are not counted."""
        self._tokens: dict[str, datetime] = {}
        self._calls: deque[datetime] = deque()

    def issue(self) -> str:
        """A token as the real ones look: a JWT that names the sales points."""
        self.issued += 1
        ends = self._clock() + timedelta(seconds=self.token_seconds)
        claims = {"idsSalesPoint": [self._sales_point], "exp": int(ends.timestamp()), "jti": self.issued}
        signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
        mark = hmac.new(b"sandbox", signed.encode(), hashlib.sha256).digest()
        token = f"{signed}.{_plain(mark)}"
        self._tokens[token] = ends
        return token

    def expire(self) -> None:
        """Every token given out so far is refused from now on."""
        self._tokens.clear()

    def check(self, request: Request) -> None:
        """Raises Refusal 401, 400 or 429."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        ends = self._tokens.get(token)
        if scheme != "Bearer" or ends is None or ends <= self._clock():
            raise Refusal("InvalidToken", "the token is unknown or expired", status=401)
        if request.headers.get("x-version") != VERSION:
            raise invalid(f"the header X-Version must be {VERSION}")
        if request.method in ("POST", "PUT", "DELETE"):
            check_writing(request)
        self._spend()

    def _spend(self) -> None:
        now = self._clock()
        while self._calls and self._calls[0] <= now - PERIOD:
            self._calls.popleft()
        if self.budget is not None and len(self._calls) >= self.budget:
            wait = math.ceil((self._calls[0] + PERIOD - now).total_seconds())
            raise Refusal(
                "TooManyRequests", f"{self.budget} calls in 10 minutes", 429, headers={"Retry-After": str(max(wait, 1))}
            )
        self._calls.append(now)


def check_writing(request: Request) -> None:
    """What every call with a body must carry. Raises Refusal."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        raise invalid("the header Content-Type must be application/json")
    if request.headers.get("x-requested-with") != "*":
        raise invalid("the header X-Requested-With must be *")


def _part(claims: object) -> str:
    return _plain(json.dumps(claims, separators=(",", ":")).encode())


def _plain(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()
