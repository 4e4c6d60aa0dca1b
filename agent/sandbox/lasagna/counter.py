"""What people do on the portal: guests who book, change their mind and cancel, and the restaurant's back office.

Never called by the API. Overrides are as on the wire; instants may be datetimes.
"""

import random
from collections.abc import Mapping
from typing import Any

from agent.sandbox.instants import iso
from agent.sandbox.lasagna.bodies import ReservationChange
from agent.sandbox.lasagna.state import LasagnaState, Reservation
from agent.sandbox.parties import QUESTIONS, WISHES, some_evening, some_guest
from agent.sandbox.wire import Json

FIELDS = {
    "answers", "covers", "duration_minutes", "external_id", "guest", "notes", "starts_at", "status", "table_code",
}  # fmt: skip


class Counter:
    def __init__(self, state: LasagnaState, dice: random.Random) -> None:
        self._state = state
        self._dice = dice

    def book(self, overrides: Mapping[str, Any], by: str = "guest") -> Json:
        told = _told(overrides)
        with self._state.lock:
            return self._state.create({**self._made_up(), **told}, "lasagna", by).wire()

    def change(self, id_: str, overrides: Mapping[str, Any], by: str = "guest") -> Json:
        """Raises LookupError, TypeError, or ValueError for what is not of the field's type."""
        told = _told(overrides)
        with self._state.lock:
            reservation = self.known(id_)
            self._state.change(reservation, told, by)
            return reservation.wire()

    def known(self, id_: str) -> Reservation:
        if id_ not in self._state.reservations:
            raise LookupError(f"no reservation {id_} on the portal")
        return self._state.reservations[id_]

    def _made_up(self) -> Json:
        guest = some_guest(self._dice)
        asked = [(question, self._dice.choice(said)) for question, said in QUESTIONS]
        return {
            "starts_at": iso(some_evening(self._state.now(), self._dice)),
            "covers": self._dice.randint(2, 6),
            "status": "da_confermare",
            "answers": [{"question": question, "answer": answer} for question, answer in asked],
            "notes": self._dice.choice(WISHES),
            "guest": {
                "first_name": guest.first_name,
                "last_name": guest.last_name,
                "email": guest.email,
                "phone": guest.phone,
            },
        }


def _told(overrides: Mapping[str, Any]) -> Json:
    if odd := set(overrides) - FIELDS:
        raise TypeError(f"unknown: {', '.join(sorted(odd))}; known: {', '.join(sorted(FIELDS))}")
    return ReservationChange.model_validate(dict(overrides)).sent()
