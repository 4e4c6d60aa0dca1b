"""The worlds of `menu`, `floor` and `sales`: a connector on its sandbox, and the people there who change things."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from agent.domain.menu import Category, Dish, Menu, Price, PriceList
from agent.domain.money import euro
from agent.domain.orders import Option
from agent.sandbox.totals import Totals
from tests.contract.cassa_world import CassaWorld
from tests.contract.lasagna_world import LasagnaWorld
from tests.contract.menu_world import MenuWorld
from tests.contract.plateform_world import PlateformWorld
from tests.contract.tilby_world import TilbyWorld

Deeds = Mapping[str, Callable[[], object]]


def dish(ref: str, name: str, price: str, **more: Any) -> Dish:
    """With that price in every list: a portal takes those that it has."""
    prices = tuple(Price(which, euro(price)) for which in PriceList)
    return replace(Dish(ref, "c1", name, prices), **more)


WANTED = Menu(
    (Category("c1", "Pizze", 1), Category("c2", "Dolci", 2)),
    (
        dish(
            "11",
            "Margherita",
            "7.00",
            description="Pomodoro, fior di latte",
            image_url="https://immagini.example.test/margherita.jpg",
            additions=(Option("o:1", "Bufala", euro("2.50")),),
            removals=(Option("o:2", "Senza aglio"),),
        ),
        dish("12", "Marinara", "6.00", active=False),
        dish("13", "Tiramisù", "5.50", category_ref="c2", attributes=("senza glutine",)),
    ),
)

TAKEAWAY, DELIVERY = "plateform_takeaway", "plateform_delivery"


class CassaHouse(CassaWorld):
    """Fulfils `KitchenWorld`, `RoomsWorld`, `CashWorld` and `CardsWorld`."""

    menu_path = r"^/products$"
    rooms_path = r"^/risto/tables$"
    sales_path = r"^/documents/receipts$"
    cards_path = r"^/customers$"
    turns = 4

    def deeds(self) -> Deeds:
        chef = self.server.chef
        return {
            "price": lambda: chef.set_price("Margherita", TAKEAWAY, "7.77"),
            "off": lambda: chef.switch("Marinara", sale=False),
            "channel": lambda: chef.switch("Capricciosa", channel=False),
            "name": lambda: chef.rename("Tiramisù", "Tiramisù della casa"),
            "new": lambda: chef.add("Amatriciana", "Pizze", {TAKEAWAY: "11.00", DELIVERY: "11.50"}),
            "deleted": lambda: chef.delete("Diavola"),
            "option": lambda: chef.delete_option("Rucola"),
        }

    def break_dish(self, name: str) -> str:
        return str(self.server.edit_product(name, prices="boh")["id"])

    def requests(self) -> int:
        return self.server.state.requests.total()

    def rename_table(self) -> tuple[str, str]:
        with self.server.state.lock:
            self.server.state.tables[0]["name"] = "1 bis"
        return "1", "1 bis"

    def sells(self, amount: str, *, covers: int) -> None:
        self.server.operator.sell(amount, covers=covers)

    def break_sale(self) -> None:
        with self.server.state.lock:
            self.server.state.receipts[-1]["document"]["amount"] = "boh"

    def totals(self, first: date, last: date) -> Totals:
        return self.server.operator.totals(first, last)


class TilbyHouse(TilbyWorld):
    """Fulfils `KitchenWorld`, `RoomsWorld` and `CashWorld`."""

    menu_path = r"/v2/items$"
    rooms_path = r"/v2/rooms$"
    sales_path = r"/v2/sales$"
    turns = 2

    def deeds(self) -> Deeds:
        chef = self.server.chef
        return {
            "price": lambda: chef.set_price("Margherita", "7.77"),
            "off": lambda: chef.switch_off("Marinara"),
            "category": lambda: chef.rename_category("Pizze", "Pizze rosse"),
            "new": lambda: chef.add("Amatriciana", "11.00", "Antipasti"),
            "deleted": lambda: chef.delete("Diavola"),
        }

    def break_dish(self, name: str) -> str:
        with self.server.state.lock:
            held = next(each for each in self.server.state.items if each["name"] == name)
            held["price1"] = "boh"
            return str(held["id"])

    def requests(self) -> int:
        return self.server.state.requests.total()

    def rename_table(self) -> tuple[str, str]:
        self.server.chef.rename_table("20", "20 bis")
        return "20", "20 bis"

    def sells(self, amount: str, *, covers: int) -> None:
        self.server.cashier.sell(amount, covers=covers)

    def cancels_last(self) -> None:
        self.server.cashier.cancel(self.server.state.sales[-1]["id"])

    def break_sale(self) -> None:
        with self.server.state.lock:
            self.server.state.sales[-1]["final_amount"] = "boh"

    def totals(self, first: date, last: date) -> Totals:
        return self.server.cashier.totals(first, last)


class MenuHouse(MenuWorld):
    """Fulfils `RoomsWorld` and `CashWorld`."""

    rooms_path = r"Tavoli|Sale"
    sales_path = r"Cont[io]"

    def rename_table(self) -> tuple[str, str]:
        self.server.host.rename_table("3", "3 bis")
        return "3", "3 bis"

    def sells(self, amount: str, *, covers: int) -> None:
        check = self.server.host.open_check(covers=covers)["IdGestionale"]
        self.server.host.bill(check, amount)
        self.server.host.close(check)

    def cancels_last(self) -> None:
        with self.server.state.lock:
            bill = max(self.server.state.bills)
        self.server.host.cancel_bill(bill)

    def break_sale(self) -> None:
        with self.server.state.lock:
            self.server.state.bills[max(self.server.state.bills)].content["TotaleDocumento"] = None

    def totals(self, first: date, last: date) -> Totals:
        return self.server.host.totals(first, last)


class PlateformHouse(PlateformWorld):
    """Fulfils `ShownMenuWorld` and `GuestsWorld`: `read` and `write` are those of the menu."""

    read_path = write_path = r"/v1/menu$"
    guests_path = r"/v1/customers$"
    keeps_left_out = True
    two_options = True

    def __init__(self) -> None:
        super().__init__()
        self.server.set_menu({"categories": [], "products": []})

    def read(self) -> object:
        return self.connector.portal_menu()

    def write(self) -> object:
        return self.connector.publish_menu(WANTED, key="contratto")

    def written(self) -> int:
        with self.server.state.lock:
            return sum(1 for acted in self.server.state.acted if acted.path == "/v1/menu")

    def found_again(self) -> bool:
        return self.connector.portal_menu() == self.connector.as_published(WANTED)

    def down(self) -> None:
        self.server.down()

    def guest_registers(self, name: str) -> str:
        fields = {"first_name": name, "last_name": "Prova", "email": f"{name.lower()}@posta.invalid"}
        number = len(self.server.state.customers)
        return str(self.server.add_customer(**fields, phone=f"+39399{number:07}")["id"])

    def break_guest(self, ref: str) -> None:
        with self.server.state.lock:
            self.server.state.customers[int(ref)].email = 7  # type: ignore[assignment]  # what no portal should say

    def switch_off(self, ref: str) -> None:
        self.server.edit_product(ref, active=False)

    def break_dish(self, ref: str) -> None:
        with self.server.state.lock:
            next(each for each in self.server.state.menu["products"] if each["ref"] == ref)["price_takeaway"] = "boh"


class LasagnaHouse(LasagnaWorld):
    """Fulfils `ShownMenuWorld` and `ShownRoomsWorld`: `read` and `write` are those of the menu."""

    read_path = write_path = r"/api/v1/menu$"
    rooms_path = r"/api/v1/floor-plan$"
    keeps_left_out = False
    two_options = False

    def read(self) -> object:
        return self.connector.portal_menu()

    def write(self) -> object:
        return self.connector.publish_menu(WANTED, key="contratto")

    def written(self) -> int:
        with self.server.state.lock:
            return sum(1 for acted in self.server.state.acted if acted.path == "/api/v1/menu")

    def found_again(self) -> bool:
        return self.connector.portal_menu() == self.connector.as_published(WANTED)

    def switch_off(self, ref: str) -> None:
        self.server.office.edit_dish(ref, available=False)

    def break_dish(self, ref: str) -> None:
        with self.server.state.lock:
            next(each for each in self.server.state.menu["dishes"] if each["code"] == ref)["price"] = "boh"
