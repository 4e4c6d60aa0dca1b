"""What a link with orders works with."""

from collections.abc import Mapping
from typing import Any, cast

from agent.composition.bench import Bench
from agent.domain.errands import ErrandKind
from agent.domain.failures import Side
from agent.domain.orders import OrderPolicy
from agent.domain.ports import OrderPortal, OrderTill
from agent.sync.link_pass import Pull
from agent.sync.order_counter import OrderCounter
from agent.sync.order_intake import FLOW, OrderIntake
from agent.sync.outbox import Carrier
from agent.sync.portal_errands import DecisionErrand, ReceivedErrand
from agent.sync.sides import SideDoor
from agent.sync.till_errands import CreateErrand
from agent.sync.till_watch import TillWatch


def order_pulls(bench: Bench, policy: OrderPolicy) -> tuple[Pull[Any], ...]:
    portal = cast(SideDoor[OrderPortal], bench.doors[Side.PORTAL])
    till = cast(SideDoor[OrderTill], bench.doors[Side.POS])
    common = (bench.link, policy, bench.books, bench.clock, bench.publish)
    intake, watch = OrderIntake(*common), TillWatch(*common)
    return (
        Pull(FLOW, portal, lambda connector, full, _go_on: intake.pull(connector, full=full), urgent=True),
        Pull(
            FLOW,
            till,
            lambda connector, _full, _go_on: watch.pull(connector),
            wanted=lambda: bool(watch.watched()),
            urgent=True,
        ),
    )


def order_carriers(bench: Bench, policy: OrderPolicy, portal_name: str) -> Mapping[ErrandKind, Carrier]:
    portal = cast(SideDoor[OrderPortal], bench.doors[Side.PORTAL])
    till = cast(SideDoor[OrderTill], bench.doors[Side.POS])
    orders = OrderCounter(bench.clock)
    decision = DecisionErrand(portal.connector, policy, bench.clock)
    return {
        ErrandKind.RECEIVED: Carrier(orders, ReceivedErrand(portal.connector)),
        ErrandKind.ACCEPT: Carrier(orders, decision),
        ErrandKind.POSTPONE: Carrier(orders, decision),
        ErrandKind.REJECT: Carrier(orders, decision),
        ErrandKind.COMPLETE: Carrier(orders, decision),
        ErrandKind.CREATE: Carrier(orders, CreateErrand(till.connector, portal_name, policy, bench.books, bench.clock)),
    }
