"""Who takes which table from when to when: reservations as the planning and the room map see them. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.domain.reservations import ReservationState
from agent.reading import ReservationSheet
from ui.reservations.face import guest_of, table_codes


@dataclass(frozen=True)
class Sitting:
    """A reservation that is not void, with the end of its stay."""

    sheet: ReservationSheet
    ends_at: datetime

    @property
    def id(self) -> int:
        return self.sheet.reservation.id

    @property
    def link(self) -> str:
        return self.sheet.reservation.link

    @property
    def starts_at(self) -> datetime:
        return self.sheet.reservation.booking.starts_at

    @property
    def covers(self) -> int:
        return self.sheet.reservation.booking.covers

    @property
    def guest(self) -> str:
        return guest_of(self.sheet.reservation.booking)

    @property
    def state(self) -> ReservationState:
        state = self.sheet.reservation.booking.state
        assert state is not None, "what is held has a state"
        return state

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables' codes; empty: none yet."""
        return table_codes(self.sheet.reservation)

    @property
    def room(self) -> str:
        """Where the till says so: two of its rooms may each have a table 1."""
        pos = self.sheet.reservation.pos
        return pos.said.room if pos else ""

    @property
    def stay_known(self) -> bool:
        return bool(self.sheet.reservation.booking.stay)

    @property
    def takes(self) -> bool:
        """Whether it still keeps others from its tables: a party that has left does not."""
        return self.state is not ReservationState.COMPLETED

    def meets(self, other: "Sitting") -> bool:
        """Both would sit there at some instant."""
        return self.takes and other.takes and self.starts_at < other.ends_at and other.starts_at < self.ends_at


def sittings_of(sheets: Iterable[ReservationSheet], stay: Callable[[str], int]) -> tuple[Sitting, ...]:
    """By their instant. `stay`: a link's minutes for whoever says nothing of it."""
    taken = (sheet for sheet in sheets if not _void(sheet))
    made = (Sitting(sheet, _end(sheet, stay(sheet.reservation.link))) for sheet in taken)
    return tuple(sorted(made, key=lambda sitting: (sitting.starts_at, sitting.id)))


def _void(sheet: ReservationSheet) -> bool:
    state = sheet.reservation.booking.state
    return state is None or state.void


def _end(sheet: ReservationSheet, minutes: int) -> datetime:
    booking = sheet.reservation.booking
    return booking.starts_at + timedelta(minutes=booking.stay or minutes)
