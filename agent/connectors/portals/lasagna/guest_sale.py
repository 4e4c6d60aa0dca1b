"""What a guest spent, as Lasagna wants it. Pure.

ASSUMED, as all of this connector (`mapping`); what a line looks like the profile itself does not say.
"""

from collections.abc import Mapping
from datetime import tzinfo

from agent.connectors.bookings import plain_person
from agent.connectors.portals.lasagna.mapping import guest_body
from agent.domain.money import euro
from agent.domain.orders import Customer
from agent.domain.reservations import NOBODY
from agent.domain.takings import TillSale


def sale_body(
    sale: TillSale, receipt_id: str, reservation_ref: str | None, guest: Customer, zone: tzinfo
) -> Mapping[str, object]:
    said = plain_person(guest)
    body: dict[str, object] = {
        "receipt_id": receipt_id,
        "closed_at": sale.closed_at.astimezone(zone).isoformat(timespec="seconds"),
        "covers": sale.covers,
        "total": str(euro(sale.total)),
        "lines": [
            {"name": line.name, "quantity": line.quantity, "amount": str(euro(line.amount))} for line in sale.lines
        ],
    }
    if reservation_ref is not None:
        body["reservation_id"] = reservation_ref
    if said != NOBODY:
        body["guest"] = guest_body(said)
    return body
