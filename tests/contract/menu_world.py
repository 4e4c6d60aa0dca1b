"""Passepartout Menu on loopback with its connector. All calls have one address: faults tell them by SOAPAction."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.connectors.pos.passepartout_menu.manifest import open_passepartout_menu
from agent.connectors.pos.passepartout_menu.settings import Settings
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Booking, Field, ReservationDraft
from agent.sandbox import Faults
from agent.sandbox.menu.server import MenuServer
from tests.contract.reservation_world import EVERYTHING, FROM_CONFIRMED, MARIA, S, Step, booking
from tests.contract.world import SHORT, UNKNOWN_WORD, surroundings

CONTRACT = "contratto"

WORDS = {S.PENDING: "Preventivo", S.CONFIRMED: "Confermata", S.WAITLISTED: "ListaAttesa"}


class MenuWorld:
    """Fulfils `ReservationWorld`."""

    read_path = r"/GetPrenotazioniMenuGiorno$"
    write_path = r"/PutPrenotazioneMenu$"
    cancels = ("POST", write_path)
    tables: tuple[str, ...] = ("3", "4")
    tells = EVERYTHING
    writes = EVERYTHING - {Field.TABLES, Field.ANSWERS}
    refuses = False
    frees = True
    steps: tuple[Step, ...] = FROM_CONFIRMED
    members: Mapping[Field, frozenset[str]] = {
        Field.STARTS_AT: frozenset({"DataOra"}),
        Field.STAY: frozenset({"Durata"}),
        Field.COVERS: frozenset({"NumeroPersone", "Adulti"}),
        Field.NOTES: frozenset({"Note"}),
        Field.GUEST: frozenset({"Intestazione", "Telefono", "Email"}),
        Field.STATE: frozenset({"StatoEnum"}),
    }
    stamps = frozenset({"UltimaModifica"})
    unknown_refs: tuple[str, ...] = ("1", "2147483647", "0", "x/../y?z=1#w")

    def __init__(self) -> None:
        self.server = MenuServer()
        self.server.start()
        self.skews: list[float] = []
        self.connector = self.opened()
        self.secrets: tuple[str, ...] = (self.server.password,)
        self.guests_words: tuple[str, ...] = ("maria.rossi", "1234567")

    @property
    def side(self) -> ReservationSide:
        return self.connector

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def opened(self, *, wrong_credentials: bool = False) -> PassepartoutMenu:
        settings = Settings(base_url=self.server.base_url, company=self.server.company)
        password = "sbagliata" if wrong_credentials else self.server.password
        secrets = {"user": self.server.user, "password": password}
        return open_passepartout_menu(settings, secrets, surroundings(self.skews), SHORT)

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

    def somebody_books(self, wanted: Booking) -> str:
        guest = wanted.guest
        made = self.server.host.book(
            starts_at=wanted.starts_at,
            covers=wanted.covers,
            state=WORDS[wanted.state or S.PENDING],
            stay=wanted.stay,
            notes=wanted.notes or None,
            name=guest.name or None,
            email=guest.email,
            phone=guest.phone,
        )
        ref = int(made["IdGestionale"])
        if wanted.tables:
            self.server.host.assign(ref, *wanted.tables)
        return str(ref)

    def somebody_changes(self, ref: str, covers: int) -> None:
        self.server.host.change(int(ref), covers=covers)

    def somebody_cancels(self, ref: str) -> None:
        self.server.host.missed(int(ref))

    def say_unknown_word(self, ref: str) -> None:
        self._break(ref, StatoEnum=UNKNOWN_WORD)

    def break_record(self, ref: str) -> None:
        self._break(ref, NumeroPersone=-1)

    def plant(self, ref: str) -> None:
        self._break(ref, Bambini=1, Varie="torta", Veg=2, CameraNumero="12", ClienteCF="RSSMRA80A01L219M", IsWeb=True)

    def record(self, ref: str) -> dict[str, object]:
        with self.server.state.lock:
            return deepcopy(self.server.state.reservations[int(ref)].content)

    def count_of(self, pair_ref: str) -> int:
        return self.server.state.creations[f"plateform:{pair_ref}"]

    def _break(self, ref: str, **members: object) -> None:
        with self.server.state.lock:
            self.server.state.reservations[int(ref)].content.update(members)

    def _draft(self) -> ReservationDraft:
        return ReservationDraft(CONTRACT, booking(guest=MARIA))
