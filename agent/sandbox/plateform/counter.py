"""What people do on the portal without its API: guests who order, book and cancel, and its back office.

Every answer is the entity as on the wire, a copy. A step that the rules forbid raises `Refusal`, as in the API.
"""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from agent.sandbox.instants import parse_iso
from agent.sandbox.parties import spread_evenings
from agent.sandbox.plateform import basket, seating
from agent.sandbox.plateform.bodies import ReservationChange
from agent.sandbox.plateform.decisions import Decision, cancel, decide
from agent.sandbox.plateform.entities import Guest, Order, Reservation
from agent.sandbox.plateform.guests import REGULARS, Regular
from agent.sandbox.plateform.refusal import not_allowed
from agent.sandbox.plateform.state import PortalState
from agent.sandbox.wire import Json

ACCEPT_WITHIN = timedelta(minutes=10)
"""How long the restaurant has for an order, unless `accept_by` says otherwise."""

ORDER_FIELDS = {
    "accept_by", "address", "code", "customer", "delivery_fee", "discount",
    "due_at", "lines", "notes", "payment", "total", "type",
}  # fmt: skip
OFF = ("rifiutato", "non_arrivato", "cancellato")
OVER = (*OFF, "terminato")
"""States of a reservation in which its guest has nothing to change any more."""

BOOKING_FIELDS = {"covers", "customer", "duration_minutes", "notes", "starts_at", "status", "tables", "zone"}


