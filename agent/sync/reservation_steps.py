"""Writes what happens to a reservation into the ledger: its values, its time line and its errands, all or nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from agent.domain.errands import Errand, ErrandKind
from agent.domain.ledger import Ledger
from agent.domain.meeting import ReservationStep
from agent.domain.reservations import Reservation

_WHOLE = frozenset({ErrandKind.RESERVATION_TO_POS, ErrandKind.RESERVATION_TO_PORTAL})
"""They bring a side to whatever is held when they run: a new one replaces those that still wait, or are parked."""


def write(ledger: Ledger, step: ReservationStep, now: datetime) -> Reservation:
    """Returns the reservation as stored. Raises `Overtaken`."""
    return write_all(ledger, [step], now)[0]


def write_all(ledger: Ledger, steps: Sequence[ReservationStep], now: datetime) -> tuple[Reservation, ...]:
    """As many as one page of a side makes, of different reservations; returned as stored. Raises `Overtaken`."""
    stored = ledger.write_reservations([step.reservation for step in steps])
    withdrawn = [
        (step.reservation.id, kinds)
        for step in steps
        if step.reservation.id and (kinds := step.withdrawn | (_WHOLE & {errand.kind for errand in step.errands}))
    ]
    ledger.withdraw_all(withdrawn)
    ledger.announce_all(_announced(stored, steps), now)
    ledger.record_all((held, step.entries) for held, step in zip(stored, steps, strict=True))
    return stored


def _announced(
    stored: Sequence[Reservation], steps: Sequence[ReservationStep]
) -> Iterator[tuple[Reservation, Errand, str]]:
    for held, step in zip(stored, steps, strict=True):
        # What two rules ask for in one step is one errand.
        asked = {(errand.kind, tuple(sorted(errand.payload.items()))): errand for errand in step.errands}
        for errand in asked.values():
            yield held, errand, key_of(held, errand)


def key_of(held: Reservation, errand: Errand, again: int = 0) -> str:
    """The idempotency key: the same for the same wish, another for a new attempt after a refusal."""
    record = held.portal or held.pos
    ref = record.said.ref if record else ""
    check = errand.payload.get("check", "")
    heard = f"{held.heard_at:%Y%m%d%H%M%S%f}"
    key = f"campanello:{held.link}:r{ref}:{errand.kind.value}{check}:{heard}:{held.version}"
    return f"{key}:{again}" if again else key
