"""A reservation as it travels to and from Passepartout Menu, and what it is here. Pure.

What is ASSUMED of the members' meaning stands here and nowhere else: see the constants, and `covers_members`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import Field as Limit
from pydantic import ValidationError

from agent.connectors.pos.passepartout_menu.local_time import held, read_stamp, read_wall, wall
from agent.connectors.pos.passepartout_menu.text import LONGEST_NAME, LONGEST_NOTE, LONGEST_PHONE, fitted, lessened
from agent.connectors.pos.passepartout_menu.wire import Covers, Id, MenuWire, aside
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import Booking, Field, ReservationState, SideReservation

TAG: Final = "plateform:"
"""Before the portal's id in `Tag`: whoever carries it was written by this product."""

PORTAL: Final = "Portale"
"""`OrigineEnum` of what comes from here."""

CLOSED: Final = "Chiusa"
"""A comanda was opened from it. It does not mean that the party left, and is never pulled back."""

MISSED: Final = "Mancata"
CONFIRMED: Final = "Confermata"

READ: Final[Mapping[str, ReservationState]] = {
    "Preventivo": ReservationState.PENDING,
    CONFIRMED: ReservationState.CONFIRMED,
    CLOSED: ReservationState.CONFIRMED,
    "ListaAttesa": ReservationState.WAITLISTED,
    MISSED: ReservationState.CANCELLED,
}

WRITTEN: Final[Mapping[ReservationState, str]] = {
    **dict.fromkeys(ReservationState, CONFIRMED),
    ReservationState.PENDING: "Preventivo",
    ReservationState.WAITLISTED: "ListaAttesa",
    ReservationState.NO_SHOW: MISSED,
    ReservationState.REJECTED: MISSED,
    ReservationState.CANCELLED: MISSED,
}

NUMBERS: Final[Mapping[str, str]] = {CONFIRMED: "0", MISSED: "1", CLOSED: "2", "Preventivo": "3", "ListaAttesa": "4"}
"""ASSUMED: `Stato` is `StatoEnum` as a number, counted as the schema lists the words."""

WORDS: Final[Mapping[str, str]] = {number: word for word, number in NUMBERS.items()}

Members = dict[str, str | int | None]


class WireBooking(MenuWire):
    """`DataOra` is read with the zone, afterwards. Texts as they come: XML holds nothing that cannot be stored."""

    id_gestionale: Id
    data_ora: str
    numero_persone: Covers = 0
    durata: Annotated[int, Limit(ge=0, le=10_000)] | None = None
    stato: str = ""
    stato_enum: str = ""
    origine_enum: str = ""
    tag: str = ""
    intestazione: str = ""
    telefono: str = ""
    email: str = ""
    note: str = ""
    sala: str = ""
    tavoli: tuple[str, ...] = ()
    ultima_modifica: str = ""

    @property
    def word(self) -> str:
        """Its state: the word, else the word of the number, else the number."""
        number = self.stato.strip()
        return self.stato_enum.strip() or WORDS.get(number, number)


def read_booking(record: object, zone: ZoneInfo) -> SideReservation | SetAside:
    """Whatever a list holds becomes a reservation or is set aside; nothing is raised."""
    try:
        wire = WireBooking.model_validate(record)
    except ValidationError as error:
        return aside(record, error)
    try:
        starts_at = read_wall(wire.data_ora, zone)
    except ValueError:
        return SetAside(str(wire.id_gestionale), "DataOra (instant)")
    word, tag, changed_at = wire.word, wire.tag.strip(), _changed_at(wire, zone)
    ours = tag.startswith(TAG)
    return SideReservation(
        ref=str(wire.id_gestionale),
        # What staff typed passes the same measure as what is sent: both then compare equal.
        booking=Booking(
            starts_at=starts_at,
            covers=wire.numero_persone,
            state=READ.get(word),
            stay=wire.durata or None,
            tables=wire.tavoli,
            notes=fitted(wire.note, LONGEST_NOTE),
            guest=_guest(wire.intestazione, wire.email, wire.telefono),
        ),
        status=word,
        version=_version(wire, changed_at),
        changed_at=changed_at,
        pair_ref=(tag.removeprefix(TAG) or None) if ours else None,
        own=ours,
        room=wire.sala.strip(),
        source=wire.origine_enum.strip(),
        cut=_lost(wire.note, wire.intestazione, wire.email, wire.telefono),
    )


