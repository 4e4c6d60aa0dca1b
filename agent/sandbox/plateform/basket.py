"""Orders as guests place them: from the menu that stands, with a total that adds up. Random only by its own dice."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from agent.sandbox.plateform.guests import CITY, LINE_NOTES, NOTES, ZIP, Regular
from agent.sandbox.wire import Json

CENT = Decimal("0.01")
DELIVERY_FEE = Decimal("2.50")
ROUND_TO = 5
"""Minutes: guests choose 20:15, not 20:13."""


def wanted_at(now: datetime, dice: random.Random) -> datetime:
    """When the guest wants it: 40 to 75 minutes from now, at a round minute."""
    wanted = now + timedelta(minutes=dice.randint(40, 75))
    return wanted.replace(minute=wanted.minute // ROUND_TO * ROUND_TO, second=0, microsecond=0)


def address_of(regular: Regular) -> Json:
    return {"street": regular.street, "city": CITY, "zip": ZIP, "notes": regular.bell}


def some_note(dice: random.Random) -> str | None:
    return dice.choice(NOTES)


def some_lines(menu: Json, dice: random.Random) -> list[Json]:
    """One to four dishes that are on sale, some with additions, removals or a note."""
    on_sale = [product for product in menu["products"] if product["active"]]
    return [_some_line(product, dice) for product in dice.sample(on_sale, min(len(on_sale), dice.randint(1, 4)))]


def _some_line(product: Json, dice: random.Random) -> Json:
    additions, removals = product.get("additions", []), product.get("removals", [])
    return {
        "product_ref": product["ref"],
        "quantity": dice.choice((1, 1, 1, 2, 3)),
        "additions": dice.sample(additions, min(len(additions), dice.choice((0, 0, 1, 2)))),
        "removals": dice.sample(removals, min(len(removals), dice.choice((0, 0, 0, 1)))),
        "note": dice.choice(LINE_NOTES) if removals else None,
    }


def completed(lines: Sequence[Json], menu: Json, order_type: str) -> list[Json]:
    """Lines as on the wire out of short ones: a dish by `product_ref` or `name`, options by name or whole.

    What the menu does not have must bring its own name and unit_price; raises LookupError when it does not.
    """
    return [_completed(number, line, menu, order_type) for number, line in enumerate(lines, start=1)]


def _completed(number: int, line: Json, menu: Json, order_type: str) -> Json:
    dish = _dish(line, menu)
    if dish is None and not {"product_ref", "name", "unit_price"} <= line.keys():
        raise LookupError(f"not on the menu, and without product_ref, name and unit_price: {line}")
    known: Json = dish or {}
    return {
        "id": number,
        "product_ref": line.get("product_ref", known.get("ref")),
        "name": line.get("name", known.get("name")),
        "quantity": line.get("quantity", 1),
        "unit_price": money(line.get("unit_price", known.get(f"price_{order_type}", "0.00"))),
        "additions": [_option(option, known.get("additions", [])) for option in line.get("additions", [])],
        "removals": [_option(option, known.get("removals", [])) for option in line.get("removals", [])],
        "note": line.get("note"),
    }


def _dish(line: Json, menu: Json) -> Json | None:
    key, wanted = ("ref", line["product_ref"]) if "product_ref" in line else ("name", line.get("name"))
    found: Json | None = next((product for product in menu["products"] if product[key] == wanted), None)
    return found


def _option(option: Json | str, offered: Sequence[Json]) -> Json:
    if isinstance(option, str):
        found = next((known for known in offered if known["name"] == option), None)
        if found is None:
            raise LookupError(f"{option} is not among {', '.join(known['name'] for known in offered) or 'nothing'}")
        return dict(found)
    return {**option, "price": money(option.get("price", "0.00"))}


def total(lines: Sequence[Json], delivery_fee: str, discount: str) -> str:
    """Sum of quantity x (unit price + additions) + delivery - discount; removals cost nothing."""
    rows = (
        line["quantity"] * (Decimal(line["unit_price"]) + sum(Decimal(option["price"]) for option in line["additions"]))
        for line in lines
    )
    return money(sum(rows, Decimal()) + Decimal(delivery_fee) - Decimal(discount))


def money(amount: Any) -> str:
    """As the wire has it: euro with two decimals."""
    return str(Decimal(str(amount)).quantize(CENT))
