"""The till's lists: paging, its own encoding of queries, windows, and the catalogue itself."""

import json
from typing import Any

import httpx
import pytest

from agent.sandbox import Sandbox
from agent.sandbox.instants import to_ms
from tests.sandbox.visitors import HandClock

LISTS = {
    "/salespoint": "salesPoint",
    "/salesmodes": "salesModes",
    "/categories": "categories",
    "/products": "products",
    "/modifiers": "modifiers",
    "/risto/rooms": "rooms",
    "/risto/tables": "tables",
    "/customers": "customers",
}
DAYS = '&datetimeFrom="2026-11-23"&datetimeTo="2026-11-24"'


def get(till: httpx.Client, path: str, query: str = "start=0&limit=100") -> httpx.Response:
    return till.get(f"{path}?{query}")


@pytest.mark.parametrize(("path", "plural"), LISTS.items())
def test_every_list_has_its_form_and_its_pages(till: httpx.Client, path: str, plural: str) -> None:
    whole = get(till, path).json()
    assert whole.keys() == {plural, "totalCount"}
    assert whole["totalCount"] == len(whole[plural])
    page = get(till, path, "start=1&limit=2").json()
    assert page == {plural: whole[plural][1:3], "totalCount": whole["totalCount"]}


@pytest.mark.parametrize("path", [*LISTS, "/documents/orders", "/documents/receipts"])
@pytest.mark.parametrize(
    "query", ["", "start=0", "limit=10", "start=-1&limit=10", "start=0&limit=0", "start=0&limit=101"]
)
def test_start_and_limit_are_needed(till: httpx.Client, path: str, query: str) -> None:
    answer = get(till, path, query + (DAYS if path.startswith("/documents") else ""))
    assert (answer.status_code, answer.json()["error"]) == (400, "InvalidParams")


@pytest.mark.parametrize(
    "query",
    [
        "ids=abc",
        "ids=[1]",
        "idsSalesPoint=77",
        'idsSalesPoint=["77"]',
        "idsSalesPoint=[]",
        "email=ada@posta.invalid",
        "name=Ada",
        'lastUpdateFrom="23/11/2026"',
        "lastUpdateFrom=1.5",
        "phone=1",
    ],
)
def test_a_wrong_encoding_is_refused(till: httpx.Client, query: str) -> None:
    answer = get(till, "/customers", f"start=0&limit=10&{query}")
    assert (answer.status_code, answer.json()["error"]) == (400, "InvalidParams")


def test_booleans_are_bare(till: httpx.Client) -> None:
    assert get(till, "/salespoint", "start=0&limit=10&hasActiveLicense=true").json()["totalCount"] == 1
    assert get(till, "/salespoint", 'start=0&limit=10&hasActiveLicense="true"').status_code == 400


def test_sorts_breaks_the_till(till: httpx.Client) -> None:
    assert get(till, "/products", 'start=0&limit=10&sorts=[{"key":"id"}]').status_code == 500


def test_another_sales_point(till: httpx.Client) -> None:
    assert get(till, "/products", "start=0&limit=10&idsSalesPoint=[77]").json()["totalCount"] == 15
    answer = get(till, "/products", "start=0&limit=10&idsSalesPoint=[78]")
    assert answer.json()["error"] == "InvalidIdSalesPoint"


def test_products_by_id_and_by_change(sandbox: Sandbox, till: httpx.Client, clock: HandClock) -> None:
    first, second, *_ = get(till, "/products").json()["products"]
    some = till.get("/products", params={"start": 0, "limit": 10, "ids": json.dumps([second["id"], first["id"]])})
    assert {product["id"] for product in some.json()["products"]} == {first["id"], second["id"]}
    assert till.get(f"/products/{first['id']}").json() == {"product": first}
    assert till.get("/products/nessuno").json()["error"] == "InvalidId"
    moment = to_ms(clock.go(minutes=1))
    sandbox.cassa.edit_product("Diavola", enableForMobileCommerce=False)
    (changed,) = get(till, "/products", f"start=0&limit=10&lastUpdateFrom={moment}").json()["products"]
    assert (changed["description"], changed["enableForMobileCommerce"]) == ("Diavola", False)
    sandbox.cassa.delete_product("Diavola")
    assert till.get(f"/products/{changed['id']}").json()["error"] == "InvalidId"


def test_the_catalogue_and_the_portals_menu_fit(till: httpx.Client, portal: httpx.Client) -> None:
    modes = {mode["description"]: mode["id"] for mode in get(till, "/salesmodes").json()["salesModes"]}
    options = {
        f"{modifier['id']}:{value['id']}": (modifier["type"], value["description"], value["price"])
        for modifier in get(till, "/modifiers").json()["modifiers"]
        for value in modifier["values"]
    }
    products: dict[str, Any] = {product["id"]: product for product in get(till, "/products").json()["products"]}
    menu = portal.get("/menu").json()
    assert {dish["ref"] for dish in menu["products"]} == products.keys()
    for dish in menu["products"]:
        product = products[dish["ref"]]
        prices = {price.get("idSalesMode"): price["value"] for price in product["prices"]}
        assert f"{prices[modes['plateform_takeaway']]:.2f}" == dish["price_takeaway"]
        assert f"{prices[modes['plateform_delivery']]:.2f}" == dish["price_delivery"]
        assert len(product["variants"]) == 1
        offered = {f"{o['idOption']}:{v['idValue']}" for o in product["modifiers"] for v in o["values"]}
        for kind, listed in (("ADDITION", dish["additions"]), ("REMOVAL", dish["removals"])):
            assert all(options[option["ref"]][:2] == (kind, option["name"]) for option in listed)
            assert all(f"{options[option['ref']][2]:.2f}" == option["price"] for option in listed)
        assert {option["ref"] for option in dish["additions"] + dish["removals"]} == offered
