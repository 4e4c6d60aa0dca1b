"""Menus for the tests of the domain; only what a test names differs from the ordinary."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from agent.domain.menu import Category, Dish, Menu, Price, PriceList, TillDish, TillMenu
from agent.domain.menu_plan import MenuRules
from agent.domain.money import euro
from agent.domain.orders import Option

PIZZE = Category("c1", "Pizze", 1)
DOLCI = Category("c2", "Dolci", 2)
BUFALA = Option("o1:v1", "Mozzarella di bufala", euro("2.50"))
SENZA_AGLIO = Option("o2:v1", "Senza aglio")

PLATEFORM = MenuRules((PriceList.TAKEAWAY, PriceList.DELIVERY), keeps_left_out=True)
LASAGNA = MenuRules((PriceList.PLAIN,))


def prices(takeaway: str | None = "7.00", delivery: str | None = "7.50") -> tuple[Price, ...]:
    def amount(text: str | None) -> Decimal | None:
        return None if text is None else euro(text)

    return (Price(PriceList.TAKEAWAY, amount(takeaway)), Price(PriceList.DELIVERY, amount(delivery)))


def dish(ref: str = "1", name: str = "Margherita", **differs: Any) -> Dish:
    ordinary = Dish(ref, PIZZE.ref, name, prices(), additions=(BUFALA,), removals=(SENZA_AGLIO,))
    return replace(ordinary, **differs)


MARINARA = dish("2", "Marinara", prices=prices("6.00", "6.50"))
TIRAMISU = dish("3", "Tiramisù", category_ref=DOLCI.ref, additions=(), removals=(), prices=prices("5.50", "6.00"))


def menu(*dishes: Dish) -> Menu:
    return Menu((PIZZE, DOLCI), dishes or (dish(), MARINARA, TIRAMISU))


def till(*dishes: Dish | TillDish, **differs: Any) -> TillMenu:
    known = dishes or (dish(), MARINARA, TIRAMISU)
    made = tuple(each if isinstance(each, TillDish) else TillDish(each) for each in known)
    return replace(TillMenu((PIZZE, DOLCI), made), **differs)
