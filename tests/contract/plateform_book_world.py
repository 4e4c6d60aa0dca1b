"""Plateform on loopback with its connector, for its reservations: guests book, the restaurant says the state."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Booking, Field, ReservationState, SideReservation
from tests.contract.plateform_world import PlateformWorld
from tests.contract.reservation_world import EVERYTHING, MARIA, S, Step, booking
from tests.contract.world import UNKNOWN_WORD

STATE = frozenset({Field.STATE})

WORDS = {S.PENDING: "non_confermato", S.CONFIRMED: "confermato", S.WAITLISTED: "lista_attesa"}

FROM_PENDING = (S.PENDING, S.CONFIRMED, S.WAITLISTED, S.REJECTED, S.CANCELLED)


class PlateformBookWorld(PlateformWorld):
    """Fulfils `ReservationWorld`."""

    read_path = r"/v1/reservations$"
    write_path = r"/v1/reservations/\d+$"
    cancels = ("PATCH", write_path)
    tables: tuple[str, ...] = ("3", "4")
    tells = EVERYTHING
    writes = STATE
    refuses = True
    frees = False
    steps: tuple[Step, ...] = (
        *((S.PENDING, state) for state in FROM_PENDING),
        *((S.CONFIRMED, state) for state in ReservationState if state not in FROM_PENDING),
    )
    members: Mapping[Field, frozenset[str]] = {Field.STATE: frozenset({"status"})}
    stamps = frozenset({"updated_at", "version"})
    unknown_refs: tuple[str, ...] = ("1", "999999", "x/../y?z=1#w")

    def __init__(self) -> None:
        super().__init__()
        self._booked: str | None = None
        self.guests_words = ("maria.rossi", "1234567")

    @property
    def side(self) -> ReservationSide:
        return self.connector

    def read(self) -> object:
        self._reservation()
        return list(self.connector.reservations(changed_since=datetime.now(UTC) - timedelta(days=1)))

    def write(self) -> object:
        seen = SideReservation(self._reservation(), booking(), WORDS[S.PENDING], "1")
        return self.connector.change_reservation(seen, booking(state=S.CONFIRMED), STATE, key="contratto")

    def written(self) -> int:
        return 0 if self._booked is None else len(self.server.notices(int(self._booked)))

    def found_again(self) -> bool:
        return self.connector.reservation(self._reservation()).booking.state is S.CONFIRMED

    def down(self) -> None:
        self._reservation()
        self.server.down()

    def somebody_books(self, wanted: Booking) -> str:
        guest = wanted.guest
        made = self.server.book(
            starts_at=wanted.starts_at,
            covers=wanted.covers,
            status=WORDS[wanted.state or S.PENDING],
            duration_minutes=wanted.stay,
            tables=list(wanted.tables),
            notes=wanted.notes,
            customer={
                "first_name": guest.first_name,
                "last_name": guest.last_name,
                "email": guest.email,
                "phone": guest.phone,
            },
        )
        return str(made["id"])

    def somebody_changes(self, ref: str, covers: int) -> None:
        self.server.guest_changes(int(ref), covers=covers)

    def somebody_cancels(self, ref: str) -> None:
        self.server.guest_cancels(int(ref))

    def say_unknown_word(self, ref: str) -> None:
        with self.server.state.lock:
            self.server.state.reservations[int(ref)].status = UNKNOWN_WORD

    def break_record(self, ref: str) -> None:
        self._put(ref, covers="boh")

    def plant(self, ref: str) -> None:
        self._put(ref, loyalty={"level": "oro"}, marketing=None)

    def record(self, ref: str) -> dict[str, object]:
        with self.server.state.lock:
            return deepcopy(self.server.state.reservations[int(ref)].wire())

    def count_of(self, pair_ref: str) -> int:
        """None: nothing is created there."""
        return 0

    def _put(self, ref: str, **fields: object) -> None:
        with self.server.state.lock:
            self.server.state.reservations[int(ref)].content.update(fields)

    def _reservation(self) -> str:
        """The one reservation that `read` and `write` are about."""
        if self._booked is None:
            self._booked = self.somebody_books(booking(guest=MARIA))
        return self._booked
