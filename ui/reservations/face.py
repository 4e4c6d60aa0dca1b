"""What the screen shows of a reservation: words, signs and marks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.domain.errands import ErrandState
from agent.domain.failures import Side
from agent.domain.floor import Room
from agent.domain.reservations import Booking, Field, Reservation, ReservationState
from agent.domain.waiting import WaitingFor
from agent.reading import ReservationSheet
from agent.sentences import Sentence, sentence, sentence_of, word
from agent.texts import _, format_instant, format_time
from ui.orders.face import Mark
from ui.theme import Tone

S = ReservationState

SIGNS: Mapping[ReservationState, tuple[Tone, str]] = {
    S.PENDING: (Tone.WAITING, "question"),
    S.CONFIRMED: (Tone.INFO, "check"),
    S.TO_ASSIGN: (Tone.INFO, "table"),
    S.ASSIGNED: (Tone.GOOD, "table"),
    S.WAITLISTED: (Tone.WAITING, "clock"),
    S.TABLE_READY: (Tone.GOOD, "bell"),
    S.ARRIVED: (Tone.GOOD, "user"),
    S.SEATED: (Tone.GOOD, "covers"),
    S.COMPLETED: (Tone.NEUTRAL, "check-circle"),
    S.NO_SHOW: (Tone.BAD, "cross"),
    S.REJECTED: (Tone.NEUTRAL, "cross-circle"),
    S.CANCELLED: (Tone.NEUTRAL, "cross-circle"),
}
"""Each state has its own pair of colour and shape."""


@dataclass(frozen=True)
class RowFace:
    """One line of the list."""

    id: int
    at: datetime
    time: str
    day: str
    """Only in a line that stands among those of other days."""
    covers: str
    guest: str
    phone: str
    tables: str
    state: Mark
    marks: tuple[Mark, ...]
    why: str
    """What asks for a person; empty: nothing does."""
    tone: Tone = Tone.NEUTRAL
    """Of that."""

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        parts = (self.day, self.time, self.guest, self.covers, self.tables, self.state.text, self.why)
        return ", ".join(part for part in parts if part)


def row_of(
    sheet: ReservationSheet, names: Mapping[str, str], zone: ZoneInfo, *, pinned: bool = False, dated: bool = False
) -> RowFace:
    """`pinned`: on top, with why; `dated`: among those of other days."""
    held = sheet.reservation
    booking = held.booking
    return RowFace(
        id=held.id,
        at=booking.starts_at,
        time=format_time(booking.starts_at, zone),
        day=format_instant(booking.starts_at, zone).rpartition(" ")[0] if pinned or dated else "",
        covers=_("{count} covers").format(count=booking.covers),
        guest=guest_of(booking),
        phone=booking.guest.phone or "",
        tables=tables_of(held, names),
        state=state_of(held),
        marks=marks_of(sheet),
        why=why_of(sheet).title if pinned else "",
        tone=Tone.BAD if sheet.parked else Tone.WAITING,
    )


def guest_of(booking: Booking) -> str:
    return booking.guest.name or booking.guest.phone or booking.guest.email or _("No name")


def state_of(held: Reservation) -> Mark:
    assert held.booking.state is not None, "what is held has a state"
    tone, icon = SIGNS[held.booking.state]
    return Mark(word(held.booking.state), tone, icon)


def tables_of(held: Reservation, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in table_codes(held))


def table_codes(held: Reservation) -> tuple[str, ...]:
    """What is agreed on; where the tables are the till's alone, what the till says."""
    return held.booking.tables or (held.pos.said.booking.tables if held.pos else ())


def names_of(rooms: tuple[Room, ...]) -> Mapping[str, str]:
    return {table.code: table.name for room in rooms for table in room.tables}


def marks_of(sheet: ReservationSheet) -> tuple[Mark, ...]:
    held = sheet.reservation
    marks = []
    if sheet.waiting_for is WaitingFor.DECISION:
        marks.append(Mark(_("Answer the guest"), Tone.WAITING, "bell"))
    if sheet.on_its_way:
        marks.append(Mark(_("On its way"), Tone.INFO, "send"))
    if held.closed_pair and not held.reopened:
        marks.append(Mark(_("Closed at the till"), Tone.NEUTRAL, "lock"))
    if held.booking.notes or held.booking.answers:
        marks.append(Mark(_("Note"), Tone.NEUTRAL, "note"))
    return tuple(marks)


def why_of(sheet: ReservationSheet) -> Sentence:
    """The first thing that asks for a person."""
    held = sheet.reservation
    parked = next((row for row in sheet.errands if row.state is ErrandState.PARKED), None)
    if parked is not None and parked.failure is not None:
        return sentence(parked.failure)
    if held.reopened:
        return sentence_of("history.reservation_reopened", {})
    if held.conflicts:
        return sentence_of("history.reservation_conflict", {"field": held.conflicts[0].field.value})
    if held.sale_differs:
        return sentence_of("history.sale_differs", {})
    return Sentence("", "", "")


def value_text(booking: Booking, field: Field, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    """One value as people read it; a dash for none."""
    match field:
        case Field.STARTS_AT:
            told = format_instant(booking.starts_at, zone)
        case Field.STAY:
            told = _("{count} min").format(count=booking.stay) if booking.stay else ""
        case Field.COVERS:
            told = str(booking.covers)
        case Field.TABLES:
            told = ", ".join(names.get(code, code) for code in booking.tables)
        case Field.NOTES:
            told = booking.notes
        case Field.ANSWERS:
            told = "\n".join(f"{each.question}: {each.answer}" for each in booking.answers)
        case Field.GUEST:
            known = (booking.guest.name, booking.guest.phone, booking.guest.email)
            told = "\n".join(part for part in known if part)
        case Field.STATE:
            told = word(booking.state) if booking.state else ""
    return told or "–"


def said_text(held: Reservation, side: Side, field: Field, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    """What a side says of it, in its own word where that one is not known here."""
    record = held.record(side)
    if record is None:
        return "–"
    said = record.said
    if field is Field.STATE:
        return word(said.booking.state) if said.booking.state else said.status
    if field is Field.TABLES and said.room:
        tables = value_text(said.booking, field, zone, names)
        return f"{said.room}, {tables}" if said.booking.tables else said.room
    return value_text(said.booking, field, zone, names)


def differs(held: Reservation, field: Field) -> bool:
    """Whether the two sides mean different things.

    Not so: one side's silence, a text that a side holds shortened, a state that only has another name there.
    """
    if held.portal is None or held.pos is None:
        return False
    portal, pos = held.portal.said, held.pos.said
    if field in portal.cut | pos.cut:
        return False
    one, other = portal.booking, pos.booking
    match field:
        case Field.STATE:
            void = one.state is not None and other.state is not None and one.state.void is not other.state.void
            return void or held.portal.stands_for.state is not held.pos.stands_for.state
        case Field.GUEST:
            return _both_differ(_folded(one.guest.name), _folded(other.guest.name)) or _both_differ(
                _digits(one.guest.phone), _digits(other.guest.phone)
            )
        case Field.NOTES:
            return _folded(one.notes) != _folded(other.notes)
        case Field.TABLES | Field.STAY:
            return _both_differ(one.of(field), other.of(field))
    return one.of(field) != other.of(field)


def _both_differ(one: object, other: object) -> bool:
    return bool(one) and bool(other) and one != other


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _digits(phone: str | None) -> str:
    """The end of it: with or without the country it is the same number."""
    return "".join(each for each in phone or "" if each.isdigit())[-9:]


def when_text(at: datetime, zone: ZoneInfo) -> str:
    return format_instant(at, zone)
