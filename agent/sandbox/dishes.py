"""The carte of the made-up trattoria, as its till knows it, and what of it a portal shows.

The till is master: ids are the till's, and a portal's `ref` is the till's id (docs/sandbox.md says how they fit).
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid5

CARTE = UUID("5f0a6c52-6d0f-4c6e-9f1b-2f7d0f6f4711")
"""Namespace of all ids here: the same dish has the same id in every run."""


@dataclass(frozen=True)
class Value:
    name: str
    price: Decimal = Decimal("0.00")

    @property
    def id(self) -> str:
        return till_id("value", self.name)


@dataclass(frozen=True)
class Choice:
    """A set of additions or of removals that dishes share: a modifier of the till."""

    name: str
    adds: bool
    values: tuple[Value, ...]

    @property
    def id(self) -> str:
        return till_id("option", self.name)


@dataclass(frozen=True)
class Dish:
    name: str
    category: str
    price: Decimal
    """In the room; take-away is the same, delivery costs `DELIVERY_SURCHARGE` more."""
    description: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def id(self) -> str:
        return till_id("product", self.name)

    @property
    def variant_id(self) -> str:
        return till_id("variant", self.name)

    @property
    def takeaway(self) -> Decimal:
        return self.price

    @property
    def delivery(self) -> Decimal:
        return self.price + DELIVERY_SURCHARGE


def till_id(kind: str, name: str) -> str:
    """The till's id of something of the carte: opaque, and the same in every run."""
    return str(uuid5(CARTE, f"{kind}:{name}"))


def _adding(name: str, **prices: str) -> Choice:
    """Underscores stand for spaces."""
    return Choice(name, True, tuple(Value(key.replace("_", " "), Decimal(price)) for key, price in prices.items()))


def _leaving_out(name: str, *values: str) -> Choice:
    return Choice(name, False, tuple(Value(value) for value in values))


DELIVERY_SURCHARGE = Decimal("0.50")

PIZZA_EXTRAS = _adding(
    "Aggiunte pizza",
    Mozzarella_di_bufala="2.50",
    Prosciutto_crudo="2.00",
    Funghi_porcini="2.00",
    Salame_piccante="1.50",
    Rucola="1.00",
    Cipolla_di_Tropea="0.80",
    Olive_taggiasche="1.00",
)
PIZZA_WITHOUT = _leaving_out("Senza, pizza", "Senza mozzarella", "Senza aglio", "Senza basilico")
STARTER_EXTRAS = _adding("Aggiunte antipasti", Burrata="3.00", Pane_carasau="1.20")
STARTER_WITHOUT = _leaving_out("Senza, antipasti", "Senza cipolla", "Senza acciughe")
DESSERT_EXTRAS = _adding("Aggiunte dolci", Panna_montata="0.70", Granella_di_pistacchio="1.10")
CHOICES = (PIZZA_EXTRAS, PIZZA_WITHOUT, STARTER_EXTRAS, STARTER_WITHOUT, DESSERT_EXTRAS)

CATEGORIES = ("Antipasti", "Pizze", "Dolci", "Bevande")


def _pizza(name: str, price: str, description: str) -> Dish:
    return Dish(name, "Pizze", Decimal(price), description, (PIZZA_EXTRAS, PIZZA_WITHOUT))


def _starter(name: str, price: str, description: str) -> Dish:
    return Dish(name, "Antipasti", Decimal(price), description, (STARTER_EXTRAS, STARTER_WITHOUT))


DISHES = (
    _starter("Bruschette al pomodoro", "5.00", "Pane casereccio, pomodoro, basilico, olio di Sorrento"),
    _starter("Supplì al telefono", "3.50", "Riso al sugo, cuore filante; due pezzi"),
    _starter("Parmigiana di melanzane", "9.50", "Come la faceva la nonna"),
    _starter("Puntarelle alla romana", "7.00", "Con acciughe e aglio"),
    _pizza("Margherita", "7.00", "Pomodoro San Marzano, fior di latte, basilico"),
    _pizza("Marinara", "6.00", "Pomodoro, aglio, origano"),
    _pizza("Diavola", "8.50", "Pomodoro, fior di latte, salame piccante"),
    _pizza("Capricciosa", "9.90", "Prosciutto cotto, funghi, carciofi, olive, uovo"),
    _pizza("Quattro formaggi", "9.50", "Fior di latte, gorgonzola, taleggio, parmigiano"),
    Dish("Tiramisù", "Dolci", Decimal("5.50"), "Savoiardi, mascarpone, caffè", (DESSERT_EXTRAS,)),
    Dish("Panna cotta ai frutti di bosco", "Dolci", Decimal("5.00"), "Senza glutine", (DESSERT_EXTRAS,)),
    Dish("Acqua naturale 50 cl", "Bevande", Decimal("1.50")),
    Dish("Acqua frizzante 50 cl", "Bevande", Decimal("1.50")),
    Dish("Birra artigianale 33 cl", "Bevande", Decimal("5.50"), "Chiara, non filtrata"),
    Dish("Chinotto", "Bevande", Decimal("3.00")),
)
