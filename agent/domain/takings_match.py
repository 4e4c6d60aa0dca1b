"""Whose sale it was: a sale of the till becomes a line of the statistics. Pure; holds nobody's data."""

from agent.domain.takings import SaleSource, Taking, TillSale


def taking_of(sale: TillSale, link: str, *, order_id: int | None = None, reservation_id: int | None = None) -> Taking:
    """`order_id`, `reservation_id`: what the sale was matched to; an order comes before a reservation."""
    if order_id is not None:
        source = SaleSource.ORDER
    elif reservation_id is not None:
        source = SaleSource.RESERVATION
    else:
        source = SaleSource.WALK_IN
    return Taking(
        link=link,
        receipt_id=sale.ref,
        closed_at=sale.closed_at,
        total=sale.total,
        covers=sale.covers,
        source=source,
        order_id=order_id,
        reservation_id=None if order_id is not None else reservation_id,
        cancelled=sale.cancelled,
    )
