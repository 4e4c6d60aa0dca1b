"""The catalogue as the till's API gives it, made out of the trattoria's dishes. What exists at the first start."""

from decimal import Decimal

from agent.sandbox.dishes import CATEGORIES, CHOICES, DISHES, Choice, Dish, till_id
from agent.sandbox.wire import Json

SALES_MODES = ("Sala", "plateform_delivery", "plateform_takeaway")
"""The last two are the names that the pair needs, letter by letter."""
VAT = Decimal("10")
ROOMS = {"Sala interna": ("1", "2", "3", "4"), "Dehors": ("20", "21")}
CHANNELS = (
    "enableForRisto",
    "enableForSale",
    "enableForECommerce",
    "enableForMobileCommerce",
    "enableForSelfOrderMenu",
    "enableForKiosk",
)


def sales_modes() -> list[Json]:
    return [{"id": till_id("salesmode", name), "description": name} for name in SALES_MODES]


def categories(point: int, now_ms: int) -> list[Json]:
    return [
        {
            "id": till_id("category", name),
            "description": name,
            "externalId": None,
            "idSalesPoint": point,
            **dict.fromkeys(CHANNELS, True),
            "modifiers": [],
            "imageUrl": None,
            "lastUpdate": now_ms,
        }
        for name in CATEGORIES
    ]


def modifiers() -> list[Json]:
    return [
        {
            "id": choice.id,
            "description": choice.name,
            "type": "ADDITION" if choice.adds else "REMOVAL",
            "values": [{"id": value.id, "description": value.name, "price": value.price} for value in choice.values],
        }
        for choice in CHOICES
    ]


def products(point: int, now_ms: int) -> list[Json]:
    return [_product(dish, point, now_ms) for dish in DISHES]


def rooms(point: int, now_ms: int) -> list[Json]:
    return [
        {"id": till_id("room", name), "name": name, "idSalesPoint": point, "externalId": None, "lastUpdate": now_ms}
        for name in ROOMS
    ]


def tables(point: int) -> list[Json]:
    return [
        {
            "id": till_id("table", name),
            "name": name,
            "idSalesPoint": point,
            "seatsAvailable": 4,
            "externalId": None,
            "idRoom": till_id("room", room),
        }
        for room, names in ROOMS.items()
        for name in names
    ]


def _product(dish: Dish, point: int, now_ms: int) -> Json:
    prices = _prices(dish, point)
    return {
        "id": dish.id,
        "description": dish.name,
        "descriptionLabel": dish.name[:20],
        "descriptionExtended": dish.description,
        "idDepartment": till_id("department", "Ristorazione"),
        "department": {"idTax": till_id("tax", "10"), "tax": {"rate": VAT}},
        "idCategory": till_id("category", dish.category),
        "category": {"id": till_id("category", dish.category), "description": dish.category},
        "idSalesPoint": point,
        **dict.fromkeys(CHANNELS, True),
        "prices": prices,
        "modifiers": [_modifier(choice, position) for position, choice in enumerate(dish.choices, start=1)],
        "attributes": [],
        "multivariant": False,
        "variants": [{"id": dish.variant_id, "description": dish.name, "prices": prices}],
        "images": [],
        "tags": [],
        "externalId": None,
        "lastUpdate": now_ms,
    }


def _prices(dish: Dish, point: int) -> list[Json]:
    by_mode = {"plateform_delivery": dish.delivery, "plateform_takeaway": dish.takeaway}
    return [
        {"idSalesPoint": point, "value": dish.price},
        *(
            {"idSalesMode": till_id("salesmode", mode), "idSalesPoint": point, "value": value}
            for mode, value in by_mode.items()
        ),
    ]


def _modifier(choice: Choice, position: int) -> Json:
    return {
        "idOption": choice.id,
        "position": position,
        "values": [
            {"idValue": value.id, "price": value.price, "percentagePrice": None, "isDefault": False}
            for value in choice.values
        ],
    }
