"""What a person can ask for, at the screen or at the terminal. `Agent.submit` takes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.domain.reservations import Field, ReservationState


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


@dataclass(frozen=True)
class SetReservationState:
    """`state` is one of those that the pair allows from here; `message` reaches the guest where the portal sends it."""

    reservation_id: int
    state: ReservationState
    message: str = ""


@dataclass(frozen=True)
class SetReservationTable:
    """The tables' codes; empty: none. Only where the pair lets it travel."""

    reservation_id: int
    tables: tuple[str, ...]


@dataclass(frozen=True)
class UndoConflict:
    """The value that lost is put back, and sent to both sides."""

    reservation_id: int
    field: Field


@dataclass(frozen=True)
class RecreateReservation:
    """Alive again on the portal after the pair was closed: create it anew at the till."""

    reservation_id: int


@dataclass(frozen=True)
class AcceptReservationAsItIs:
    """What lost, or the sale that differs, was looked at and is right as it stands: it asks for nobody any more."""

    reservation_id: int


@dataclass(frozen=True)
class MoveReservation:
    """To another instant. Only where the pair lets it travel."""

    reservation_id: int
    starts_at: datetime


@dataclass(frozen=True)
class ApproveProposal:
    """What waits is sent. `without`: codes of rooms that a person unticked (a floor plan)."""

    proposal_id: int
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DiscardProposal:
    """Not sent; the next difference is proposed anew."""

    proposal_id: int


@dataclass(frozen=True)
class GoBackToMenu:
    """Proposes a menu that was sent before; its difference is shown first."""

    proposal_id: int


@dataclass(frozen=True)
class FollowTill:
    """After going back: the till's own menu is to be proposed again."""

    link: str


@dataclass(frozen=True)
class AllowPriceZero:
    """That dish is really free: its price of 0 may be sent."""

    link: str
    dish_ref: str
    allowed: bool = True


OrderCommand = AcceptOrder | PostponeOrder | RejectOrder | CloseOrder | UndoDecision | AcknowledgeOrder
ReservationCommand = (
    SetReservationState
    | SetReservationTable
    | UndoConflict
    | RecreateReservation
    | AcceptReservationAsItIs
    | MoveReservation
)
ProposalCommand = ApproveProposal | DiscardProposal | GoBackToMenu | FollowTill | AllowPriceZero
Command = OrderCommand | ReservationCommand | ProposalCommand | RetryErrand | ResolveErrand | PauseLink
