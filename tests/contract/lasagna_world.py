"""Lasagna on loopback with its connector."""

from datetime import UTC, datetime, timedelta

from agent.connectors.portals.lasagna.client import Lasagna
from agent.connectors.portals.lasagna.manifest import open_lasagna
from agent.connectors.portals.lasagna.settings import Settings
from agent.domain.orders import Customer
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Booking, ReservationDraft, ReservationState
from agent.sandbox import Faults, LasagnaServer
from tests.contract.world import GUEST, SHORT, UNKNOWN_WORD, surroundings

CONTRACT = "contratto"


class LasagnaWorld:
    """Fulfils `ReservationWorld`."""

    read_path = r"/api/v1/reservations$"
    write_path = r"/api/v1/reservations$"
    tables: tuple[str, ...] = ("G1", "G2")

    def __init__(self) -> None:
        self.server = LasagnaServer()
        self.server.start()
        self.skews: list[float] = []
        self.connector = self.opened()
        self.secrets: tuple[str, ...] = (self.server.client_secret, "accesso-", "rinnovo-")
        self.guests_words: tuple[str, ...] = ("maria.rossi", "1234567")

    @property
    def side(self) -> ReservationSide:
        return self.connector

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def opened(self, *, wrong_credentials: bool = False) -> Lasagna:
        settings = Settings(base_url=self.server.base_url)
        secret = "sbagliato" if wrong_credentials else self.server.client_secret
        secrets = {"client_id": self.server.client_id, "client_secret": secret}
        return open_lasagna(settings, secrets, surroundings(self.skews), SHORT)

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
        return str(self.server.book(starts_at=at)["id"])

    def somebody_changes(self, ref: str, covers: int) -> None:
        self.server.change(ref, covers=covers)

    def say_unknown_word(self, ref: str) -> None:
        self._break(ref, status=UNKNOWN_WORD)

    def break_record(self, ref: str) -> None:
        self._break(ref, covers="boh")

    def count_of(self, pair_ref: str) -> int:
        return self.server.state.creations[pair_ref]

    def _break(self, ref: str, **fields: object) -> None:
        with self.server.state.lock:
            self.server.state.reservations[ref].content.update(fields)

    def _draft(self) -> ReservationDraft:
        guest = Customer("", GUEST.first_name, GUEST.last_name, GUEST.email, GUEST.phone)
        return ReservationDraft(CONTRACT, Booking(_TOMORROW, 2, ReservationState.PENDING, guest=guest))


_TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
