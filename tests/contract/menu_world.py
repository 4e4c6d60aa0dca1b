"""Passepartout Menu on loopback with its connector."""

from datetime import UTC, datetime, timedelta
from typing import Any

from agent.connectors.pos.passepartout_menu.manifest import open_passepartout_menu
from agent.connectors.pos.passepartout_menu.settings import Settings
from agent.domain.reservation_ports import Days, ReservationSide
from agent.domain.reservations import Booking, ReservationDraft, ReservationState
from agent.sandbox import Faults, MenuServer
from tests.contract.world import GUEST, SHORT, UNKNOWN_WORD, surroundings

CONTRACT = "contratto"
_TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


class MenuWorld:
    """Fulfils `ReservationWorld`. All calls share one path: faults choose them by their operation."""

    read_path = r"GetPrenotazioniMenuGiorno"
    write_path = r"PutPrenotazioneMenu"
    tables: tuple[str, ...] = ("3", "5")

    def __init__(self) -> None:
        self.server = MenuServer()
        self.server.start()
        self.skews: list[float] = []
        self.connector: Any = self.opened()
        self.secrets: tuple[str, ...] = (self.server.password,)
        self.guests_words: tuple[str, ...] = ("maria.rossi", "1234567")

    @property
    def side(self) -> ReservationSide:
        side: ReservationSide = self.connector
        return side

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def opened(self, *, wrong_credentials: bool = False) -> Any:
        settings = Settings(base_url=self.server.base_url, company=self.server.company)
        password = "sbagliata" if wrong_credentials else self.server.password
        secrets = {"user": self.server.user, "password": password}
        return open_passepartout_menu(settings, secrets, surroundings(self.skews), SHORT)

    def read(self) -> object:
        today = datetime.now(UTC).date()
        return list(self.side.reservations(Days(today, today)))

    def write(self) -> object:
        return self.side.create_reservation(self._draft(), key="k")

    def written(self) -> int:
        return self.count_of(CONTRACT)

    def found_again(self) -> bool:
        return self.side.find_reservation(self._draft()) is not None

    def down(self) -> None:
        self.server.down()

    def close(self) -> None:
        self.connector.close()
        self.server.stop()

    def somebody_books(self, at: datetime) -> str:
        return str(self.server.host.book(starts_at=at)["IdGestionale"])

    def somebody_changes(self, ref: str, covers: int) -> None:
        self.server.host.change(int(ref), covers=covers)

    def say_unknown_word(self, ref: str) -> None:
        self._break(ref, StatoEnum=UNKNOWN_WORD)

    def break_record(self, ref: str) -> None:
        self._break(ref, NumeroPersone="boh")

    def count_of(self, pair_ref: str) -> int:
        return int(self.server.state_json()["creations"].get(f"plateform:{pair_ref}", 0))

    def _break(self, ref: str, **members: object) -> None:
        with self.server.state.lock:
            self.server.state.reservations[int(ref)].content.update(members)

    def _draft(self) -> ReservationDraft:
        return ReservationDraft(CONTRACT, Booking(_TOMORROW, 2, ReservationState.PENDING, guest=GUEST))
