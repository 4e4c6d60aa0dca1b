"""A reservation and what the two sides say of it. Values only; what happens to one is in `meeting` and `seating`."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from agent.domain.orders import Customer


class ReservationState(StrEnum):
    """The canonical states: what all systems together can say. See `docs/domain.md` for each system's own words."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    TO_ASSIGN = "to_assign"
    ASSIGNED = "assigned"
    WAITLISTED = "waitlisted"
    TABLE_READY = "table_ready"
    ARRIVED = "arrived"
    SEATED = "seated"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    REJECTED = "rejected"
    CANCELLED = "cancelled"

    @property
    def void(self) -> bool:
        """The guest does not come: the table is free."""
        return self in _VOID

    @property
    def over(self) -> bool:
        return self.void or self is ReservationState.COMPLETED

    @property
    def here(self) -> bool:
        """The guest is in the house."""
        return self in (ReservationState.ARRIVED, ReservationState.SEATED)


_VOID = frozenset({ReservationState.NO_SHOW, ReservationState.REJECTED, ReservationState.CANCELLED})


class Field(StrEnum):
    """What a reservation is made of, piece by piece: each has its owner and its direction in a pair's rules."""

    STARTS_AT = "starts_at"
    STAY = "stay"
    COVERS = "covers"
    TABLES = "tables"
    NOTES = "notes"
    ANSWERS = "answers"
    GUEST = "guest"
    STATE = "state"


NOBODY = Customer(ref="")


@dataclass(frozen=True)
class Answer:
    """The guest's answer to one question of the portal's form."""

    question: str
    answer: str


@dataclass(frozen=True)
class Booking:
    """The values of a reservation. One `Field` each, so two of them can be compared and merged piece by piece."""

    starts_at: datetime
    """Aware."""
    covers: int
    state: ReservationState | None
    """None: the side uses a word that is not known here; `SideReservation.status` keeps it."""
    stay: int | None = None
    """Minutes; None: the side says nothing of it."""
    tables: tuple[str, ...] = ()
    """The tables' codes, as the POS knows them."""
    notes: str = ""
    answers: tuple[Answer, ...] = ()
    guest: Customer = NOBODY
    """`ref` is empty here: the same person has another id on each side (`SideReservation.guest_ref`)."""

    def of(self, field: Field) -> object:
        return getattr(self, field.value)

    def with_(self, field: Field, value: object) -> "Booking":
        return replace(self, **{field.value: value})  # type: ignore[arg-type]  # each field's own type, by its name


@dataclass(frozen=True)
class SideReservation:
    """What one side says of a reservation at one reading."""

    ref: str
    booking: Booking
    status: str
    """The side's own word for the state."""
    version: str
    """Changes whenever the side's record does: a revision, or the instant of its change."""
    changed_at: datetime | None = None
    pair_ref: str | None = None
    """The id that the other side's record has, where this side keeps it (`external_id`, `Tag`, `source`)."""
    own: bool = False
    """It was written there by this product."""
    code: str = ""
    """What guest and staff say aloud; empty where the side has none."""
    room: str = ""
    guest_ref: str = ""
    source: str = ""
    """Where the side says that it was booked."""
    cut: frozenset[Field] = frozenset()
    """Fields that this side holds shortened, or without letters that it cannot write."""


@dataclass(frozen=True)
class ReservationDraft:
    """A reservation to be created on a side. `pair_ref` is the other side's id, and marks the record as ours."""

    pair_ref: str
    booking: Booking
    ignore: frozenset[str] = frozenset()
    """Records of that side that carry `pair_ref` and are closed for good: they are not it."""
    guest_ref: str = ""
    """That side's id of the guest, where it is known."""
