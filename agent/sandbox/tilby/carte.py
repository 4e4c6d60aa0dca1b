"""What the till knows before anybody comes: rooms, tables, shifts, and a part of the trattoria's dishes."""

from uuid import uuid5

from agent.sandbox.dishes import CARTE, CATEGORIES, DISHES, Dish
from agent.sandbox.wire import Json

ROOMS = {
    "Sala": (("1", 2), ("2", 2), ("3", 4), ("4", 4), ("5", 6)),
    "Veranda": (("20", 4), ("21", 4), ("22", 8)),
}
"""Tables with their covers, by the name of their room."""
SHIFTS = ("Pranzo", "Cena")
ALLERGENS = ("Glutine", "Latte e derivati", "Uova", "Pesce", "Frutta a guscio")
SHOWN = 8
"""Dishes of the carte that this till has."""
GLUTEN = {"Pizze", "Antipasti"}


def shifts() -> list[Json]:
    return [{"id": number, "name": name} for number, name in enumerate(SHIFTS, start=1)]


def rooms() -> list[Json]:
    made: list[Json] = []
    last = 100
    for number, (name, tables) in enumerate(ROOMS.items(), start=1):
        inside = [table(last + place, number, *told) for place, told in enumerate(tables, start=1)]
        last += len(tables)
        made.append({"id": number, "name": name, "floor": 0, "tables": inside})
    return made


def table(id_: int, room: int, name: str, covers: int) -> Json:
    return {
        "id": id_,
        "name": name,
        "covers": covers,
        "order_type": "normal",
        "shape": "square",
        "xpos": id_ % 5 * 120,
        "ypos": room * 120,
        "width": 80,
        "height": 80,
        "room_id": room,
        "deleted_at": None,
    }


def categories() -> list[Json]:
    return [{"id": number, "name": name, "index": number, "display": True} for number, name in enumerate(CATEGORIES, 1)]


def allergens() -> list[Json]:
    return [{"id": number, "name": name} for number, name in enumerate(ALLERGENS, start=1)]


def items(now: str) -> list[Json]:
    return [_item(1000 + number, dish, now) for number, dish in enumerate(DISHES[:SHOWN], start=1)]


def _item(id_: int, dish: Dish, now: str) -> Json:
    category = next(category for category in categories() if category["name"] == dish.category)
    return {
        **item(id_, dish.name, now),
        "description": dish.description,
        "price1": dish.price,
        "category_id": category["id"],
        "allergens": [{"name": ALLERGENS[0]}] if dish.category in GLUTEN else [],
    }


def item(id_: int, name: str, now: str) -> Json:
    """On sale, with everything else empty; its category is embedded where it is read."""
    return {
        "id": id_,
        "sku": f"SKU{id_}",
        "name": name,
        "description": None,
        "on_sale": True,
        **{f"price{number}": None for number in range(1, 11)},
        "category_id": None,
        "department": {"vat": {"value": 10}},
        "images": [],
        "thumbnail": None,
        "allergens": [],
        **{f"option{number}_{what}": None for number in range(1, 5) for what in ("name", "value")},
        "variations": [],
        "components": [],
        "channels": [],
        "deleted_at": None,
        "updated_at": now,
    }


def uuid_of(kind: str, id_: int) -> str:
    return str(uuid5(CARTE, f"tilby:{kind}:{id_}"))
