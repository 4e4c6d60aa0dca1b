"""Plateform's guests, known from orders and reservations, as the flows see them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from agent.connectors.fields import Instant, set_aside
from agent.connectors.portals.plateform.api import Subject
from agent.connectors.portals.plateform.mapping import WireCustomer
from agent.connectors.portals.plateform.orders import OVERLAP
from agent.domain.orders import Customer
from agent.domain.ports import Page, SetAside

CUSTOMERS: Final = "/customers"


class WireGuest(WireCustomer):
    updated_at: Instant


class Guests(Subject):
    """The part of `GuestPortal`."""

    def guests(self, since: datetime) -> Iterator[Page[Customer]]:
        """What has not changed since the last complete answer (its ETag) yields no page."""
        query = {"updated_since": (since - OVERLAP).isoformat(timespec="seconds")}
        for page in self._api.pages(CUSTOMERS, query, _read_guests, conditional=True):
            upto = max((at for _guest, at in page.records), default=None)
            yield Page(tuple(guest for guest, _at in page.records), page.set_aside, upto)


def _read_guests(records: list[object]) -> tuple[tuple[tuple[Customer, datetime], ...], tuple[SetAside, ...]]:
    found: list[tuple[Customer, datetime]] = []
    aside: list[SetAside] = []
    for record in records:
        try:
            wire = WireGuest.model_validate(record)
        except ValidationError as error:
            aside.append(set_aside(record, error))
            continue
        guest = Customer(wire.id, wire.first_name, wire.last_name, wire.email, wire.phone)
        found.append((guest, wire.updated_at))
    return tuple(found), tuple(aside)
