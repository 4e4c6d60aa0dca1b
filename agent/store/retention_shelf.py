"""Takes guests' data out of what is over, and leaves the figures. Keeps no list of whom it forgot."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent.domain.forgetting import forgotten_order, forgotten_params, forgotten_reservation
from agent.domain.orders import Customer
from agent.store.forms import failure_text, params_of, params_text
from agent.store.instants import text_of
from agent.store.order_shelf import OrderShelf, order_row
from agent.store.reservation_rows import reservation_row
from agent.store.reservation_shelf import ReservationShelf
from agent.store.tables import not_done

AT_ONCE = 500
"""Rows looked at in one go."""


@dataclass(frozen=True)
class Subject:
    """An order or a reservation, as far as it must be looked at to find a person."""

    id: int
    link: str
    code: str
    customers: tuple[Customer, ...]
    over: bool
    """Nothing is owed to a side, and nobody has to do anything."""


class RetentionShelf(OrderShelf, ReservationShelf):
    """Beside the shelves of orders and reservations, whose rows it writes."""

    def order_subjects(self) -> Iterator[Subject]:
        """Every order that still has its guest."""
        orders = self._tables.orders
        owed = self._owed("order_id")
        query = orders.select(orders.id, orders.link, orders.code, orders.portal, orders.standing).where(
            orders.erased_at.is_null()
        )
        for id_, link, code, portal, standing in query.tuples().iterator():
            customer = _customer(json.loads(portal)["customer"])
            yield Subject(id_, link, code, (customer,), not standing and id_ not in owed)

    def reservation_subjects(self, before: datetime) -> Iterator[Subject]:
        """Every reservation that still has its guest; over are those that began before that instant."""
        held = self._tables.reservations
        owed = self._owed("reservation_id")
        query = held.select(
            held.id, held.link, held.code, held.starts_at, held.booking, held.portal, held.pos, held.conflicts
        ).where(held.erased_at.is_null())
        for id_, link, code, starts_at, *told in query.tuples().iterator():
            customers = tuple(_customer(each) for text in told if text for each in _guests(json.loads(text)))
            yield Subject(id_, link, code, customers, starts_at < text_of(before) and id_ not in owed)

    def old_orders(self, link: str, before: datetime) -> Sequence[int]:
        """Those that arrived before that instant, whatever was never ended of them; not what is on its way."""
        orders = self._tables.orders
        owed = self._on_the_way("order_id")
        query = orders.select(orders.id).where(
            (orders.link == link)
            & (orders.arrived_at < text_of(before))
            & orders.erased_at.is_null()
            & orders.id.not_in(owed)
        )
        return [row[0] for row in query.limit(AT_ONCE).tuples()]

    def old_reservations(self, link: str, before: datetime) -> Sequence[int]:
        held = self._tables.reservations
        owed = self._on_the_way("reservation_id")
        query = held.select(held.id).where(
            (held.link == link) & (held.starts_at < text_of(before)) & held.erased_at.is_null() & held.id.not_in(owed)
        )
        return [row[0] for row in query.limit(AT_ONCE).tuples()]

    def forget_orders(self, ids: Collection[int], now: datetime) -> int:
        """Their figures stay. Returns how many lines of time lines lost something."""
        orders = self._tables.orders
        for id_ in ids:
            order = self.order(id_)
            if order is None:
                continue
            row = order_row(forgotten_order(order))
            orders.update(**row, erased_at=text_of(now)).where(orders.id == id_).execute()
        return self._forget_traces("order_id", ids)

    def forget_reservations(self, ids: Collection[int], now: datetime) -> int:
        """As above. The digests of what both sides last said stay: an unchanged statement brings nothing back."""
        held = self._tables.reservations
        for id_ in ids:
            reservation = self.reservation(id_)
            if reservation is None:
                continue
            row = reservation_row(forgotten_reservation(reservation))
            held.update(**row, erased_at=text_of(now)).where(held.id == id_).execute()
        return self._forget_traces("reservation_id", ids)

    def order_forgotten(self, order_id: int) -> bool:
        orders = self._tables.orders
        mine = (orders.id == order_id) & orders.erased_at.is_null(False)
        return orders.select(orders.id).where(mine).tuples().first() is not None

    def reservation_forgotten(self, reservation_id: int) -> bool:
        held = self._tables.reservations
        mine = (held.id == reservation_id) & held.erased_at.is_null(False)
        return held.select(held.id).where(mine).tuples().first() is not None

    def unpair_guests(self, pairs: Collection[tuple[str, str]]) -> int:
        """By link and the portal's id of the guest."""
        guests = self._tables.guests
        gone = 0
        for link, portal_ref in pairs:
            gone += guests.delete().where((guests.link == link) & (guests.portal_ref == portal_ref)).execute()
        return gone

    def _forget_traces(self, column: str, ids: Collection[int]) -> int:
        history, outbox = self._tables.history, self._tables.outbox
        changed = 0
        mine = getattr(history, column).in_(list(ids))
        for id_, text in list(history.select(history.id, history.params).where(mine).tuples()):
            left = params_text(forgotten_params(params_of(text)))
            if left != text:
                history.update(params=left).where(history.id == id_).execute()
                changed += 1
        done = getattr(outbox, column).in_(list(ids)) & (outbox.state == "done")
        outbox.update(payload=params_text({}), failure=failure_text(None)).where(done).execute()
        return changed

    def _on_the_way(self, column: str) -> Any:
        outbox = self._tables.outbox
        wanted = getattr(outbox, column)
        return outbox.select(wanted).where(outbox.state.in_(("waiting", "sending")) & wanted.is_null(False))

    def _owed_query(self, column: str) -> Any:
        outbox = self._tables.outbox
        wanted = getattr(outbox, column)
        return outbox.select(wanted).where(not_done(outbox) & wanted.is_null(False))

    def _owed(self, column: str) -> frozenset[int]:
        return frozenset(row[0] for row in self._owed_query(column).tuples())


def _customer(told: Mapping[str, Any]) -> Customer:
    names = ("first_name", "last_name", "email", "phone")
    return Customer(str(told.get("ref") or ""), *(told.get(name) for name in names))


def _guests(told: Any) -> Iterator[Mapping[str, Any]]:
    """Every guest in that JSON, however deep."""
    if isinstance(told, Mapping):
        if isinstance(told.get("guest"), Mapping):
            guest = dict(told["guest"])
            yield {**guest, "ref": guest.get("ref") or ""}
        for value in told.values():
            yield from _guests(value)
    elif isinstance(told, list):
        for value in told:
            yield from _guests(value)
