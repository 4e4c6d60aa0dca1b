"""A Saturday's book: reservations as two sides told them, stored by the same pure steps as in the restaurant."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from agent.domain import meeting, seating
from agent.domain.errands import ErrandState
from agent.domain.failures import Refused, Side
from agent.domain.floor import Room, Table
from agent.domain.meeting import ReservationStep
from agent.domain.orders import Actor, Customer
from agent.domain.reservations import (
    Answer,
    Booking,
    Field,
    Reservation,
    ReservationState,
    SideRecord,
    SideReservation,
)
from agent.domain.sales import Check, Sale
from agent.domain.seating import ReservationPolicy
from agent.sync import reservation_steps
from tests.scenes.restaurant import Restaurant

S = ReservationState

GUESTS = (
    "Maria Rossi",
    "Giulia Bianchi",
    "Alessandro Castelnuovo Montanari",
    "Luca Ferrari",
    "Sofia Esposito",
    "Niccolò D'Amico",
    "Elena Greco",
    "Davide Rizzo",
    "Chiara Conti",
    "Marco Galli",
)

ROOMS = (
    Room("1", "Sala", tuple(Table(str(11 + n), f"T{n + 1}", 2 + 2 * (n % 3)) for n in range(8))),
    Room("2", "Giardino", tuple(Table(str(31 + n), f"G{n + 1}", 4) for n in range(5))),
)


class Book:
    """Writes into the restaurant's store; hours are after the present instant (20:14)."""

    def __init__(self, place: Restaurant, rooms: tuple[Room, ...] = ROOMS) -> None:
        self.place = place
        self._number = 0
        with place.store.writing() as ledger:
            ledger.save_rooms("crm", rooms)

    def policy(self, link: str) -> ReservationPolicy:
        found = next(known.reservation_policy for known in self.place.agent.links if known.name == link)
        assert found is not None, "its pair has reservations"
        return found

    def booked(
        self,
        state: ReservationState,
        hours: float,
        *,
        link: str = "crm",
        both: bool = True,
        sent: bool = True,
        **differs: Any,
    ) -> Reservation:
        """As the portal told it; `both`: the till has it too; `sent`: nothing is on its way."""
        said = self._said(state, hours, differs)
        now = self.place.clock.at - timedelta(minutes=30)
        step = meeting.first_heard(link, Side.PORTAL, said, self.policy(link).meeting, now)
        held = self._write(step)
        if both:
            till = replace(said, ref=f"t{said.ref}", status=said.status, own=True, pair_ref=said.ref)
            held = self._write(ReservationStep(replace(held, pos=SideRecord(till, held.booking))))
        with self.place.store.writing() as ledger:
            for errand in ledger.errands_of_reservation(held.id) if sent else ():
                ledger.finish_errand(errand.id)
        return held

    def conflict(self, hours: float) -> Reservation:
        """Both sides changed the covers before either knew."""
        held = self.booked(S.CONFIRMED, hours, covers=4)
        portal = self.heard(held, Side.PORTAL, Field.COVERS, 6)
        told = self.heard(portal, Side.POS, Field.COVERS, 8)
        self._finish(told)
        return told

    def reopened(self, hours: float) -> Reservation:
        held = self.booked(S.CONFIRMED, hours, link="sala")
        return self._write(ReservationStep(replace(held, closed_pair=True, reopened=True)))

    def sale_differs(self, hours: float) -> Reservation:
        """Paid and told to the portal; then the till's bill was cancelled and made anew."""
        held = self.booked(S.COMPLETED, hours, link="sala", covers=4)
        at = self.place.clock.at
        check = Check("118", held.pos.said.ref if held.pos else None, True, 4, "Sala", "12", at)
        sale = Sale("118", at, 4, Decimal("55.50"), till_says=Decimal("41.00"))
        return self._write(ReservationStep(replace(held, checks=(check,), sold=(sale,), sale_differs=True)))

    def not_attached(self, hours: float) -> Reservation:
        """A check was opened, but on the portal it is on the waiting list."""
        held = self.booked(S.WAITLISTED, hours, link="sala")
        check = Check("118", held.pos.said.ref if held.pos else None, False, 4, "Sala", "12", self.place.clock.at)
        step = seating.checks_say(held, [check], self.policy("sala"), self.place.clock.at)
        assert step is not None
        held = self._write(step)
        failed = Refused("reservation.not_to_be_attached", side=Side.PORTAL, becomes="waitlisted", wanted="arrived")
        with self.place.store.writing() as ledger:
            for row in ledger.errands_of_reservation(held.id):
                if row.state is ErrandState.WAITING:
                    ledger.park_errand(row.id, failed.failure)
        return held

    def chosen(self, held: Reservation, state: ReservationState, by: Actor = Actor.SCREEN) -> Reservation:
        """A person decided, and it is not on the other side yet."""
        return self._write(seating.choose_state(held, state, "", self.policy(held.link), by, self.place.clock.at))

    def _said(self, state: ReservationState, hours: float, differs: dict[str, Any]) -> SideReservation:
        self._number += 1
        name = GUESTS[self._number % len(GUESTS)]
        first, _space, last = name.partition(" ")
        mail = f"{first.lower()}.{self._number}@example.org"
        guest = Customer("", first, last, mail, f"+39 333 555 {1000 + self._number}")
        values: dict[str, Any] = {"covers": 2 + self._number % 5, "stay": 90, "guest": guest, **differs}
        at = (self.place.clock.at + timedelta(hours=hours)).replace(second=0, microsecond=0)
        at -= timedelta(minutes=at.minute % 15)
        booking = Booking(at, state=state, **values)
        return SideReservation(
            str(900 + self._number), booking, state.value, "1", self.place.clock.at, code=f"P{self._number}"
        )

    def heard(self, held: Reservation, side: Side, which: Field, value: object) -> Reservation:
        """One side tells another value of one field."""
        record = held.record(side)
        assert record is not None
        said = replace(record.said, booking=record.said.booking.with_(which, value), version="2")
        rules = self.policy(held.link).meeting
        step = meeting.heard(held, side, said, lambda booking: booking, rules, self.place.clock.at)
        assert step is not None
        return self._write(step)

    def _write(self, step: ReservationStep) -> Reservation:
        with self.place.store.writing() as ledger:
            return reservation_steps.write(ledger, step, self.place.clock.at - timedelta(minutes=20))

    def _finish(self, held: Reservation) -> None:
        with self.place.store.writing() as ledger:
            for errand in ledger.errands_of_reservation(held.id):
                ledger.finish_errand(errand.id)


