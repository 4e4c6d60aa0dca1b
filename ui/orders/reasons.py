"""Why an order is rejected, and the sentence that the guest reads. Pure."""

from collections.abc import Iterable
from enum import Enum

from agent.domain.decisions import REASON_LENGTH
from agent.domain.orders import Order, OrderKind, OrderLine
from agent.texts import N_, _


class Reason(Enum):
    """The value is what stands on its button."""

    TOO_MANY = N_("Too many orders")
    SOLD_OUT = N_("Sold out")
    OUT_OF_AREA = N_("Out of our area")
    CLOSING = N_("We are closing")
    OTHER = N_("Something else")


_SENTENCES = {
    Reason.TOO_MANY: N_("We have too many orders right now and cannot prepare yours in time."),
    Reason.OUT_OF_AREA: N_("Your address is outside the area that we deliver to."),
    Reason.CLOSING: N_("We are closing and cannot prepare your order any more."),
    Reason.OTHER: "",
}


def reasons_for(order: Order) -> tuple[Reason, ...]:
    """A guest who comes by himself is never out of the area."""
    delivery = order.portal.kind is OrderKind.DELIVERY
    return tuple(reason for reason in Reason if delivery or reason is not Reason.OUT_OF_AREA)


def sentence_for(reason: Reason, sold_out: Iterable[OrderLine], own_words: str) -> str:
    """What the guest will read; empty while something is still to be chosen or written."""
    words = " ".join(own_words.split())
    if reason is Reason.SOLD_OUT:
        names = ", ".join(dict.fromkeys(line.name for line in sold_out))
        told = _("Sold out: {dishes}.").format(dishes=names) if names else ""
        if not told:
            return ""
    else:
        text = _SENTENCES[reason]
        told = _(text) if text else ""
    return " ".join(part for part in (told, words) if part)[:REASON_LENGTH]
