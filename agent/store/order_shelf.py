"""Orders in the database: the whole value, and in columns of its own what is searched, sorted or summed."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import peewee

from agent.domain.failures import Overtaken
from agent.domain.orders import Order, OrderState
from agent.domain.waiting import till_demand
from agent.store.forms import DECISION, NOTICES, PORTAL_ORDER, TEXTS, TILL_ORDER
from agent.store.instants import instant_of, instant_or_none, text_of, text_or_none
from agent.store.search import digits_of, found, searchable
from agent.store.tables import Tables, not_done, standing


class OrderShelf:
    """The orders' part of a ledger."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def order(self, order_id: int) -> Order | None:
        orders = self._tables.orders
        by_id = self._tables.prepared("order", lambda slots: orders.select().where(orders.id == slots["id"]), "id")
        row = by_id.row(id=order_id)
        return None if row is None else _order_of(row)

    def order_of_portal(self, link: str, portal_ref: str) -> Order | None:
        orders = self._tables.orders
        return self._one((orders.link == link) & (orders.portal_ref == portal_ref))

    def order_of_till(self, link: str, till_ref: str) -> Order | None:
        orders = self._tables.orders
        return self._one((orders.link == link) & (orders.till_ref == till_ref))

    def add_order(self, order: Order) -> Order:
        """Gives the id; version 1."""
        row = order_row(order)
        order_id = self._tables.orders.insert({**row, "version": 1}).execute()
        self._write_lines(order_id, order)
        stored = self.order(order_id)
        assert stored is not None
        return stored

    def save_order(self, order: Order) -> Order:
        """Compare-and-set on `order.version`. Raises `Overtaken`."""
        tables, orders = self._tables, self._tables.orders
        row = {**order_row(order), "version": order.version + 1}
        version = tables.prepared(
            "order's portal version",
            lambda slots: orders.select(orders.portal_version).where(orders.id == slots["id"]),
            "id",
        )
        save = tables.prepared(
            "save order",
            lambda slots: orders.update(**{name: slots[name] for name in row}).where(
                (orders.id == slots["id"]) & (orders.version == slots["before"])
            ),
            *row,
            *("id", "before"),
        )
        stood = version.row(id=order.id)
        if not save.run(**row, id=order.id, before=order.version).rowcount:
            raise Overtaken(f"order {order.id} is not at version {order.version} any more")
        assert stood is not None
        if stood["portal_version"] != order.portal.version:
            self._write_lines(order.id, order)
        return replace(order, version=order.version + 1)

    def orders(
        self,
        *,
        link: str | None = None,
        states: Collection[OrderState] | None = None,
        search: str | None = None,
        limit: int = 200,
        before_id: int | None = None,
    ) -> tuple[Order, ...]:
        """Newest first. `search`: the beginning of a code, a part of a name, digits of a phone."""
        orders = self._tables.orders
        query = orders.select().order_by(orders.id.desc()).limit(limit)
        if link is not None:
            query = query.where(orders.link == link)
        if states is not None:
            query = query.where(orders.state.in_([state.value for state in states]))
        if before_id is not None:
            query = query.where(orders.id < before_id)
        if search is not None and search.strip():
            query = query.where(found(orders, search.strip()))
        return tuple(_order_of(row) for row in query.dicts())

    def standing_orders(self, link: str | None = None) -> tuple[Order, ...]:
        """Whatever may still matter: not over, with a notice, owed to a side, or the till must still follow."""
        orders, outbox = self._tables.orders, self._tables.outbox
        owed = outbox.select(outbox.order_id).where(not_done(outbox))
        asking = orders.select(orders.id).where(standing(orders)) | owed
        query = orders.select().where(orders.id.in_(asking)).order_by(orders.id)
        if link is not None:
            query = query.where(orders.link == link)
        return tuple(_order_of(row) for row in query.dicts())

    def orders_unmatched(self, link: str, since: datetime) -> tuple[Order, ...]:
        """Those that arrived since then with rows that the till did not take as products."""
        orders = self._tables.orders
        query = orders.select().where(
            (orders.link == link) & (orders.arrived_at >= text_of(since)) & (orders.unmatched != TEXTS.text(()))
        )
        return tuple(_order_of(row) for row in query.dicts())

    def count_orders(self, link: str | None = None) -> Mapping[OrderState, int]:
        orders = self._tables.orders
        query = orders.select(orders.state, peewee.fn.COUNT(orders.id)).group_by(orders.state)
        if link is not None:
            query = query.where(orders.link == link)
        return {OrderState(state): count for state, count in query.tuples()}

    def _one(self, condition: Any) -> Order | None:
        row = self._tables.orders.select().where(condition).dicts().first()
        return None if row is None else _order_of(row)

    def _write_lines(self, order_id: int, order: Order) -> None:
        lines = self._tables.order_lines
        lines.delete().where(lines.order_id == order_id).execute()
        rows = [
            {
                "order_id": order_id,
                "position": position,
                "product_ref": line.product_ref,
                "name": line.name,
                "quantity": line.quantity,
                "unit_price": str(line.unit_price),
                "total": str(line.total),
            }
            for position, line in enumerate(order.portal.lines)
        ]
        if rows:
            lines.insert(rows).execute()


def order_row(order: Order) -> dict[str, Any]:
    phone = order.portal.customer.phone or ""
    return {
        "link": order.link,
        "portal_ref": order.portal.ref,
        "code": order.portal.code,
        "kind": order.portal.kind.value,
        "state": order.state.value,
        "standing": int(not order.state.over or bool(order.notices) or till_demand(order) is not None),
        "arrived_at": text_of(order.arrived_at),
        "created_at": text_of(order.portal.created_at),
        "due_at": text_of(order.portal.due_at),
        "promised_at": text_or_none(order.promised_at),
        "sent_by": text_or_none(order.sent_by),
        "total": str(order.portal.total),
        "guest_name": searchable(order.portal.customer.name),
        "guest_phone": digits_of(phone),
        "portal_version": order.portal.version,
        "portal": PORTAL_ORDER.text(order.portal),
        "till_ref": order.till.ref if order.till else None,
        "till": TILL_ORDER.text(order.till) if order.till else None,
        "decision": DECISION.text(order.decision) if order.decision else None,
        "notices": NOTICES.text(order.notices),
        "unmatched": TEXTS.text(order.unmatched),
        "till_missing_since": text_or_none(order.till_missing_since),
        "preparation_told": int(order.preparation_told),
    }


def _order_of(row: Mapping[str, Any]) -> Order:
    return Order(
        id=row["id"],
        link=row["link"],
        state=OrderState(row["state"]),
        portal=PORTAL_ORDER.value(row["portal"]),
        arrived_at=instant_of(row["arrived_at"]),
        till=TILL_ORDER.value(row["till"]) if row["till"] else None,
        decision=DECISION.value(row["decision"]) if row["decision"] else None,
        promised_at=instant_or_none(row["promised_at"]),
        sent_by=instant_or_none(row["sent_by"]),
        notices=NOTICES.value(row["notices"]),
        unmatched=TEXTS.value(row["unmatched"]),
        till_missing_since=instant_or_none(row["till_missing_since"]),
        preparation_told=bool(row["preparation_told"]),
        version=row["version"],
    )
