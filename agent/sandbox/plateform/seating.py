"""The portal's rules of a reservation: which state may follow which. Forward jumps are allowed."""

from agent.sandbox.plateform.bodies import ReservationChange
from agent.sandbox.plateform.entities import Reservation
from agent.sandbox.plateform.refusal import not_allowed
from agent.sandbox.plateform.state import PortalState

FORWARD = ("confermato", "tavolo_pronto", "arrivato", "seduto", "terminato")
"""Seen on the portal in this order; a later one may follow any earlier one."""

ASIDE = {
    "non_confermato": {"confermato", "rifiutato", "lista_attesa", "cancellato"},
    "lista_attesa": {"confermato", "rifiutato", "cancellato"},
    "confermato": {"non_arrivato", "cancellato"},
    "tavolo_pronto": {"non_arrivato", "cancellato"},
}


def change(state: PortalState, reservation: Reservation, told: ReservationChange, by: str = "restaurant") -> str:
    """Changes what is named, tells the guest of a state. Raises Refusal 409."""
    status = told.status
    if status is not None and status not in _followers(reservation.status):
        raise not_allowed("reservation", reservation.status, status)
    if told.tables is not None:
        reservation.tables = list(told.tables)
    state.move(reservation, status or reservation.status, by=by, detail=told.message)
    if status is not None:
        state.tell(reservation, status, told.message or f"La tua prenotazione: {status.replace('_', ' ')}.")
    return status or "tables"


def _followers(status: str) -> set[str]:
    onward = set(FORWARD[FORWARD.index(status) :]) if status in FORWARD else set()
    return onward | ASIDE.get(status, set()) | {status}
