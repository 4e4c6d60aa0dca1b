"""The person at the till's catalogue and floor: prices, dishes on and off sale, rooms and tables by other names.

What no call of the API does for them. Items and categories are named by name or by id, and so are rooms and tables.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from agent.sandbox.tilby import carte
from agent.sandbox.tilby.state import TilbyState
from agent.sandbox.totals import amount_of
from agent.sandbox.wire import Json

MADE_BY_THE_TILL = {"id", "updated_at", "category"}
PRICES = {f"price{number}" for number in range(1, 11)}


class Chef:
    """Every method answers the record as the API gives it. LookupError: the till has no such thing."""

    def __init__(self, state: TilbyState) -> None:
        self._state = state

    def add(self, name: str, price: str | Decimal | None, category: str | int, **fields: Any) -> Json:
        """A new item, on sale. `fields`: those of an item as on the wire. Raises TypeError for another one."""
        with self._state.lock:
            of_it = {"category_id": self._category(category)["id"]}
            item = carte.item(self._state.next_id(), name, self._state.stamp())
            item |= _told({"price1": price, **of_it, **fields}, item)
            self._state.items.append(item)
            return self._happened(item, "CREATED")

    def edit(self, item: str | int, **fields: Any) -> Json:
        """Those fields as on the wire; prices in euro as text, a number or null. A change of nothing counts as one."""
        with self._state.lock:
            held = self._item(item)
            held |= _told(fields, held)
            return self._happened(held, "UPDATED")

    def set_price(self, item: str | int, price: str | Decimal | None, price_list: int = 1) -> Json:
        return self.edit(item, **{f"price{price_list}": price})

    def switch_off(self, item: str | int) -> Json:
        return self.edit(item, on_sale=False)

    def switch_on(self, item: str | int) -> Json:
        return self.edit(item, on_sale=True)

    def delete(self, item: str | int) -> Json:
        """Softly, as far as the document tells."""
        with self._state.lock:
            held = self._item(item)
            held["deleted_at"] = self._state.stamp()
            return self._happened(held, "DELETED")

    def add_category(self, name: str) -> Json:
        with self._state.lock:
            number = max((each["index"] for each in self._state.categories), default=0) + 1
            made = {"id": self._state.next_id(), "name": name, "index": number, "display": True}
            self._state.categories.append(made)
            return self._category_happened(made, "CREATED")

    def rename_category(self, category: str | int, name: str) -> Json:
        """Its items carry the new name too, and did not change."""
        with self._state.lock:
            held = self._category(category)
            held["name"] = name
            return self._category_happened(held, "UPDATED")

    def rename_room(self, room: str | int, name: str) -> Json:
        with self._state.lock:
            held = self._room(room)
            held["name"] = name
            return self._floor_happened(held)

    def rename_table(self, table: str | int, name: str) -> Json:
        with self._state.lock:
            room, held = self._table(table)
            held["name"] = name
            return self._floor_happened(room)

    def add_table(self, room: str | int, name: str, covers: int = 4) -> Json:
        with self._state.lock:
            held = self._room(room)
            held["tables"].append(carte.table(self._state.next_id(), held["id"], name, covers))
            return self._floor_happened(held)

    def remove_table(self, table: str | int) -> Json:
        """Softly: it stays in its room, with `deleted_at`."""
        with self._state.lock:
            room, held = self._table(table)
            held["deleted_at"] = self._state.stamp()
            return self._floor_happened(room)

    def _item(self, named: str | int) -> Json:
        return _named(self._state.items, named, "item")

    def _category(self, named: str | int) -> Json:
        return _named(self._state.categories, named, "category")

    def _room(self, named: str | int) -> Json:
        return _named(self._state.rooms, named, "room")

    def _table(self, named: str | int) -> tuple[Json, Json]:
        for room in self._state.rooms:
            for table in room["tables"]:
                if named in (table["id"], table["name"]) and table["deleted_at"] is None:
                    return room, table
        raise LookupError(f"no table {named} at the till")

    def _happened(self, item: Json, event: str) -> Json:
        item["updated_at"] = self._state.stamp()
        told = self._state.item_on_the_wire(item)
        self._state.publish("items", event, told)
        self._state.lock.notify_all()
        return told

    def _category_happened(self, category: Json, event: str) -> Json:
        self._state.publish("categories", event, dict(category))
        self._state.lock.notify_all()
        return dict(category)

    def _floor_happened(self, room: Json) -> Json:
        told = {**room, "tables": [dict(table) for table in room["tables"]]}
        self._state.publish("rooms", "UPDATED", told)
        self._state.lock.notify_all()
        return told


def _named(records: list[Json], named: str | int, what: str) -> Json:
    for record in records:
        if named in (record["id"], record["name"], str(record["id"])) and record.get("deleted_at") is None:
            return record
    raise LookupError(f"no {what} {named} at the till")


def _told(fields: Mapping[str, Any], item: Json) -> Json:
    """Prices as amounts. Raises TypeError for what an item does not have."""
    known = set(item) - MADE_BY_THE_TILL
    if odd := set(fields) - known:
        raise TypeError(f"unknown: {', '.join(sorted(odd))}; known: {', '.join(sorted(known))}")
    return {name: amount_of(value) if name in PRICES and value is not None else value for name, value in fields.items()}
