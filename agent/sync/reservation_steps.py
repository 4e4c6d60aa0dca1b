"""Writes what happens to a reservation into the ledger: its values, its time line and its errands, all or nothing."""

from datetime import datetime

from agent.domain.errands import Errand, ErrandKind
from agent.domain.ledger import Ledger
from agent.domain.meeting import ReservationStep
from agent.domain.reservations import Reservation

_WHOLE = frozenset({ErrandKind.RESERVATION_TO_POS, ErrandKind.RESERVATION_TO_PORTAL})
"""They bring a side to whatever is held when they run: a new one replaces those that still wait, or are parked."""


def write(ledger: Ledger, step: ReservationStep, now: datetime) -> Reservation:
    """Returns the reservation as stored. Raises `Overtaken`."""
    held = step.reservation
    stored = ledger.save_reservation(held) if held.id else ledger.add_reservation(held)
    withdrawn = step.withdrawn | (_WHOLE & {errand.kind for errand in step.errands})
    if withdrawn and held.id:
        ledger.withdraw_of_reservation(held.id, withdrawn)
    # What two rules ask for in one step is one errand.
    asked = {(errand.kind, tuple(sorted(errand.payload.items()))): errand for errand in step.errands}
    for errand in asked.values():
        ledger.announce(stored, errand, key=key_of(stored, errand), now=now)
    ledger.record(stored, stored.link, step.entries)
    return stored


def key_of(held: Reservation, errand: Errand, again: int = 0) -> str:
    """The idempotency key: the same for the same wish, another for a new attempt after a refusal."""
    record = held.portal or held.pos
    ref = record.said.ref if record else ""
    check = errand.payload.get("check", "")
    heard = f"{held.heard_at:%Y%m%d%H%M%S%f}"
    key = f"campanello:{held.link}:r{ref}:{errand.kind.value}{check}:{heard}:{held.version}"
    return f"{key}:{again}" if again else key
