"""Reservations with every field filled and with none."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from agent.domain.failures import Side
from agent.domain.orders import Customer
from agent.domain.reservations import (
    Answer,
    Booking,
    Conflict,
    Field,
    Reservation,
    ReservationState,
    SideRecord,
    SideReservation,
)
from agent.domain.sales import Check, Sale, SaleLine
from tests.domain.making import NOON
from tests.store.making import LINK, PRECISE

S = ReservationState


def full_booking(**differs: Any) -> Booking:
    full: dict[str, Any] = {
        "starts_at": PRECISE + timedelta(hours=8),
        "covers": 7,
        "state": S.ASSIGNED,
        "stay": 90,
        "tables": ("3", "4"),
        "notes": "compleanno di Niccolò, «torta»",
        "answers": (Answer("Allergie?", "sì: è celiaca"), Answer("Bimbi?", "2")),
        "guest": Customer("", "Niccolò", "D'Amico", "nicco@example.org", "+39 333 123.45.67"),
    }
    return Booking(**{**full, **differs})


def said(ref: str, booking: Booking, **differs: Any) -> SideReservation:
    full: dict[str, Any] = {
        "status": "assegnata",
        "version": "7",
        "changed_at": PRECISE,
        "pair_ref": "77",
        "own": True,
        "code": "R12",
        "room": "Giardino",
        "guest_ref": "g1",
        "source": "web",
        "cut": frozenset({Field.NOTES, Field.GUEST}),
    }
    return SideReservation(ref, booking, **{**full, **differs})


def full_reservation(**differs: Any) -> Reservation:
    booking = full_booking()
    other = full_booking(covers=6, state=None)
    full = Reservation(
        link=LINK,
        booking=booking,
        heard_at=PRECISE,
        portal=SideRecord(said("501", booking), booking),
        pos=SideRecord(said("t1", other), booking),
        conflicts=(Conflict(Field.COVERS, Side.POS, other, PRECISE),),
        closed_pair=True,
        reopened=True,
        former_refs=frozenset({"t0", "t00"}),
        checks=(Check("c1", "t1", True, 7, "Sala", "3", PRECISE), Check("c2", None, False, 0)),
        sold=(Sale("c1", PRECISE, 7, Decimal("120.50"), (SaleLine("Crème brûlée", Decimal("1.5"), Decimal("9.75")),)),),
        sale_differs=True,
    )
    return replace(full, **differs)


def bare_reservation(**differs: Any) -> Reservation:
    booking = Booking(NOON, 1, S.PENDING)
    return replace(Reservation(LINK, booking, NOON), **differs)
