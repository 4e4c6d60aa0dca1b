"""Lasagna on loopback with its connector."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from agent.connectors.portals.lasagna.client import Lasagna
from agent.connectors.portals.lasagna.manifest import open_lasagna
from agent.connectors.portals.lasagna.settings import Settings
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Booking, Field, ReservationDraft
from agent.sandbox import Faults, LasagnaServer
from tests.contract.reservation_world import EVERYTHING, FROM_CONFIRMED, MARIA, S, Step, booking
from tests.contract.world import SHORT, UNKNOWN_WORD, surroundings

CONTRACT = "contratto"

WORDS = {
    S.PENDING: "da_confermare",
    S.CONFIRMED: "confermata",
    S.WAITLISTED: "lista_attesa",
}


class LasagnaWorld:
    """Fulfils `ReservationWorld`."""

    read_path = r"/api/v1/reservations$"
    write_path = r"/api/v1/reservations$"
    cancels = ("PATCH", r"/api/v1/reservations/[^/]+$")
    tables: tuple[str, ...] = ("G1", "G2")
    tells = writes = EVERYTHING
    refuses = True
    frees = False
    steps: tuple[Step, ...] = FROM_CONFIRMED
    members: Mapping[Field, frozenset[str]] = {
        Field.STARTS_AT: frozenset({"starts_at"}),
        Field.STAY: frozenset({"duration_minutes"}),
        Field.COVERS: frozenset({"covers"}),
        Field.TABLES: frozenset({"table_code"}),
        Field.NOTES: frozenset({"notes"}),
        Field.ANSWERS: frozenset({"answers"}),
        Field.GUEST: frozenset({"guest"}),
        Field.STATE: frozenset({"status"}),
    }
    stamps = frozenset({"revision", "updated_at"})
    unknown_refs: tuple[str, ...] = ("1", "3f1c5a52-9f0b-4f7e-8a52-0c4f0c9d7b10", "x/../y?z=1#w")

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

    def somebody_books(self, wanted: Booking) -> str:
        guest = wanted.guest
        made = self.server.book(
            starts_at=wanted.starts_at,
            covers=wanted.covers,
            status=WORDS[wanted.state or S.PENDING],
            duration_minutes=wanted.stay,
            table_code=wanted.tables[0] if wanted.tables else None,
            notes=wanted.notes,
            answers=[{"question": each.question, "answer": each.answer} for each in wanted.answers],
            guest={
                "first_name": guest.first_name or "",
                "last_name": guest.last_name or "",
                "email": guest.email,
                "phone": guest.phone,
            },
        )
        return str(made["id"])

    def somebody_changes(self, ref: str, covers: int) -> None:
        self.server.change(ref, covers=covers)

    def somebody_cancels(self, ref: str) -> None:
        self.server.cancel(ref)

    def say_unknown_word(self, ref: str) -> None:
        self._break(ref, status=UNKNOWN_WORD)

    def break_record(self, ref: str) -> None:
        self._break(ref, covers="boh")

    def plant(self, ref: str) -> None:
        self._break(ref, loyalty={"level": "oro"}, marketing=None)

    def record(self, ref: str) -> dict[str, object]:
        with self.server.state.lock:
            return deepcopy(self.server.state.reservations[ref].content)

    def count_of(self, pair_ref: str) -> int:
        return self.server.state.creations[pair_ref]

    def _break(self, ref: str, **fields: object) -> None:
        with self.server.state.lock:
            self.server.state.reservations[ref].content.update(fields)

    def _draft(self) -> ReservationDraft:
        return ReservationDraft(CONTRACT, booking(guest=MARIA))
