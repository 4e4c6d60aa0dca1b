"""Menus, findings and floor plans for the alignment screen, written into the store as the flows leave them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import cast

from agent.domain.alignment import Finding, FindingArea, Risk
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.floor import Room, Table
from agent.domain.menu import Category, Dish, Menu, Price, PriceList
from agent.domain.orders import Actor, Option
from agent.domain.proposals import FloorProposal, MenuLook, MenuProposal, Proposal, ProposalState, WaitReason
from tests.scenes.restaurant import Restaurant

BANCO, CRM = "banco", "crm"

CATEGORIES = tuple(
    Category(f"c{at}", name, at)
    for at, name in enumerate(("Antipasti", "Primi", "Secondi", "Pizze", "Contorni", "Dolci", "Bevande"), start=1)
)

NAMES = (
    (
        "c1",
        ("Bruschette al pomodoro", "Prosciutto e melone", "Insalata di mare", "Carpaccio di manzo", "Olive ascolane"),
    ),
    ("c2", ("Tagliatelle al ragù", "Spaghetti alle vongole", "Gnocchi al pesto", "Lasagne verdi", "Carbonara")),
    ("c3", ("Cotoletta alla milanese", "Saltimbocca", "Branzino al forno", "Tagliata con rucola")),
    ("c4", ("Margherita", "Marinara", "Diavola", "Quattro stagioni", "Capricciosa", "Bufalina", "Ortolana", "Tonno")),
    ("c5", ("Patate arrosto", "Insalata mista", "Spinaci saltati")),
    ("c6", ("Tiramisù", "Panna cotta", "Cannolo siciliano", "Sorbetto al limone")),
    ("c7", ("Acqua naturale 0,75 l", "Birra artigianale 0,4 l", "Caffè", "Amaro della casa")),
)

BUFALA = Option("o1:v1", "Mozzarella di bufala", Decimal("2.50"))
OLIVE = Option("o1:v2", "Olive taggiasche", Decimal("1.00"))
NO_GARLIC = Option("o2:v1", "Senza aglio")

SALES_MODE = {"name": "plateform_delivery", "near": "Plateform_delivery"}


def dish(ref: str, category: str, name: str, takeaway: str | None = "7.00", delivery: str | None = "7.50") -> Dish:
    def price(which: PriceList, amount: str | None) -> Price:
        return Price(which, None if amount is None else Decimal(amount))

    prices = (price(PriceList.TAKEAWAY, takeaway), price(PriceList.DELIVERY, delivery))
    return Dish(ref, category, name, prices, additions=(BUFALA,) if category == "c4" else ())


def card(count: int | None = None) -> Menu:
    """The restaurant's menu; `count`: so many dishes, for crowds."""
    listed = [(category, name) for category, names in NAMES for name in names]
    if count is not None:
        rounds = range(1, count // len(listed) + 2)
        listed = [(category, f"{name} {turn}" if turn > 1 else name) for turn in rounds for category, name in listed]
    dishes = (
        dish(f"d{at}", category, name, f"{5 + at % 14}.50", f"{6 + at % 14}.00")
        for at, (category, name) in enumerate(listed[:count], start=1)
    )
    return Menu(CATEGORIES, tuple(dishes))


class Aligned:
    """The alignment of one restaurant, half an hour before the scene's instant."""

    def __init__(self, place: Restaurant, link: str = BANCO) -> None:
        self.place = place
        self.link = link
        self.at = place.clock.at - timedelta(minutes=30)

    def compared(self, **differs: object) -> None:
        look = MenuLook(agreed=card(), compared_at=self.at, changes_since=self.at)
        with self.place.store.writing() as ledger:
            ledger.save_menu_look(self.link, replace(look, **differs))  # type: ignore[arg-type]  # the test's own fields

    def found(self, *findings: Finding, area: FindingArea = FindingArea.MENU, ago: timedelta = timedelta()) -> None:
        with self.place.store.writing() as ledger:
            ledger.save_findings(self.link, area, findings, self.at - ago)

    def finding(self, cause: str, risk: Risk, ref: str = "", article: str = "", **params: str) -> Finding:
        return Finding(self.link, FindingArea.MENU, f"finding.{cause}", risk, ref, article, params)

    def proposes(self, before: Menu, wanted: Menu, *reasons: WaitReason, **differs: object) -> MenuProposal:
        state = ProposalState.WAITING if reasons else ProposalState.APPROVED
        made: MenuProposal = Proposal(0, self.link, state, self.at, before, wanted, reasons)
        made = replace(made, **differs)  # type: ignore[arg-type]  # the test's own fields
        with self.place.store.writing() as ledger:
            return cast(MenuProposal, ledger.add_proposal(made))

    def sent(self, menu: Menu, *, ago: timedelta, by: Actor = Actor.AGENT, **differs: object) -> MenuProposal:
        at = self.place.clock.at - ago
        known = {"decided_by": by, "decided_at": at, "sent_at": at, "state": ProposalState.SENT, **differs}
        return self.proposes(Menu(), menu, **known)

    def refused(self, before: Menu, wanted: Menu) -> MenuProposal:
        failure = Failure(
            FailureKind.REFUSED, "side.refused", {"system": "Plateform", "code": "unknown_category"}, Side.PORTAL
        )
        return self.proposes(before, wanted, state=ProposalState.REFUSED, failure=failure)

    def floor(self, before: Sequence[Room], wanted: Sequence[Room], till: Sequence[Room]) -> FloorProposal:
        made: FloorProposal = Proposal(
            0, CRM, ProposalState.WAITING, self.at, tuple(before), tuple(wanted), (WaitReason.ASKED_ALWAYS,)
        )
        with self.place.store.writing() as ledger:
            ledger.save_rooms(CRM, till)
            return cast(FloorProposal, ledger.add_proposal(made))


def trouble(place: Restaurant, dishes: int = 40) -> Aligned:
    """An evening with all sorts of findings; forty dishes have no delivery price."""
    made = Aligned(place)
    made.compared()
    names = [each.name for each in card(dishes).dishes]
    priced = [
        made.finding("price_missing", Risk.ORDERS, f"d{at}", name, which="delivery")
        for at, name in enumerate(names, start=1)
    ]
    made.found(
        made.finding("sales_mode_near", Risk.ORDERS, "plateform_delivery", "plateform_delivery", **SALES_MODE),
        *priced,
        made.finding("price_zero", Risk.ORDERS, "d90", "Coperto", which="takeaway"),
        made.finding("price_zero", Risk.ORDERS, "d91", "Pane e grissini", which="takeaway"),
        made.finding("price_zero", Risk.ORDERS, "d91", "Pane e grissini", which="delivery"),
        made.finding("gone_at_till", Risk.ORDERS, "d70", "Calzone fritto"),
        made.finding("channel_off", Risk.GUEST, "d71", "Fiorentina"),
        made.finding("not_verifiable", Risk.HINT, which="limits"),
        ago=timedelta(days=2, hours=1),
    )
    return made


def first_import(place: Restaurant, dishes: int = 60) -> MenuProposal:
    """The portal shows three dishes of its own, and sixty are to come."""
    made = Aligned(place)
    made.compared(agreed=None)
    wanted = card(dishes)
    old = Menu(
        (Category("p1", "Menu di prova", 1),),
        tuple(dish(f"p{at}", "p1", name) for at, name in enumerate(("Piatto di prova", "Pizza demo", "Bibita"), 1)),
    )
    return made.proposes(old, wanted, WaitReason.FIRST)


def changed_menu() -> tuple[Menu, Menu]:
    """Before and after: prices, a description, options, one switched off, one removed, one new."""
    before = card()
    by_name = {each.name: each for each in before.dishes}
    margherita, amaro = by_name["Margherita"], by_name["Amaro della casa"]
    told = "Pomodoro San Marzano, fior di latte di Agerola, basilico fresco, olio extravergine d'oliva del Garda."
    changes = {
        margherita.ref: replace(
            margherita,
            prices=dish("", "", "", "8.50", "9.00").prices,
            description=told,
            additions=(replace(BUFALA, price=Decimal("3.00")), OLIVE),
            removals=(NO_GARLIC,),
        ),
        amaro.ref: replace(amaro, active=False),
        by_name["Tiramisù"].ref: replace(by_name["Tiramisù"], name="Tiramisù della nonna"),
    }
    kept = [changes.get(each.ref, each) for each in before.dishes if each.name != "Lasagne verdi"]
    old = replace(margherita, description="Pomodoro, mozzarella, basilico.")
    before = replace(before, dishes=tuple(old if each.ref == old.ref else each for each in before.dishes))
    categories = (*CATEGORIES, Category("c8", "Vini", 8))
    return before, Menu(categories, (*kept, dish("d99", "c8", "Lambrusco 0,75 l", "14.00", "15.00")))


def small_change(place: Restaurant) -> MenuProposal:
    """A few changes, one of them a dish that would cost nothing."""
    made = Aligned(place)
    made.compared()
    before, after = changed_menu()
    amaro = next(each for each in after.dishes if each.name == "Amaro della casa")
    made.found(made.finding("price_zero", Risk.ORDERS, amaro.ref, amaro.name, which="takeaway"))
    return made.proposes(before, after, WaitReason.PRICE_ZERO)


def ten_sent(place: Restaurant) -> tuple[MenuProposal, ...]:
    """Ten menus sent in a fortnight, the oldest first."""
    made = Aligned(place)
    sent = [
        made.sent(
            card(30 + turn),
            ago=timedelta(days=14 - turn, hours=turn),
            by=Actor.SCREEN if turn % 4 == 0 else Actor.AGENT,
        )
        for turn in range(10)
    ]
    made.compared()
    return tuple(sent)


def tables(*names: str, covers: int = 4, first: int = 1) -> tuple[Table, ...]:
    return tuple(Table(str(first + at), name, covers) for at, name in enumerate(names))


def floor(place: Restaurant) -> FloorProposal:
    """The till has a new room and a table more; the portal has a room of its own."""
    before = (
        Room("1", "Sala", tables("T1", "T2", "T3", "T4", first=11)),
        Room("p9", "Sala eventi", tables("E1", "E2", covers=8, first=91)),
    )
    sala = (*tables("T1", "T2", "T3", first=11), Table("14", "T4", 6), Table("15", "T5", 2))
    till = (Room("1", "Sala", sala), Room("2", "Giardino", tables("G1", "G2", "G3", "G4", "G5", first=31)))
    return Aligned(place, CRM).floor(before, (*till, before[1]), till)
