"""Who may speak to the portal: tokens that expire, and refresh tokens that serve once.

Counts by the clock that the sandbox was given, not by the skewed one: a wrong clock does not end a token.
"""

import hmac
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request

from agent.sandbox.lasagna.refusal import Refusal
from agent.sandbox.wire import Json

FORM = "application/x-www-form-urlencoded"


@dataclass(eq=False)
class Grant:
    """An access token and the refresh token that came with it."""

    access: str
    refresh: str
    ends: datetime
    made_from: "Grant | None" = None
    """The grant whose refresh token it was made with; None: made with the client's credentials."""
    refreshed: bool = False
    """Its refresh token has served."""

    def descends_from(self, other: "Grant") -> bool:
        earlier = self.made_from
        while earlier is not None and earlier is not other:
            earlier = earlier.made_from
        return earlier is other


class Access:
    def __init__(
        self, clock: Callable[[], datetime], credentials: Callable[[], tuple[str, str]], token_seconds: int
    ) -> None:
        """`credentials`: client id and client secret, as they are now."""
        self._clock = clock
        self._credentials = credentials
        self.token_seconds = token_seconds
        self.issued: Counter[str] = Counter()
        """How many tokens were given out, by grant type."""
        self.replays = 0
        """How often a refresh token was shown that had served already."""
        self._grants: list[Grant] = []

    def token(self, request: Request, body: bytes, *, ends_old: bool) -> Json:
        """The answer of /oauth/token. `ends_old`: a refresh ends the access token before it. Raises Refusal."""
        if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
            raise Refusal(400, "invalid_request", f"the body must be {FORM}")
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        kind = form.get("grant_type", "")
        match kind:
            case "client_credentials":
                grant = self._by_credentials(form)
            case "refresh_token":
                grant = self._by_refresh(form, ends_old)
            case _:
                raise Refusal(400, "unsupported_grant_type", "client_credentials or refresh_token")
        self.issued[kind] += 1
        self._grants.append(grant)
        return {
            "access_token": grant.access,
            "refresh_token": grant.refresh,
            "expires_in": self.token_seconds,
            "token_type": "Bearer",
        }

    def check(self, request: Request) -> None:
        """Raises Refusal 401."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        live = any(grant.access == token and grant.ends > self._clock() for grant in self._grants)
        if scheme.lower() != "bearer" or not live:
            raise Refusal(401, "invalid_token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})

    def expire(self) -> None:
        """Every access token given out so far is refused from now on; refresh tokens still serve."""
        for grant in self._grants:
            grant.ends = self._clock()

    def revoke(self) -> None:
        """As `expire`, and no refresh token serves any more."""
        self._grants.clear()

    def _by_credentials(self, form: dict[str, str]) -> Grant:
        shown = f"{form.get('client_id', '')}:{form.get('client_secret', '')}"
        if not hmac.compare_digest(shown.encode(), ":".join(self._credentials()).encode()):
            raise Refusal(401, "invalid_client", "the client is not known by these credentials")
        return self._grant(None)

    def _by_refresh(self, form: dict[str, str], ends_old: bool) -> Grant:
        shown = form.get("refresh_token", "")
        old = next((grant for grant in self._grants if grant.refresh == shown), None)
        if old is None:
            raise Refusal(400, "invalid_grant", "the refresh token is not known")
        if old.refreshed:
            self.replays += 1
            self._grants = [grant for grant in self._grants if not grant.descends_from(old)]
            raise Refusal(400, "invalid_grant", "the refresh token has served already")
        old.refreshed = True
        if ends_old:
            old.ends = self._clock()
        return self._grant(old)

    def _grant(self, made_from: Grant | None) -> Grant:
        ends = self._clock() + timedelta(seconds=self.token_seconds)
        return Grant(f"accesso-{secrets.token_urlsafe(24)}", f"rinnovo-{secrets.token_urlsafe(24)}", ends, made_from)