class Counter:
    def __init__(self, state: PortalState, dice: random.Random) -> None:
        self._state = state
        self._dice = dice

    def place_order(self, overrides: Mapping[str, Any]) -> Json:
        _only(overrides, ORDER_FIELDS)
        with self._state.lock:
            self._state.settle()
            regular, now, id_ = self._dice.choice(REGULARS), self._state.now(), self._state.next_id()
            content = self._content(overrides, regular, id_)
            order = Order(
                id_,
                content,
                "nuovo",
                self.guest(overrides.get("customer") or _who(regular)),
                now,
                now,
                due_at=_instant(overrides.get("due_at")) or basket.wanted_at(now, self._dice),
                accept_by=_instant(overrides.get("accept_by", now + ACCEPT_WITHIN)),
            )
            self._state.orders[id_] = order
            self._state.enter(order, by="guest")
            return order.wire()

    def _content(self, overrides: Mapping[str, Any], regular: Regular, id_: int) -> Json:
        kind = overrides.get("type") or self._dice.choice(("takeaway", "delivery"))
        menu = self._state.menu
        lines = basket.completed(overrides.get("lines") or basket.some_lines(menu, self._dice), menu, kind)
        fee = basket.money(overrides.get("delivery_fee", basket.DELIVERY_FEE if kind == "delivery" else 0))
        discount = basket.money(overrides.get("discount", 0))
        method = self._dice.choice(("online", "cash", "card_on_delivery"))
        return {
            "code": overrides.get("code") or f"{chr(ord('A') + id_ // 100 % 26)}{id_ % 100:02d}",
            "type": kind,
            "address": overrides.get("address", basket.address_of(regular) if kind == "delivery" else None),
            "lines": lines,
            "notes": overrides.get("notes", basket.some_note(self._dice)),
            "payment": overrides.get("payment", {"method": method, "paid": method == "online"}),
            "delivery_fee": fee,
            "discount": discount,
            "total": basket.money(overrides.get("total", basket.total(lines, fee, discount))),
        }

    def cancel_order(self, id_: int) -> Json:
        with self._state.lock:
            self._state.settle()
            cancel(self._state, self._state.orders[id_], by="guest")
            return self._state.orders[id_].wire()

    def decide(self, id_: int, status: str, ready_at: datetime | str | None, reason: str | None) -> Json:
        with self._state.lock:
            self._state.settle()
            order = self._state.orders[id_]
            if status == "annullato":
                cancel(self._state, order, by="back_office")
            else:
                decision = Decision(status, _instant(ready_at), reason, by="back_office")
                decide(self._state, order, decision, late_rejection=True)
            return order.wire()

    def book(self, overrides: Mapping[str, Any]) -> Json:
        _only(overrides, BOOKING_FIELDS)
        with self._state.lock:
            now, id_ = self._state.now(), self._state.next_id()
            content = {
                "code": f"P{id_}",
                "duration_minutes": overrides.get("duration_minutes"),
                "covers": overrides.get("covers", self._dice.randint(2, 6)),
                "zone": overrides.get("zone"),
                "notes": overrides.get("notes", basket.some_note(self._dice)),
                "source": "portale",
            }
            customer = self.guest(overrides.get("customer") or _who(self._dice.choice(REGULARS)))
            starts_at = _instant(overrides.get("starts_at")) or basket.wanted_at(now, self._dice)
            status = overrides.get("status", "non_confermato")
            reservation = Reservation(id_, content, status, customer, now, now, starts_at=starts_at)
            reservation.tables = list(overrides.get("tables", []))
            self._state.reservations[id_] = reservation
            self._state.enter(reservation, by="guest")
            return reservation.wire()

    def crowd(self, count: int, days: int) -> list[int]:
        """Confirmed bookings, spread evenly over so many days from tomorrow on. Answers their ids."""
        with self._state.lock:
            evenings = spread_evenings(self._state.now(), count, days)
            return [int(self.book({"starts_at": at, "status": "confermato"})["id"]) for at in evenings]

    def guest_changes(self, id_: int, fields: Mapping[str, Any]) -> Json:
        """`fields`: those of a booking but its state and tables, which are the restaurant's."""
        _only(fields, BOOKING_FIELDS - {"status", "tables"})
        with self._state.lock:
            reservation = self._state.reservations[id_]
            if reservation.status in OVER:
                raise not_allowed("reservation", reservation.status, "a change by its guest")
            if "customer" in fields:
                reservation.customer = self.guest(fields["customer"])
            reservation.starts_at = _instant(fields.get("starts_at")) or reservation.starts_at
            reservation.content |= {name: fields[name] for name in reservation.content if name in fields}
            self._state.move(reservation, reservation.status, by="guest", detail=", ".join(sorted(fields)))
            return reservation.wire()

    def alive_again(self, id_: int, status: str) -> Json:
        """Someone at the restaurant takes back that it is off, which no call of the API can do."""
        with self._state.lock:
            reservation = self._state.reservations[id_]
            if reservation.status not in OFF:
                raise not_allowed("reservation", reservation.status, status)
            told = ReservationChange.model_validate({"status": status})
            self._state.move(reservation, told.status or status, by="back_office", detail="alive again")
            return reservation.wire()

    def change_reservation(self, id_: int, status: str, by: str) -> Json:
        with self._state.lock:
            reservation = self._state.reservations[id_]
            seating.change(self._state, reservation, ReservationChange.model_validate({"status": status}), by)
            return reservation.wire()

    def guest(self, told: Mapping[str, Any]) -> Guest:
        """The guest with that e-mail, else that phone, with what is told of them; else a new one."""
        with self._state.lock:
            found = self._known("email", told) or self._known("phone", told)
            now = self._state.now()
            if found is None:
                found = Guest(self._state.next_id(), None, None, None, None, now)
                self._state.customers[found.id] = found
            changed = found.place == 0
            for name in ("first_name", "last_name", "email", "phone"):
                if name in told and getattr(found, name) != told[name]:
                    setattr(found, name, told[name])
                    changed = True
            if changed:
                found.updated_at, found.place = now, self._state.next_place()
            return found

    def _known(self, name: str, told: Mapping[str, Any]) -> Guest | None:
        wanted = told.get(name)
        matches = (guest for guest in self._state.customers.values() if getattr(guest, name) == wanted)
        return next(matches, None) if wanted else None


def _who(regular: Regular) -> Json:
    return {
        "first_name": regular.first_name,
        "last_name": regular.last_name,
        "email": regular.email,
        "phone": regular.phone,
    }


def _only(overrides: Mapping[str, Any], known: set[str]) -> None:
    """Raises TypeError for what the entity does not have."""
    if odd := set(overrides) - known:
        raise TypeError(f"unknown: {', '.join(sorted(odd))}; known: {', '.join(sorted(known))}")


def _instant(told: datetime | str | None) -> datetime | None:
    return parse_iso(told) if isinstance(told, str) else told
