"""The person at the cash desk: closes sales, with and without a table or a customer, and takes them back."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from agent.sandbox.instants import parse_iso
from agent.sandbox.tilby import bodies, customers
from agent.sandbox.tilby.carte import uuid_of
from agent.sandbox.tilby.state import TilbyState
from agent.sandbox.totals import Sold, Totals, amount_of, summed
from agent.sandbox.wire import Json

CLOSED = ("closed", "stored")


class Cashier:
    """Every method answers the sale as the API gives it. LookupError: the till has no such sale, table or customer."""

    def __init__(self, state: TilbyState) -> None:
        self._state = state

    def sell(
        self,
        total: str | Decimal | None = None,
        *,
        tables: Sequence[str | int] = (),
        customer: Mapping[str, Any] | int | None = None,
        covers: int | None = None,
        dishes: Mapping[str, int] | None = None,
        status: str = "closed",
    ) -> Json:
        """What was eaten and paid, now: `dishes` by name with their number, else one thing worth `total`.

        `customer`: an id, or a name and numbers, found again by e-mail, then telephone, or made.
        """
        if status not in CLOSED:
            raise ValueError(f"no status {status}: {', '.join(CLOSED)}")
        with self._state.lock:
            rows = (
                self._rows(dishes)
                if dishes
                else [self._row(self._state.items[0], 1, amount_of("10.00" if total is None else total))]
            )
            made = self._sale(rows, [self._table(table) for table in tables], self._customer(customer), covers, status)
            self._state.sales.append(made)
            self._state.publish("sales", "CLOSED", made)
            self._state.lock.notify_all()
            return dict(made)

    def cancel(self, sale: int) -> Json:
        """Taken back: from then on it has `deleted_at`, and counts no more."""
        with self._state.lock:
            held = next((each for each in self._state.sales if each["id"] == sale), None)
            if held is None:
                raise LookupError(f"no sale {sale} at the till")
            if held["deleted_at"] is not None:
                raise ValueError(f"sale {sale} is cancelled already")
            held["deleted_at"] = self._state.stamp()
            self._state.publish("sales", "DELETED", dict(held))
            self._state.lock.notify_all()
            return dict(held)

    def totals(self, first: date | None = None, last: date | None = None) -> Totals:
        """What was closed on these days and not taken back."""
        with self._state.lock:
            counting = [sale for sale in self._state.sales if sale["deleted_at"] is None and sale["status"] in CLOSED]
            sold = [
                Sold(parse_iso(s["closed_at"]), Decimal(str(s["final_amount"])), s["covers"] or 0) for s in counting
            ]
            return summed(sold, first, last)

    def _rows(self, dishes: Mapping[str, int]) -> list[Json]:
        rows = []
        for name, number in dishes.items():
            item = next((each for each in self._state.items if each["name"] == name), None)
            if item is None:
                raise LookupError(f"no item {name} at the till")
            rows.append(self._row(item, number, item["price1"] or Decimal("0.00")))
        return rows

    def _row(self, item: Json, number: int, each: Decimal) -> Json:
        return {
            "item_id": item["id"],
            "name": item["name"],
            "quantity": number,
            "final_price": each,
            "category_id": item["category_id"],
        }

    def _sale(
        self, rows: list[Json], tables: list[Json], customer: Json | None, covers: int | None, status: str
    ) -> Json:
        id_, now = self._state.next_id(), self._state.stamp()
        total = sum((row["final_price"] * row["quantity"] for row in rows), Decimal("0.00"))
        first = tables[0] if tables else None
        return {
            "id": id_,
            "uuid": uuid_of("sale", id_),
            "status": status,
            "open_at": now,
            "closed_at": now,
            "covers": covers,
            "final_amount": total,
            "table_id": first["id"] if first else None,
            "table_name": first["name"] if first else None,
            "room_name": first["room_name"] if first else None,
            "tables": [{"table_id": table["id"]} for table in tables],
            "sale_items": rows,
            "sale_customer": customer,
            "customer_id": customer["id"] if customer else None,
            "payments": [{"amount": total, "payment_method_name": "Contanti"}],
            "deleted_at": None,
        }

    def _table(self, named: str | int) -> Json:
        for id_, known in self._state.tables().items():
            if named in (id_, known["name"]):
                return known
        raise LookupError(f"no table {named} at the till")

    def _customer(self, told: Mapping[str, Any] | int | None) -> Json | None:
        if told is None:
            return None
        if isinstance(told, int):
            if told not in self._state.customers:
                raise LookupError(f"no customer {told} at the till")
            return dict(self._state.customers[told])
        card = bodies.Customer.model_validate(dict(told))
        found = customers.known(self._state, card)
        return dict(self._state.customers[found]) if found is not None else customers.create(self._state, card)


def _sold(sale: Json) -> Sold:
    return Sold(parse_iso(sale["closed_at"]), Decimal(str(sale["final_amount"])), sale["covers"] or 0)
