"""The portal's menu: what it begins with, and what a PUT makes of it. Knows nothing of HTTP."""

from agent.sandbox.dishes import CATEGORIES, DISHES, Choice, Dish, till_id
from agent.sandbox.plateform.bodies import Menu
from agent.sandbox.plateform.refusal import invalid
from agent.sandbox.wire import Json


def menu_of_the_carte() -> Json:
    """The trattoria's carte as the first import from its till left it."""
    return {
        "categories": [
            {"ref": till_id("category", name), "name": name, "position": position}
            for position, name in enumerate(CATEGORIES, start=1)
        ],
        "products": [_product(dish) for dish in DISHES],
    }


def overwritten(before: Json, menu: Menu) -> Json:
    """`menu` in place of `before`; what it leaves out stays, still on sale. Raises Refusal 422."""
    refs = [category.ref for category in menu.categories]
    for field, names in (("categories", refs), ("products", [product.ref for product in menu.products])):
        if len(set(names)) != len(names):
            raise invalid(field, "a ref stands twice")
    homeless = [product.ref for product in menu.products if product.category_ref not in refs]
    if homeless:
        raise invalid("products", f"category_ref of {homeless[0]} is not among the categories")
    sent = menu.model_dump(exclude_unset=True)
    named = {product.ref for product in menu.products}
    left_out = [product for product in before["products"] if product["ref"] not in named]
    known = {product["ref"]: product for product in before["products"]}
    products = [{**_own(known.get(product["ref"])), **product} for product in sent["products"]]
    still_used = {product["category_ref"] for product in left_out} - set(refs)
    return {
        "categories": [*sent["categories"], *(c for c in before["categories"] if c["ref"] in still_used)],
        "products": [*products, *left_out],
    }


OWN = ("translations", "labels", "ingredients", "allergens", "frozen")
"""What is edited on the portal alone: no import names it, and none touches it."""


def edited(menu: Json, product: str, **fields: object) -> Json:
    """In the portal's back office. Raises LookupError for an unknown product, KeyError for an unknown field."""
    held = next((each for each in menu["products"] if product in (each["ref"], each["name"])), None)
    if held is None:
        raise LookupError(f"no product {product} on the portal")
    for name, value in fields.items():
        if name not in (*OWN, "active"):
            raise KeyError(f"{name} is not edited on the portal")
        held[name] = value
    return dict(held)


def removed(menu: Json, product: str) -> None:
    """Taken away by hand. Raises LookupError."""
    held = next((each for each in menu["products"] if product in (each["ref"], each["name"])), None)
    if held is None:
        raise LookupError(f"no product {product} on the portal")
    menu["products"].remove(held)


def _own(product: Json | None) -> Json:
    return {name: product[name] for name in OWN if name in product} if product else {}


def _product(dish: Dish) -> Json:
    return {
        "ref": dish.id,
        "category_ref": till_id("category", dish.category),
        "name": dish.name,
        "description": dish.description or None,
        "image_url": None,
        "active": True,
        "price_takeaway": f"{dish.takeaway:.2f}",
        "price_delivery": f"{dish.delivery:.2f}",
        "additions": _options(dish, adds=True),
        "removals": _options(dish, adds=False),
    }


def _options(dish: Dish, *, adds: bool) -> list[Json]:
    return [
        {"ref": option_ref(choice, value.id), "name": value.name, "price": f"{value.price:.2f}"}
        for choice in dish.choices
        if choice.adds is adds
        for value in choice.values
    ]


def option_ref(choice: Choice, value_id: str) -> str:
    """As the menu import gives options their ref: the till's two ids in one text."""
    return f"{choice.id}:{value_id}"
