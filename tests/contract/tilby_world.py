"""Tilby on loopback with its connector."""

from datetime import UTC, datetime, timedelta

from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.manifest import open_tilby
from agent.connectors.pos.tilby.settings import Settings
from agent.domain.orders import Customer
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Booking, ReservationDraft, ReservationState
from agent.sandbox import Faults, TilbyServer
from tests.contract.world import GUEST, SHORT, UNKNOWN_WORD, surroundings

CONTRACT = "contratto"


class TilbyWorld:
    """Fulfils `ReservationWorld`. The guest is at the till already: what `write` does is one write."""

    read_path = r"/v2/bookings$"
    write_path = r"/v2/bookings$"
    tables: tuple[str, ...] = ("101", "108")

    def __init__(self) -> None:
        self.server = TilbyServer()
        self.server.start()
        self.skews: list[float] = []
        self.connector = self.opened()
        self.secrets: tuple[str, ...] = (self.server.token,)
        self.guests_words: tuple[str, ...] = ("maria.rossi", "1234567")

    @property
    def side(self) -> ReservationSide:
        return self.connector

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def opened(self, *, wrong_credentials: bool = False) -> Tilby:
        settings = Settings(base_url=self.server.base_url, calls_per_second=100)
        token = "sbagliato" if wrong_credentials else self.server.token
        return open_tilby(settings, {"token": token}, surroundings(self.skews), SHORT)

    def read(self) -> object:
        return list(self.connector.reservations(changed_since=datetime.now(UTC) - timedelta(days=1)))

    def write(self) -> object:
        return self.connector.create_reservation(self._draft(), key="k")

    def written(self) -> int:
        return self.count_of(CONTRACT)

    def found_again(self) -> bool:
        return self.connector.find_reservation(self._draft()) is not None

    def down(self) -> None:
        self.server.down()

    def close(self) -> None:
        self.connector.close()
        self.server.stop()

    def somebody_books(self, at: datetime) -> str:
        return str(self.server.host.book(booked_for=at)["id"])

    def somebody_changes(self, ref: str, covers: int) -> None:
        self.server.host.change(int(ref), people=covers)

    def say_unknown_word(self, ref: str) -> None:
        self._break(ref, status=UNKNOWN_WORD)

    def break_record(self, ref: str) -> None:
        self._break(ref, people="boh")

    def count_of(self, pair_ref: str) -> int:
        return self.server.state.creations[f"lasagna:{pair_ref}"]

    def _break(self, ref: str, **fields: object) -> None:
        with self.server.state.lock:
            self.server.state.bookings[int(ref)].content.update(fields)

    def _draft(self) -> ReservationDraft:
        guest = Customer("", GUEST.first_name, GUEST.last_name, GUEST.email, GUEST.phone)
        return ReservationDraft(CONTRACT, Booking(_TOMORROW, 2, ReservationState.PENDING, guest=guest))


_TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
