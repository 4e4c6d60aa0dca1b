"""Tilby on loopback with its connector."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.manifest import open_tilby
from agent.connectors.pos.tilby.settings import Settings
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import NOBODY, Booking, Field, ReservationDraft
from agent.sandbox import Faults, TilbyServer
from tests.contract.reservation_world import EVERYTHING, FROM_CONFIRMED, MARIA, S, Step, booking
from tests.contract.world import SHORT, UNKNOWN_WORD, surroundings

CONTRACT = "contratto"

WORDS = {S.PENDING: "to_confirm", S.CONFIRMED: "confirmed", S.WAITLISTED: "waiting_list"}


class TilbyWorld:
    """Fulfils `ReservationWorld`. `refreshing`: with a refresh token instead of the static one."""

    read_path = r"/v2/bookings$"
    write_path = r"/v2/bookings$"
    cancels = ("DELETE", r"/v2/bookings/\d+$")
    tables: tuple[str, ...] = ("101", "102")
    tells = EVERYTHING - {Field.ANSWERS}
    writes = EVERYTHING
    refuses = True
    frees = True
    steps: tuple[Step, ...] = FROM_CONFIRMED
    members: Mapping[Field, frozenset[str]] = {
        Field.STARTS_AT: frozenset({"booked_for"}),
        Field.STAY: frozenset({"duration"}),
        Field.COVERS: frozenset({"people"}),
        Field.TABLES: frozenset({"tables"}),
        Field.NOTES: frozenset({"notes"}),
        Field.ANSWERS: frozenset({"notes"}),
        Field.GUEST: frozenset({"customer_id"}),
        Field.STATE: frozenset({"status"}),
    }
    stamps = frozenset({"updated_at"})
    unknown_refs: tuple[str, ...] = ("1", "999999", "x/../y?z=1#w")

    def __init__(self, *, refreshing: bool = False) -> None:
        self.server = TilbyServer()
        self.server.start()
        self._keyring = {"refresh_token": self.server.refresh_token} if refreshing else {}
        self.skews: list[float] = []
        self.connector = self.opened()
        self.secrets: tuple[str, ...] = (self.server.token, "accesso-", "rinnovo-")
        self.guests_words: tuple[str, ...] = ("maria.rossi", "1234567")

    @property
    def side(self) -> ReservationSide:
        return self.connector

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def opened(self, *, wrong_credentials: bool = False) -> Tilby:
        around = surroundings(self.skews)
        if not self._keyring:
            settings = Settings(base_url=self.server.base_url, calls_per_second=100)
            token = "sbagliato" if wrong_credentials else self.server.token
            return open_tilby(settings, {"token": token}, around, SHORT)
        settings = Settings(base_url=self.server.base_url, token_url=self.server.token_url, calls_per_second=100)
        kept = {"refresh_token": "sbagliato"} if wrong_credentials else self._keyring
        around = replace(around, keep_secret=kept.__setitem__, read_secret=kept.get)
        return open_tilby(settings, dict(kept), around, SHORT)

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
        card = {
            "first_name": guest.first_name,
            "last_name": guest.last_name,
            "email": guest.email,
            "mobile": guest.phone,
        }
        made = self.server.host.book(
            booked_for=wanted.starts_at,
            people=wanted.covers,
            status=WORDS[wanted.state or S.PENDING],
            duration=wanted.stay,
            tables=[int(table) for table in wanted.tables],
            notes=wanted.notes or None,
            customer=None if guest == NOBODY else card,
        )
        return str(made["id"])

    def somebody_changes(self, ref: str, covers: int) -> None:
        self.server.host.change(int(ref), people=covers)

    def somebody_cancels(self, ref: str) -> None:
        self.server.host.delete(int(ref))

    def say_unknown_word(self, ref: str) -> None:
        self._break(ref, status=UNKNOWN_WORD)

    def break_record(self, ref: str) -> None:
        self._break(ref, people="boh")

    def plant(self, ref: str) -> None:
        """The till itself refuses members that its document does not name: these are some that nobody here reads."""
        self._break(ref, shift_id=2, tags=[{"id": 9001, "tag": "vip"}])

    def record(self, ref: str) -> dict[str, object]:
        with self.server.state.lock:
            return deepcopy(self.server.state.bookings[int(ref)].content)

    def count_of(self, pair_ref: str) -> int:
        return self.server.state.creations[f"lasagna:{pair_ref}"]

    def _break(self, ref: str, **fields: object) -> None:
        with self.server.state.lock:
            self.server.state.bookings[int(ref)].content.update(fields)

    def _draft(self) -> ReservationDraft:
        return ReservationDraft(CONTRACT, booking(guest=MARIA))
