"""The person at the till's book: takes bookings by phone, gives tables, sees guests come and go.

What no call of the API does for them. Bookings are named by id; tables by name or by id.
"""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agent.sandbox.instants import iso
from agent.sandbox.parties import WISHES, some_evening, some_guest
from agent.sandbox.tilby import bodies, bookings, customers
from agent.sandbox.tilby.cashier import Cashier
from agent.sandbox.tilby.state import Booking, TilbyState
from agent.sandbox.wire import Json

FIELDS = {
    "booked_for", "customer", "customer_id", "duration", "notes", "people", "shift_id", "source", "status", "tables",
    "tags",
}  # fmt: skip
USUAL_STAY = 60


class Host:
    """Every method answers the booking as the API gives it. LookupError: the book does not show it."""

    def __init__(self, state: TilbyState, dice: random.Random) -> None:
        self._state = state
        self._dice = dice
        self._cashier = Cashier(state)

    def book(self, **fields: Any) -> Json:
        """A telephone call. What is not given is made up; `customer=None` takes it without one.

        Fields: booked_for customer customer_id duration notes people shift_id source status tables tags. `customer` is
        a name and numbers, found again by e-mail, then telephone, or made; `tables` are names or ids; `booked_for` is
        a datetime or ISO text. Raises TypeError for another field, ValueError for what the till refuses.
        """
        _only(fields)
        with self._state.lock:
            made_up = {
                "booked_for": some_evening(self._state.now(), self._dice),
                "duration": USUAL_STAY,
                "people": self._dice.randint(2, 6),
                "status": self._state.statuses["confirmed"],
                "notes": self._dice.choice(WISHES),
            }
            caller = {} if "customer_id" in fields or "customer" in fields else {"customer": self._caller()}
            told = self._told({**made_up, **caller, **fields})
            return self._state.wire(bookings.create(self._state, told, "host"))

    def change(self, id_: int, **fields: Any) -> Json:
        """Those fields of `book`; the others stay. A change of nothing leaves `updated_at`."""
        _only(fields)
        with self._state.lock:
            booking = self._shown(id_)
            told = self._told({**_editable(booking), **fields})
            probe = bodies.Booking.model_validate(_editable(booking))
            if told.model_dump() != probe.model_dump():
                bookings.replace(self._state, booking, told, "host")
            return self._state.wire(booking)

    def set_status(self, id_: int, status: str) -> Json:
        """`status`: one of the seven (state.STATUSES), or the till's own code for it."""
        return self.change(id_, status=self._state.statuses.get(status, status))

    def assign(self, id_: int, *tables: str | int) -> Json:
        """Gives it these tables, and the state that says so; no table takes them away."""
        status = self._state.statuses["assigned" if tables else "to_assign"]
        return self.change(id_, tables=list(tables), status=status)

    def arrived(self, id_: int) -> Json:
        return self.set_status(id_, "arrived")

    def check_out(self, id_: int, *, paid: str | None = None) -> Json:
        """They leave; with `paid`, the euro of a sale that is closed for the customer and the table."""
        with self._state.lock:
            if paid is not None:
                content = self._shown(id_).content
                self._cashier.sell(
                    paid,
                    tables=[seat["table_id"] for seat in content["tables"]],
                    customer=content["customer_id"],
                    covers=content["people"],
                )
            return self.set_status(id_, "checked_out")

    def delete(self, id_: int) -> Json:
        """Softly: gone from the book, and can be brought back."""
        with self._state.lock:
            booking = self._shown(id_)
            bookings.delete(self._state, booking, "host")
            return self._state.wire(booking)

    def restore(self, id_: int) -> Json:
        """Raises ValueError when it was not deleted."""
        with self._state.lock:
            booking = self._state.bookings.get(id_)
            if booking is None:
                raise LookupError(f"no booking {id_} at the till")
            if not booking.deleted:
                raise ValueError("the booking is not deleted")
            bookings.restore(self._state, booking, "host")
            return self._state.wire(booking)

    def free_tables(self) -> list[str]:
        """Names of the tables that nobody who is awaited or here has."""
        with self._state.lock:
            gone = self._state.statuses["checked_out"]
            open_ones = [b for b in self._state.bookings.values() if not b.deleted and b.content["status"] != gone]
            taken = {seat["table_id"] for booking in open_ones for seat in booking.content["tables"]}
            return [table["name"] for id_, table in self._state.tables().items() if id_ not in taken]

    def _shown(self, id_: int) -> Booking:
        booking = self._state.bookings.get(id_)
        if booking is None or booking.deleted:
            raise LookupError(f"no booking {id_} in the till's book")
        return booking

    def _told(self, fields: Mapping[str, Any]) -> bodies.Booking:
        told = {name: value for name, value in fields.items() if name != "customer"}
        if "customer" in fields:
            told["customer_id"] = self._customer(fields["customer"])
        told["tables"] = [seat if isinstance(seat, dict) else self._seat(seat) for seat in told.get("tables", [])]
        told["tags"] = [tag if isinstance(tag, dict) else {"tag": tag} for tag in told.get("tags", [])]
        if isinstance(told["booked_for"], datetime):
            told["booked_for"] = iso(told["booked_for"])
        return bodies.Booking.model_validate(told)

    def _customer(self, told: Mapping[str, Any] | None) -> int | None:
        if told is None:
            return None
        card = bodies.Customer.model_validate(dict(told))
        found = customers.known(self._state, card)
        return found if found is not None else int(customers.create(self._state, card)["id"])

    def _seat(self, table: str | int) -> Json:
        for id_, known in self._state.tables().items():
            if table in (id_, known["name"]):
                return {"table_id": id_}
        raise LookupError(f"no table {table} at the till")

    def _caller(self) -> Json:
        guest = some_guest(self._dice)
        named = {"first_name": guest.first_name, "last_name": guest.last_name}
        return {**named, "email": guest.email, "mobile": guest.phone}


def _editable(booking: Booking) -> Json:
    """The booking as a body that would change nothing."""
    content = {name: value for name, value in booking.content.items() if name not in bookings.MADE_BY_THE_TILL}
    return {
        **content,
        "tables": [{"table_id": seat["table_id"]} for seat in content["tables"]],
        "tags": [{"tag": tag["tag"]} for tag in content["tags"]],
    }


def _only(fields: Mapping[str, Any]) -> None:
    """Raises TypeError for what a booking does not have."""
    if odd := set(fields) - FIELDS:
        raise TypeError(f"unknown: {', '.join(sorted(odd))}; known: {', '.join(sorted(FIELDS))}")
