"""What is to replace something on a portal as a whole: a menu, or a floor plan. Kept, shown first when it is large."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from agent.domain.failures import Failure
from agent.domain.floor import Room
from agent.domain.menu import Menu
from agent.domain.orders import Actor

T = TypeVar("T")


class ProposalKind(StrEnum):
    MENU = "menu"
    FLOOR = "floor"


class ProposalState(StrEnum):
    WAITING = "waiting"
    """A person must see the difference first."""
    APPROVED = "approved"
    """To be sent; by a person, or by itself because it is small."""
    SENT = "sent"
    REFUSED = "refused"
    """The portal did not take it; `failure` says why."""
    SUPERSEDED = "superseded"
    """One side changed before it was sent: another took its place."""
    DISCARDED = "discarded"
    """A person said no."""

    @property
    def open(self) -> bool:
        return self in (ProposalState.WAITING, ProposalState.APPROVED)


class WaitReason(StrEnum):
    """Why a person must look first."""

    FIRST = "first"
    """Nothing was ever sent: the portal's menu would be overwritten unseen."""
    MANY_GONE = "many_gone"
    """It removes or switches off more dishes than the link allows by itself."""
    PRICE_ZERO = "price_zero"
    """A price would be 0."""
    GOING_BACK = "going_back"
    """A person asked for an earlier one."""
    ASKED_ALWAYS = "asked_always"
    """The link sends nothing by itself."""


@dataclass(frozen=True)
class Proposal(Generic[T]):
    """`before`: what the portal had when it was made; `wanted`: what is to stand there."""

    id: int
    """0 until it is stored."""
    link: str
    state: ProposalState
    made_at: datetime
    before: T
    wanted: T
    reasons: tuple[WaitReason, ...] = ()
    decided_by: Actor | None = None
    """None: nobody yet. `AGENT`: small enough to go by itself."""
    decided_at: datetime | None = None
    sent_at: datetime | None = None
    failure: Failure | None = None
    goes_back_to: int | None = None
    """The sent one that a person wants back."""
    zero_allowed: frozenset[str] = field(default_factory=frozenset)
    """References of dishes whose price of 0 a person confirmed in this one."""

    @property
    def kind(self) -> ProposalKind:
        return ProposalKind.MENU if isinstance(self.wanted, Menu) else ProposalKind.FLOOR


MenuProposal = Proposal[Menu]
FloorProposal = Proposal[tuple[Room, ...]]
AnyProposal = MenuProposal | FloorProposal


@dataclass(frozen=True)
class MenuVersion:
    """One menu that was sent, without the menu: what a list of them shows."""

    id: int
    sent_at: datetime
    decided_by: Actor | None
    dishes: int
    """How many it has."""
    goes_back_to: int | None = None


@dataclass(frozen=True)
class MenuLook:
    """What is kept of a link's menu between two looks."""

    agreed: Menu | None = None
    """The till's own values when a menu was last sent; None: none was."""
    compared_at: datetime | None = None
    """When both sides were last read whole."""
    changes_since: datetime | None = None
    """From when on the till is asked for changes."""
    zero_allowed: frozenset[str] = frozenset()
    """References of dishes that a person lets go for nothing."""
    held: int | None = None
    """The earlier proposal that a person wanted back; its values stay until the till's own change."""
