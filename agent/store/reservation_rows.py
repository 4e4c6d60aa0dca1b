"""A reservation as a row: the whole value, and in columns of its own what is searched or sorted."""

from collections.abc import Mapping
from typing import Any, Final

from agent.domain.reservations import Reservation
from agent.store.forms import BOOKING, CHECKS, CONFLICTS, SALES, SIDE_RECORD, TEXT_SET, side_record_text
from agent.store.instants import instant_of, text_of
from agent.store.search import digits_of, searchable

COLUMNS: Final = (
    "link", "state", "starts_at", "covers", "guest_name", "guest_phone", "code", "heard_at", "asking", "checked",
    "booking", "portal", "pos", "conflicts", "closed_pair", "reopened", "former_refs", "checks", "sold", "sale_differs",
)  # fmt: skip
"""In the order of `reservation_row`; besides these there are the id and the version."""


def reservation_row(reservation: Reservation) -> dict[str, Any]:
    booking = reservation.booking
    assert booking.state is not None, "what is held has a state, whatever word a side uses"
    portal, pos = reservation.portal, reservation.pos
    booking_text = BOOKING.text(booking)
    return {
        "link": reservation.link,
        "state": booking.state.value,
        "starts_at": text_of(booking.starts_at),
        "covers": booking.covers,
        "guest_name": searchable(booking.guest.name),
        "guest_phone": digits_of(booking.guest.phone or ""),
        "code": (portal or pos).said.code if portal or pos else "",  # type: ignore[union-attr]
        "heard_at": text_of(reservation.heard_at),
        "asking": int(bool(reservation.conflicts) or reservation.reopened or reservation.sale_differs),
        "checked": int(bool(reservation.checks)),
        "booking": booking_text,
        "portal": side_record_text(portal, booking, booking_text),
        "pos": side_record_text(pos, booking, booking_text),
        "conflicts": CONFLICTS.text(reservation.conflicts),
        "closed_pair": int(reservation.closed_pair),
        "reopened": int(reservation.reopened),
        "former_refs": TEXT_SET.text(reservation.former_refs),
        "checks": CHECKS.text(reservation.checks),
        "sold": SALES.text(reservation.sold),
        "sale_differs": int(reservation.sale_differs),
    }


def reservation_of(row: Mapping[str, Any]) -> Reservation:
    return Reservation(
        link=row["link"],
        booking=BOOKING.value(row["booking"]),
        heard_at=instant_of(row["heard_at"]),
        portal=SIDE_RECORD.value(row["portal"]) if row["portal"] else None,
        pos=SIDE_RECORD.value(row["pos"]) if row["pos"] else None,
        conflicts=CONFLICTS.value(row["conflicts"]),
        closed_pair=bool(row["closed_pair"]),
        reopened=bool(row["reopened"]),
        former_refs=TEXT_SET.value(row["former_refs"]),
        checks=CHECKS.value(row["checks"]),
        sold=SALES.value(row["sold"]),
        sale_differs=bool(row["sale_differs"]),
        id=row["id"],
        version=row["version"],
    )
