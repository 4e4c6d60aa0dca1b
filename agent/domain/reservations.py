"""A reservation and what the two sides say of it. Values only; what happens to one is in `meeting` and `seating`."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property

from agent.domain.failures import Side
from agent.domain.orders import Customer
from agent.domain.sales import Check, Sale


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
    """Aware; held in UTC, whatever zone it is given in."""
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

    def __post_init__(self) -> None:
        # In a zone with summer time two instants of the doubled hour are equal to nothing of another zone (PEP 495):
        # what is compared all day must not be held so.
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))

    def of(self, field: Field) -> object:
        # The field is its own name: asking an enumeration for its value takes longer than the rest of this.
        return getattr(self, field)

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

    @cached_property
    def digest(self) -> str:
        """Of all that it says: two readings that say the same have the same.

        Made for every record of every window: a tuple's own text, without a mapping or an object between.
        """
        held, guest, changed = self.booking, self.booking.guest, self.changed_at
        said = (
            self.ref,
            held.starts_at.isoformat(),
            held.covers,
            held.state and held.state.value,
            held.stay,
            held.tables,
            held.notes,
            [(each.question, each.answer) for each in held.answers],
            (guest.ref, guest.first_name, guest.last_name, guest.email, guest.phone),
            self.status,
            self.version,
            changed and changed.astimezone(UTC).isoformat(),
            self.pair_ref,
            self.own,
            self.code,
            self.room,
            self.guest_ref,
            self.source,
            sorted(self.cut),
        )
        return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True)
class ReservationDraft:
    """A reservation to be created on a side. `pair_ref` is the other side's id, and marks the record as ours."""

    pair_ref: str
    booking: Booking
    ignore: frozenset[str] = frozenset()
    """Records of that side that carry `pair_ref` and are closed for good: they are not it."""
    guest_ref: str = ""
    """That side's id of the guest, where it is known."""
    perhaps_there: bool = False
    """An earlier attempt may have made it: a record that cannot be read may be it, and nobody may say there is none."""


@dataclass(frozen=True)
class SideRecord:
    """One side's record of a reservation, and what of ours it stands for.

    `said` is the side's last statement, word by word. `stands_for` are the values, as they are held here, that this
    statement expresses: a side that can't say "seated" says "arrived" and stands for "seated". Whatever differs between
    `stands_for` and the reservation's booking is owed to that side.
    """

    said: SideReservation
    stands_for: Booking


@dataclass(frozen=True)
class Conflict:
    """Both sides changed one field before either knew. `lost` came from `side`; it can be put back."""

    field: Field
    side: Side
    lost: Booking
    at: datetime


@dataclass(frozen=True)
class Reservation:
    """A reservation on one link. Compare-and-set on `version`."""

    link: str
    booking: Booking
    """What is held to be true; each side is brought to it."""
    heard_at: datetime
    """When it was first heard of, here."""
    portal: SideRecord | None = None
    pos: SideRecord | None = None
    conflicts: tuple[Conflict, ...] = ()
    closed_pair: bool = False
    """The till's record is closed for good: nothing is sent there any more."""
    reopened: bool = False
    """Alive again on the portal after the pair was closed; a person may have it created anew."""
    former_refs: frozenset[str] = frozenset()
    """The till's records that were closed for good."""
    checks: tuple[Check, ...] = ()
    sold: tuple[Sale, ...] = ()
    """What the portal was, or will be, told; kept as it was then."""
    sale_differs: bool = False
    """The till changed a check or a bill after the sale was sent: shown, not sent again."""
    id: int = 0
    version: int = 0

    def record(self, side: Side) -> SideRecord | None:
        return self.portal if side is Side.PORTAL else self.pos

    def with_record(self, side: Side, record: SideRecord | None) -> "Reservation":
        return replace(self, portal=record) if side is Side.PORTAL else replace(self, pos=record)

    @property
    def attached(self) -> bool:
        """A check is open for it."""
        return any(not check.paid for check in self.checks)

    @property
    def paid(self) -> bool:
        return bool(self.checks) and all(check.paid for check in self.checks)
