"""The portal's rules of an order: which state may follow which, and what the guest is told.

The same rules serve the API and the portal's own back office; only the latter may always reject late.
"""

from dataclasses import dataclass
from datetime import datetime

from agent.sandbox.instants import ROME
from agent.sandbox.plateform.entities import Order
from agent.sandbox.plateform.refusal import invalid, not_allowed
from agent.sandbox.plateform.state import PortalState


@dataclass(frozen=True)
class Decision:
    status: str
    ready_at: datetime | None = None
    reason: str | None = None
    by: str = "restaurant"


def decide(state: PortalState, order: Order, decision: Decision, *, late_rejection: bool) -> str:
    """Changes the order, tells the guest and says in one word what happened. Raises Refusal 409 or 422."""
    if decision.status == "rifiutato" and not (decision.reason or "").strip():
        raise invalid("rejection_reason", "the guest must be told why")
    if (order.status, decision.status) not in _followers(late_rejection):
        raise not_allowed("order", order.status, decision.status)
    postponed = order.status == decision.status == "confermato"
    if postponed and decision.ready_at in (None, order.ready_at):
        raise not_allowed("order", order.status, "the same ready_at again")
    if decision.status == "confermato":
        order.ready_at = decision.ready_at
    elif decision.status == "rifiutato":
        order.rejection_reason = decision.reason
    state.move(order, decision.status, by=decision.by, detail=decision.reason)
    kind = "posticipato" if postponed else decision.status
    state.tell(order, kind, _words(order, kind))
    return kind


def cancel(state: PortalState, order: Order, by: str) -> None:
    """Raises Refusal 409 when it is over already."""
    if order.status not in ("nuovo", "confermato"):
        raise not_allowed("order", order.status, "annullato")
    state.move(order, "annullato", by=by)
    state.tell(order, "annullato", _words(order, "annullato"))


def _followers(late_rejection: bool) -> set[tuple[str, str]]:
    """The same state again is accepted: it tells the guest again, which is why nobody should send it."""
    allowed = {
        ("nuovo", "confermato"),
        ("nuovo", "rifiutato"),
        ("confermato", "confermato"),
        ("confermato", "evaso"),
        ("rifiutato", "rifiutato"),
        ("evaso", "evaso"),
    }
    return allowed | {("confermato", "rifiutato")} if late_rejection else allowed


def _words(order: Order, kind: str) -> str:
    code = order.content["code"]
    when = "" if order.ready_at is None else f" per le {order.ready_at.astimezone(ROME):%H:%M}"
    return {
        "confermato": f"Il tuo ordine {code} è confermato{when}.",
        "posticipato": f"Il tuo ordine {code} è spostato: sarà pronto{when}.",
        "rifiutato": f"Il tuo ordine {code} non è stato accettato: {order.rejection_reason}",
        "evaso": f"Grazie! Com'è andata con l'ordine {code}?",
        "annullato": f"Il tuo ordine {code} è annullato.",
    }[kind]