def as_said(booking: Booking, zone: ZoneInfo) -> Booking:
    """The booking as Menu can hold it.

    One heading for the name, kept as last name. Only the guest's notes: Menu has no place for the form's answers.
    Tables are as Menu says them: they are never written.
    """
    guest = booking.guest
    return Booking(
        starts_at=held(booking.starts_at, zone),
        covers=booking.covers,
        state=None if booking.state is None else READ[WRITTEN[booking.state]],
        # ASSUMED: no minutes means that none were said.
        stay=booking.stay or None,
        tables=booking.tables,
        notes=fitted(booking.notes, LONGEST_NOTE),
        guest=_guest(guest.name, guest.email, guest.phone),
    )


def _guest(name: str, email: str | None, phone: str | None) -> Customer:
    return Customer("", None, _line(name, LONGEST_NAME), _line(email), _line(phone, LONGEST_PHONE))


def lost(booking: Booking) -> frozenset[Field]:
    """The fields of which Menu holds, or would hold, less than this."""
    guest = booking.guest
    return _lost(booking.notes, guest.name, guest.email, guest.phone)


def _lost(notes: str, name: str, email: str | None, phone: str | None) -> frozenset[Field]:
    cut = set()
    if lessened(notes, LONGEST_NOTE):
        cut.add(Field.NOTES)
    if lessened(name, LONGEST_NAME) or lessened(phone, LONGEST_PHONE) or lessened(email):
        cut.add(Field.GUEST)
    return frozenset(cut)


def members_of(booking: Booking, fields: frozenset[Field], zone: ZoneInfo) -> Members:
    """The members that say these fields, but for the covers and the state, which depend on the row."""
    said = as_said(booking, zone)
    members: Members = {}
    if Field.STARTS_AT in fields:
        members["DataOra"] = wall(said.starts_at, zone)
    if Field.STAY in fields:
        members["Durata"] = said.stay
    if Field.NOTES in fields:
        members["Note"] = said.notes or None
    if Field.GUEST in fields:
        members |= {
            "Intestazione": said.guest.last_name,
            "Telefono": said.guest.phone,
            "Email": said.guest.email,
        }
    return members


def covers_members(covers: int, row: Mapping[str, object], *, adults: bool) -> Members:
    """ASSUMED: `NumeroPersone` is the total, and `Adulti` those of it who are no children.

    Children and others that staff counted stay; who comes more or less is an adult. `adults` False: the total alone.
    """
    if not adults:
        return {"NumeroPersone": covers}
    others = sum(_count(row.get(name)) for name in ("Bambini", "Altro"))
    return {"NumeroPersone": covers, "Adulti": max(covers - others, 0)}


def state_members(state: ReservationState, row: Mapping[str, object]) -> Members | None:
    """None: the row is `Chiusa`, and may only be missed (`Mancata`) or stay so.

    The number beside the word follows it where the row has one: two that disagree would leave the choice to the till.
    """
    word = WRITTEN[state]
    before = row.get("StatoEnum") or next((w for w, n in NUMBERS.items() if n == row.get("Stato")), None)
    if before == CLOSED and word != MISSED:
        return {} if word == CONFIRMED else None
    members: Members = {"StatoEnum": word}
    return members | {"Stato": NUMBERS[word]} if row.get("Stato") else members


def tag_of(pair_ref: str) -> str:
    return f"{TAG}{pair_ref}"


def _line(text: str | None, longest: int | None = None) -> str | None:
    return fitted(" ".join(fitted(text or "").split()), longest) or None


def _count(value: object) -> int:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else 0


def _changed_at(wire: WireBooking, zone: ZoneInfo) -> datetime | None:
    try:
        return read_stamp(wire.ultima_modifica, zone)
    except ValueError:
        return None


def _version(wire: WireBooking, changed_at: datetime | None) -> str:
    """The instant of the last change as the till writes it; without one, the content's own mark.

    Not both: a day's list may tell less of a row than the row asked for by itself.
    """
    if changed_at is not None:
        return wire.ultima_modifica.strip()
    content = json.dumps(wire.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:32]
