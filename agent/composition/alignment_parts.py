"""What a link works with besides orders and reservations: menu, rooms, guests, takings."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, cast

from agent.composition.bench import Bench
from agent.domain.failures import Side
from agent.domain.ledger import Ledger
from agent.domain.menu_plan import MenuRules
from agent.domain.menu_ports import FloorPortal, GuestPortal, GuestTill, MenuPortal, MenuTill, SalesTill
from agent.domain.reservation_ports import FloorTill
from agent.sync.floor_flow import FloorFlow
from agent.sync.guest_flow import GuestFlow
from agent.sync.link_pass import Pull
from agent.sync.menu_flow import MenuFlow
from agent.sync.order_findings import OrderFindings
from agent.sync.sides import SideDoor
from agent.sync.takings_flow import TakingsFlow

MENU = "menu"
FLOOR = "floor"
GUESTS = "guests"
SALES = "sales"

Unread = Callable[[Ledger, datetime], Iterable[str]]


def menu_pulls(bench: Bench, rules: MenuRules, unread: Unread) -> tuple[Pull[Any], ...]:
    """The till first: what it says decides whether the portal is asked at all."""
    common = (bench.books, bench.clock, bench.publish)
    flow = MenuFlow(bench.link, rules, *common)
    orders = OrderFindings(bench.link, *common, unread)

    def look(till: MenuTill, whole: bool, _go_on: Callable[[], bool]) -> None:
        orders.check()
        flow.look(till, whole=whole)

    return (
        Pull(MENU, cast(SideDoor[MenuTill], bench.doors[Side.POS]), look, rare=True),
        Pull(
            MENU,
            cast(SideDoor[MenuPortal], bench.doors[Side.PORTAL]),
            lambda portal, _whole, _go_on: flow.settle(portal),
            wanted=lambda: flow.has_read,
            rare=True,
        ),
    )


def floor_pulls(bench: Bench, *, publishes: bool) -> tuple[Pull[Any], ...]:
    flow = FloorFlow(bench.link, bench.books, bench.clock, bench.publish)
    till = cast(SideDoor[FloorTill], bench.doors[Side.POS])
    pulls: list[Pull[Any]] = [Pull(FLOOR, till, lambda connector, _whole, _go_on: flow.keep(connector), rare=True)]
    if publishes:
        portal = cast(SideDoor[FloorPortal], bench.doors[Side.PORTAL])
        pulls.append(
            Pull(
                FLOOR,
                portal,
                lambda connector, _whole, _go_on: flow.settle(connector),
                wanted=lambda: flow.has_read,
                rare=True,
            )
        )
    return tuple(pulls)


def taking_pulls(bench: Bench) -> tuple[Pull[Any], ...]:
    flow = TakingsFlow(bench.link, bench.zone, bench.books, bench.clock, bench.publish)
    till = cast(SideDoor[SalesTill], bench.doors[Side.POS])
    return (Pull(SALES, till, lambda connector, whole, go_on: flow.pull(connector, go_on, whole=whole), rare=True),)


def guest_pulls(bench: Bench) -> tuple[Pull[Any], ...]:
    flow = GuestFlow(bench.link, bench.books, bench.clock)
    return (
        Pull(
            GUESTS,
            cast(SideDoor[GuestPortal], bench.doors[Side.PORTAL]),
            lambda portal, _whole, _go_on: flow.read(portal),
            rare=True,
        ),
        Pull(
            GUESTS,
            cast(SideDoor[GuestTill], bench.doors[Side.POS]),
            lambda till, _whole, go_on: flow.bring(till, go_on),
            wanted=lambda: flow.has_read,
            rare=True,
        ),
    )
