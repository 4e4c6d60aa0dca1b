"""The notes on an order and its rows, for the eyes at the till and in the kitchen. Pure.

In Italian whatever this PC's language: the till and its prints are Italian. Short, because a kitchen print is narrow.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from agent.domain.orders import Option, OrderLine, PaymentMethod, PortalOrder

LONGEST_PIECE: Final = 500
LONGEST_NOTE: Final = 4000

PAID: Final = "PAGATO ONLINE"
PAYMENTS: Final = {
    PaymentMethod.ONLINE: "da pagare online",
    PaymentMethod.CASH: "contanti alla consegna",
    PaymentMethod.CARD_ON_DELIVERY: "carta alla consegna",
    PaymentMethod.OTHER: "pagamento da verificare",
}


def order_note(order: PortalOrder, unmatched: Sequence[OrderLine], wanted: datetime | None) -> str:
    """What the till has no field for. `wanted`: the guest's time in local time, when the due date can't say it."""
    pieces = [f"#{order.code}"]
    pieces += [f"NON ABBINATO: {line_text(line)}" for line in unmatched]
    if wanted is not None:
        pieces.append(f"richiesto per le {wanted:%H:%M} del {wanted:%d/%m}")
    if order.discount:
        pieces.append(f"sconto {amount(order.discount)}")
    pieces.append(PAID if order.prepaid else PAYMENTS[order.payment])
    if order.notes:
        pieces.append(order.notes)
    return joined(pieces, " | ")


def row_note(additions: Iterable[Option], removals: Iterable[Option], guests_note: str | None) -> str:
    """ "+ bufala, - basilico; ben cotta"; empty when there is nothing to say."""
    options = ", ".join([f"+ {option.name}" for option in additions] + [f"- {option.name}" for option in removals])
    return joined([piece for piece in (options, guests_note) if piece], "; ")


def line_text(line: OrderLine) -> str:
    """A whole row in words, for the till that does not know its product."""
    options = row_note(line.additions, line.removals, line.note)
    told = f" ({options})" if options else ""
    return f"{line.quantity}x {line.name}{told} {amount(line.total)}"


def amount(money: Decimal) -> str:
    return f"{money:.2f} €".replace(".", ",")


def joined(pieces: Iterable[str], between: str) -> str:
    return short(between.join(short(" ".join(piece.split()), LONGEST_PIECE) for piece in pieces), LONGEST_NOTE)


def short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
