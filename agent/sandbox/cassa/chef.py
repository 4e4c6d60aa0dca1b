"""The person at the till's catalogue: prices, switches, options, what no call of the API does.

Products are named by their name or id, as are categories, options and sales modes.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from agent.sandbox.cassa.carte import CHANNELS
from agent.sandbox.cassa.state import SALES_POINT, TillState
from agent.sandbox.instants import to_ms
from agent.sandbox.totals import amount_of
from agent.sandbox.wire import Json

APP = "enableForMobileCommerce"
"""The channel that the pair sells through (ASSUMED, as in the connector)."""


class Chef:
    """Every method answers the record as the API gives it. LookupError: the till has no such thing."""

    def __init__(self, state: TillState) -> None:
        self._state = state

    def set_price(self, product: str, mode: str, price: str | Decimal | None) -> Json:
        """In that sales mode; None: the product has none in it."""
        with self._state.lock:
            held, wanted = self._product(product), self._mode(mode)["id"]
            others = [each for each in held["prices"] if each.get("idSalesMode") != wanted]
            own = [] if price is None else [_price(wanted, amount_of(price))]
            return self._edited(held, prices=[*others, *own])

    def switch(self, product: str, *, sale: bool | None = None, channel: bool | None = None) -> Json:
        """On sale at all, and on the portal's channel."""
        with self._state.lock:
            told = {"enableForSale": sale, APP: channel}
            return self._edited(self._product(product), **{name: on for name, on in told.items() if on is not None})

    def rename(self, product: str, name: str) -> Json:
        with self._state.lock:
            return self._edited(self._product(product), description=name)

    def add(self, name: str, category: str, prices: Mapping[str, str | Decimal], **fields: Any) -> Json:
        """A new product with its price by sales mode, on sale and on every channel."""
        with self._state.lock:
            id_ = self._state.new_id()
            of = self._category(category)
            made = {
                "id": id_,
                "description": name,
                "descriptionExtended": None,
                "idDepartment": None,
                "department": None,
                "idCategory": of["id"],
                "category": {"id": of["id"], "description": of["description"]},
                "idSalesPoint": SALES_POINT,
                **dict.fromkeys(CHANNELS, True),
                "prices": [_price(self._mode(mode)["id"], amount_of(price)) for mode, price in prices.items()],
                "modifiers": [],
                "attributes": [],
                "multivariant": False,
                "variants": [{"id": self._state.new_id(), "description": name, "prices": []}],
                "images": [],
                "tags": [],
                "externalId": None,
                **fields,
            }
            self._state.products[id_] = made
            self._stamp(made)
            self._state.publish("PRODUCT", "CREATE", made)
            return dict(made)

    def delete(self, product: str) -> Json:
        """For good: nothing tells of it but that it is gone."""
        with self._state.lock:
            gone = self._state.products.pop(self._product(product)["id"])
            self._state.publish("PRODUCT", "DELETE", gone)
            return dict(gone)

    def delete_category(self, category: str) -> Json:
        with self._state.lock:
            gone = self._state.categories.pop(self._category(category)["id"])
            self._state.publish("CATEGORY", "DELETE", gone)
            return dict(gone)

    def delete_option(self, option: str) -> Json:
        """One value of a set of additions or removals, from the set and from every product."""
        with self._state.lock:
            found = [(each, value) for each in self._state.modifiers for value in each["values"]]
            held, gone = next(
                (pair for pair in found if option in (pair[1]["id"], pair[1]["description"])), (None, None)
            )
            if held is None or gone is None:
                raise LookupError(f"no option {option} at the till")
            held["values"] = [value for value in held["values"] if value is not gone]
            for product in self._state.products.values():
                for modifier in product["modifiers"]:
                    modifier["values"] = [each for each in modifier["values"] if each["idValue"] != gone["id"]]
            self._state.publish("MODIFIER", "EDIT", held)
            return dict(held)

    def rename_mode(self, mode: str, name: str) -> Json:
        with self._state.lock:
            held = self._mode(mode)
            held["description"] = name
            return dict(held)

    def delete_mode(self, mode: str) -> None:
        with self._state.lock:
            self._state.sales_modes.remove(self._mode(mode))

    def _edited(self, product: Json, **fields: Any) -> Json:
        product |= fields
        self._stamp(product)
        self._state.publish("PRODUCT", "EDIT", product)
        return dict(product)

    def _stamp(self, record: Json) -> None:
        record["lastUpdate"] = to_ms(self._state.now())

    def _product(self, name: str) -> Json:
        found = (each for each in self._state.products.values() if name in (each["id"], each["description"]))
        return _known(next(found, None), "product", name)

    def _category(self, name: str) -> Json:
        found = (each for each in self._state.categories.values() if name in (each["id"], each["description"]))
        return _known(next(found, None), "category", name)

    def _mode(self, name: str) -> Json:
        found = (each for each in self._state.sales_modes if name in (each["id"], each["description"]))
        return _known(next(found, None), "sales mode", name)


def _known(record: Json | None, kind: str, name: str) -> Json:
    if record is None:
        raise LookupError(f"no {kind} {name} at the till")
    return record


def _price(mode: str, amount: Decimal) -> Json:
    return {"idSalesMode": mode, "idSalesPoint": SALES_POINT, "value": amount}
