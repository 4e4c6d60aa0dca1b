"""What a person can ask for, at the screen or at the terminal. `Agent.submit` takes them."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class AcceptOrder:
    order_id: int
    within: timedelta | None = None
    """Ready so long from now; None: at the time that the guest wants."""


@dataclass(frozen=True)
class PostponeOrder:
    order_id: int
    by: timedelta
    """Added to the time promised so far (or to now, when that is past)."""


@dataclass(frozen=True)
class RejectOrder:
    order_id: int
    reason: str
    """Reaches the guest; 1 to 500 characters."""


@dataclass(frozen=True)
class CloseOrder:
    order_id: int


@dataclass(frozen=True)
class UndoDecision:
    order_id: int


@dataclass(frozen=True)
class AcknowledgeOrder:
    order_id: int


@dataclass(frozen=True)
class RetryErrand:
    errand_id: int


@dataclass(frozen=True)
class ResolveErrand:
    """Taken care of by hand: the parked errand is closed without being sent."""

    errand_id: int


@dataclass(frozen=True)
class PauseLink:
    link: str
    paused: bool


OrderCommand = AcceptOrder | PostponeOrder | RejectOrder | CloseOrder | UndoDecision | AcknowledgeOrder
Command = OrderCommand | RetryErrand | ResolveErrand | PauseLink
