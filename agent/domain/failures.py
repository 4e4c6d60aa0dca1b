"""What can go wrong, as values.

    Failed
     +- Transient        not reached, timed out, 5xx: passes by itself, try again
     +- RateLimited      the other side asks to wait: `failure.after`
     +- AuthRefused      wrong or expired credentials: the side is blocked until new ones are given
     +- Refused          the other side understood and said no: the same again is refused again
     |   +- Gone         there is no such thing (any more)
     +- Conflict         the subject changed meanwhile, or the transition is not allowed: read it again
     +- Malformed        the answer cannot be read; after a write its outcome is unknown
    DecisionRefused      a person's decision that does not count (decided before, or not allowed now)
    Overtaken            somebody else changed the subject first (compare-and-set lost): read again
    Unavailable          this PC's own trouble (database, disk, keyring): nothing was changed

A `Failure` carries no sentence, but a message id and parameters: `agent.sentences` makes title, message and
remedy of it in the person's language. Parameters never hold a secret or a guest's data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class Side(StrEnum):
    PORTAL = "portal"
    POS = "pos"


class FailureKind(StrEnum):
    TRANSIENT = "transient"
    RATE_LIMITED = "rate_limited"
    AUTH_REFUSED = "auth_refused"
    REFUSED = "refused"
    CONFLICT = "conflict"
    MALFORMED = "malformed"
    LOCAL = "local"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Failure:
    """One failure as a value; fit for the database, the log and the screen."""

    kind: FailureKind
    message: str
    """Message id of `agent.sentences`, as `side.timeout`."""
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    side: Side | None = None
    acted: bool | None = False
    """Whether the other side acted on the request: False = surely not, None = nobody knows (ask before repeating)."""
    after: timedelta | None = None
    """How long the other side asked to wait."""


class Failed(Exception):
    """Root of what a connector raises; `failure.kind` decides what the lane does."""

    kind = FailureKind.UNKNOWN

    def __init__(
        self,
        message: str,
        *,
        side: Side | None = None,
        acted: bool | None = False,
        after: timedelta | None = None,
        **params: str,
    ) -> None:
        super().__init__(message, params)
        self.failure = Failure(self.kind, message, MappingProxyType(params), side, acted, after)

    @classmethod
    def of(cls, failure: Failure) -> Self:
        """The exception of a failure that was kept as a value."""
        made = cls(failure.message)
        made.failure = failure
        return made


class Transient(Failed):
    kind = FailureKind.TRANSIENT


class RateLimited(Failed):
    kind = FailureKind.RATE_LIMITED


class AuthRefused(Failed):
    kind = FailureKind.AUTH_REFUSED


class Refused(Failed):
    kind = FailureKind.REFUSED


class Gone(Refused):
    """The other side has no such thing."""


class Conflict(Failed):
    kind = FailureKind.CONFLICT


class Malformed(Failed):
    kind = FailureKind.MALFORMED


class DecisionRefused(Exception):
    """A decision that does not count. `reason` is a message id of `agent.sentences` (`decision.*`)."""

    def __init__(self, reason: str, **params: str) -> None:
        super().__init__(reason, params)
        self.reason = reason
        self.params: Mapping[str, str] = MappingProxyType(params)


class Overtaken(Exception):
    """The subject has another version than the one that was read."""


class Unavailable(Exception):
    """Trouble of this PC; `failure.message` is `store.*`, `keyring.*`, `configuration.*` or `webhook.*`."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.failure = Failure(FailureKind.LOCAL, message, MappingProxyType(params))
