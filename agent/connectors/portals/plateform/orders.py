"""Plateform's orders as the flows see them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.portals.plateform.api import Subject, path_of
from agent.connectors.portals.plateform.mapping import read_order, read_orders
from agent.domain.orders import PortalOrder
from agent.domain.ports import Page, SetAside

OVERLAP: Final = timedelta(minutes=2)
"""Asked again at every poll: a change may become visible a little after the instant that it carries."""

OPEN_WORDS: Final = ("nuovo", "confermato")

ORDERS: Final = "/orders"


class Orders(Subject):
    """The part of `OrderPortal` that is about orders."""

    def order_changes(self, since: datetime) -> Iterator[Page[PortalOrder]]:
        """What has not changed since the last complete answer (its ETag) yields no page."""
        query = {"updated_since": (since - OVERLAP).isoformat(timespec="seconds")}
        for page in self._api.pages(ORDERS, query, read_orders, conditional=True):
            yield replace(page, upto=max((order.updated_at for order in page.records), default=None))

    def open_orders(self) -> Iterator[Page[PortalOrder]]:
        """A list of some states says nothing of what changed in the others: no page moves the cursor."""
        for word in OPEN_WORDS:
            yield from self._api.pages(ORDERS, {"status": word}, read_orders)

    def order(self, ref: str) -> PortalOrder:
        return _read(self._api.call("GET", path_of(ORDERS, ref)))

    def mark_received(self, ref: str) -> None:
        self._api.call("POST", f"{path_of(ORDERS, ref)}/received")

    def accept_order(self, ref: str, ready_at: datetime, *, key: str, version: int) -> PortalOrder:
        promise = {"status": "confermato", "ready_at": ready_at.isoformat(timespec="seconds")}
        return self._decide(ref, promise, key, version)

    def reject_order(self, ref: str, reason: str, *, key: str, version: int) -> PortalOrder:
        return self._decide(ref, {"status": "rifiutato", "rejection_reason": reason}, key, version)

    def complete_order(self, ref: str, *, key: str, version: int) -> PortalOrder:
        return self._decide(ref, {"status": "evaso"}, key, version)

    def _decide(self, ref: str, body: Mapping[str, str], key: str, version: int) -> PortalOrder:
        return _read(self._api.change(path_of(ORDERS, ref), body, key=key, version=str(version)))


def _read(answer: Answer) -> PortalOrder:
    found = read_order(answer.json())
    if isinstance(found, SetAside):
        raise answer.malformed("order")
    return found