def evening(place: Restaurant) -> Book:
    """An ordinary Saturday: lunch is over, dinner fills up."""
    book = Book(place)
    for hours in (-8, -7.5, -7):
        book.booked(S.COMPLETED, hours)
    book.booked(S.NO_SHOW, -7, link="sala")
    book.booked(S.PENDING, 1.5, covers=6, notes="Compleanno: possiamo portare la torta?")
    book.booked(S.PENDING, 2, link="sala")
    answers = (Answer("Avete allergie o intolleranze?", "Una persona celiaca"), Answer("Seggiolone?", "Sì, uno"))
    book.booked(S.ASSIGNED, 0.5, tables=("12",), answers=answers, notes="Vicino alla finestra, se si può")
    book.booked(S.ARRIVED, -0.25, tables=("14", "15"), covers=9)
    book.booked(S.TO_ASSIGN, 1)
    book.booked(S.WAITLISTED, 1.25, link="sala")
    book.booked(S.CONFIRMED, 0.75, link="sala")
    book.booked(S.SEATED, -0.5, link="sala")
    book.booked(S.CANCELLED, 1)
    book.chosen(book.booked(S.PENDING, 1.75), S.CONFIRMED)
    for hours in (0.25, 0.5, 1, 1.5, 2, 2.25):
        book.booked(S.CONFIRMED, hours)
    return book


def trouble(place: Restaurant) -> Book:
    """The same, and what asks for a person."""
    book = evening(place)
    book.not_attached(0.25)
    book.conflict(1.25)
    book.reopened(24.5)
    return book


LARGE = (
    Room("1", "Sala", tuple(Table(str(100 + n), f"T{n}", 2 + 2 * (n % 3)) for n in range(1, 25))),
    Room("2", "Veranda sul lago", tuple(Table(str(200 + n), f"V{n}", 4) for n in range(1, 17))),
    Room("3", "Giardino", tuple(Table(str(300 + n), f"Pergolato {n}", 6) for n in range(1, 21))),
)
"""Sixty tables in three rooms."""


def saturday(place: Restaurant, count: int = 120) -> Book:
    """Two sittings in three rooms: most have their table, some have none, two parties have the same one."""
    book = Book(place, LARGE)
    codes = [table.code for room in LARGE for table in room.tables]
    for number in range(count):
        second = number >= len(codes)
        hours = (0.75 if not second else 2.5) - 0.25 * (number % 7 if not second else -(number % 4))
        code = codes[number % len(codes)]
        if number % 9 == 4:
            book.booked((S.TO_ASSIGN, S.PENDING, S.CONFIRMED)[number % 3], hours)
        elif hours <= 0 and not second:
            book.booked((S.ARRIVED, S.SEATED)[number % 2], hours, tables=(code,))
        elif number == len(codes) + 2:
            book.booked(S.ASSIGNED, 0.5, tables=(code,), stay=None)
        else:
            book.booked(S.ASSIGNED, hours, tables=(code,), stay=None if number % 5 == 0 else 90)
    book.booked(S.COMPLETED, -7.25, tables=(codes[3],))
    return book


def crowd(place: Restaurant, count: int) -> Book:
    book = Book(place)
    for number in range(count):
        book.booked((S.CONFIRMED, S.ASSIGNED, S.PENDING, S.TO_ASSIGN)[number % 4], number / 20)
    return book
