"""What has happened. Events carry ids and never rows: who wants to know more reads again through the façade."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrderArrived:
    link: str
    order_id: int


@dataclass(frozen=True)
class OrderChanged:
    link: str
    order_id: int


@dataclass(frozen=True)
class ReservationHeard:
    """One that nobody here knew."""

    link: str
    reservation_id: int


@dataclass(frozen=True)
class ReservationChanged:
    link: str
    reservation_id: int


@dataclass(frozen=True)
class FlowProgress:
    """How far a long flow has come. `whole` None: how much there is can't be told beforehand."""

    link: str
    flow: str
    done: int
    whole: int | None


@dataclass(frozen=True)
class AlignmentChanged:
    """Findings, or a proposal, of that link."""

    link: str


@dataclass(frozen=True)
class TakingsChanged:
    """A sale was added, or changed."""

    link: str


@dataclass(frozen=True)
class LinkChanged:
    """Health, pause or outbox of a link changed."""

    link: str


@dataclass(frozen=True)
class PassEnded:
    """A lane came to the end of one pull and push."""

    link: str
    clean: bool = True
    """Nothing stopped any part of it."""


@dataclass(frozen=True)
class ClockJumped:
    """The PC slept, or its clock was moved."""


@dataclass(frozen=True)
class PreferencesChanged:
    """Somebody changed the settings of the face."""


@dataclass(frozen=True)
class UpdateReady:
    """A newer version lies on this PC, verified."""

    version: str


@dataclass(frozen=True)
class QuitWanted:
    """Another process (an installer, `campanello quit`) asks this one to end as if a person had chosen so."""


Event = (
    OrderArrived
    | OrderChanged
    | ReservationHeard
    | ReservationChanged
    | FlowProgress
    | AlignmentChanged
    | TakingsChanged
    | LinkChanged
    | PassEnded
    | ClockJumped
    | PreferencesChanged
    | QuitWanted
    | UpdateReady
)
