"""Parties of a day for tests of the pure parts: made in a line, without a store."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agent.domain.floor import Room, Table
from agent.domain.orders import Customer
from agent.domain.reservations import Booking, Reservation, ReservationState, SideRecord, SideReservation
from agent.reading import ReservationSheet
from ui.reservations.reads import Query, Shift
from ui.reservations.sittings import Sitting, sittings_of

S = ReservationState
ROME = ZoneInfo("Europe/Rome")
DAY = datetime(2026, 11, 21, tzinfo=ROME)
SALA = Room("s", "Sala", (Table("1", "T1", 2), Table("2", "T2", 4)))
GARDEN = Room("g", "Garden", (Table("3", "G3", 6), Table("4", "G4", 0)))
ROOMS = {"crm": (SALA, GARDEN)}
QUERY = Query(DAY.date())
DINNER = Query(DAY.date(), Shift.DINNER)


def at(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


def sheet(
    number: int,
    starts: datetime,
    *tables: str,
    state: ReservationState = S.ASSIGNED,
    room: str | None = None,
    link: str = "crm",
    may: bool = True,
    **values: Any,
) -> ReservationSheet:
    """`room`: what the till says, with the tables: then they are the till's alone."""
    guest = Customer("", f"Guest {number}")
    booking = Booking(starts, values.pop("covers", 2), state, guest=guest, tables=tables, **values)
    held = Reservation(link, booking, starts, id=number)
    if room is not None:
        said = SideReservation(f"t{number}", booking, "c", "1", room=room)
        own = Booking(starts, booking.covers, state, guest=guest)
        held = Reservation(link, own, starts, pos=SideRecord(said, own), id=number)
    return ReservationSheet(held, (), None, (), may, may)


def parties(*sheets: ReservationSheet) -> tuple[Sitting, ...]:
    return sittings_of(sheets, lambda _link: 60)
