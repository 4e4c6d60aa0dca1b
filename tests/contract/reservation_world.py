"""What the contracts of reservations need of a world, and the bookings that they try it with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from agent.domain.orders import Customer
from agent.domain.reservation_ports import Days, ReservationSide
from agent.domain.reservations import Answer, Booking, Field, ReservationState, SideReservation
from tests.contract.world import GUEST, World

S = ReservationState
Step = tuple[ReservationState, ReservationState]

EVERYTHING = frozenset(Field)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
ANNA = Customer("", "Anna", "Bianchi", "anna.bianchi@example.test", "349 7654321")
BRUNO = Customer("", "Bruno", "Neri", "bruno@example.test", "347 1112222")
MARIA = replace(GUEST, ref="")

FROM_CONFIRMED: tuple[Step, ...] = tuple((S.CONFIRMED, state) for state in ReservationState)


class ReservationWorld(World, Protocol):
    """A system with its own people, who book and change."""

    tables: tuple[str, ...]
    """Codes of tables that it has; two or more, of one room."""
    tells: frozenset[Field]
    """What the system says of a reservation, to who reads it."""
    writes: frozenset[Field]
    """What the connector changes there; the state always."""
    refuses: bool
    """What the connector does not change it refuses; else it passes it over."""
    frees: bool
    """Where reservations are created: the mark of one that is void may be given to a second one."""
    steps: tuple[Step, ...]
    """Changes of state that the system grants: from one that `somebody_books` can give, to one that is written."""
    members: Mapping[Field, frozenset[str]]
    """The record's members that say each field that is written."""
    stamps: frozenset[str]
    """The record's members that change with every write."""
    unknown_refs: tuple[str, ...]
    """Ids that no record has."""
    cancels: tuple[str, str]
    """Method and path of the call that writes a cancellation, for the faults."""

    def opened(self, *, wrong_credentials: bool = False) -> ReservationSide: ...

    @property
    def side(self) -> ReservationSide: ...

    def somebody_books(self, wanted: Booking) -> str:
        """On the system itself, in its own words and as far as it has them; the reservation's id."""
        ...

    def somebody_changes(self, ref: str, covers: int) -> None: ...

    def somebody_cancels(self, ref: str) -> None:
        """Or deletes it, or marks it as missed: what people there do when the guest does not come."""
        ...

    def say_unknown_word(self, ref: str) -> None: ...

    def break_record(self, ref: str) -> None: ...

    def plant(self, ref: str) -> None:
        """Into the record, what the system keeps and no connector knows."""
        ...

    def record(self, ref: str) -> dict[str, object]:
        """As it lies in the system's memory, by its own names; a copy."""
        ...

    def count_of(self, pair_ref: str) -> int:
        """How many reservations were ever created with that mark."""
        ...


def booking(**changes: object) -> Booking:
    made = Booking(
        starts_at=SOON,
        covers=4,
        state=S.PENDING,
        stay=75,
        notes="seggiolone\nper favore",
        answers=(Answer("Allergie?", "noci"),),
        guest=ANNA,
    )
    for name, value in changes.items():
        made = made.with_(Field(name), value)
    return made


def another(world: ReservationWorld) -> Booking:
    """Than `booking()`, in every field."""
    return booking(
        starts_at=SOON + timedelta(hours=1),
        covers=7,
        state=S.CONFIRMED,
        stay=120,
        tables=world.tables[1:2],
        notes="",
        answers=(Answer("Allergie?", "nessuna"),),
        guest=BRUNO,
    )


PLAIN: tuple[Booking, ...] = (
    booking(),
    booking(notes="", answers=(), covers=1, stay=1),
    booking(notes='Perché no? È già l\'ora\r\ndel dolce & "caffè" <subito>', covers=12),
    booking(notes="", guest=Customer("", "Zoë", "D'Àngelo", "zoe@example.test", None), stay=240),
    booking(guest=Customer("", None, "Gallo", None, "06 5551234"), answers=()),
    booking(guest=Customer("", "Gina", None, None, None), state=S.WAITLISTED),
    booking(guest=BRUNO, state=S.CONFIRMED, answers=(Answer("Occasione?", ""), Answer("Cane?", "sì: piccolo"))),
)
"""What every system can hold as it is, people's own spelling of it too."""

HARD: tuple[Booking, ...] = (
    booking(notes="più di 5 € “a testa” 🎂 – grazie… " * 30),
    booking(
        notes="   \n \n", guest=Customer("", "  Łukasz ", "Żółć" * 20, " lukasz@example.test ", "+39 333 " + "1" * 40)
    ),
    booking(notes="--- Domande ---\nvero o falso?", guest=Customer("", "Eva\nMaria", "Nuñez", "eva@example.test", "")),
    booking(state=S.TABLE_READY, notes="\x00strano\x07\t", guest=Customer("", "李", "明", "li@example.test", "0")),
)
"""What one system or another can hold only in its own way."""


def listed(world: ReservationWorld, days: Days | None = None, since: datetime | None = None) -> list[SideReservation]:
    return [said for page in world.side.reservations(days, changed_since=since) for said in page.records]


def only(fields: frozenset[Field], said: Booking) -> dict[Field, object]:
    return {field: said.of(field) for field in fields}
