"""What a link with reservations works with."""

from collections.abc import Mapping
from typing import Any, cast

from agent.composition.bench import Bench
from agent.domain.errands import ErrandKind
from agent.domain.failures import Side
from agent.domain.menu_ports import GuestSalePortal, SalesTill
from agent.domain.reservation_ports import CheckTill, ReservationSide, SalePortal
from agent.domain.seating import ReservationPolicy
from agent.links import lasagna_tilby
from agent.links import plateform_passepartout as with_menu
from agent.sync import reservation_flows as flows
from agent.sync.guest_sale_errand import GuestSaleErrand
from agent.sync.link_pass import Pull
from agent.sync.outbox import Carrier
from agent.sync.portal_state_errand import PortalStateErrand
from agent.sync.reservation_counter import ReservationCounter
from agent.sync.reservation_errands import MeetErrand
from agent.sync.reservation_intake import Place
from agent.sync.sale_errand import SaleErrand
from agent.sync.sides import SideDoor


def reservation_pulls(bench: Bench, policy: ReservationPolicy, names: tuple[str, ...]) -> tuple[Pull[Any], ...]:
    """In the order of the recipe's flows."""
    place = Place(bench.link, bench.zone, policy, bench.books, bench.clock, bench.publish)
    portal, till = bench.doors[Side.PORTAL], bench.doors[Side.POS]
    sides = (cast(SideDoor[ReservationSide], portal), cast(SideDoor[ReservationSide], till))
    pulls: list[Pull[Any]] = []
    if with_menu.NEAR in names:
        pulls += flows.windowed(place, sides, with_menu.NEAR, with_menu.NEAR_DAYS)
        pulls.append(flows.checked(place, with_menu.SALES, cast(SideDoor[CheckTill], till)))
        pulls += flows.windowed(place, sides, with_menu.FAR, policy.last_days, rare=True)
    if lasagna_tilby.RESERVATIONS in names:
        pulls += flows.followed(place, sides, lasagna_tilby.RESERVATIONS, policy.last_days)
    if policy.guest_sales:
        pulls.append(flows.guests_sold(place, lasagna_tilby.SALES, cast(SideDoor[SalesTill], till)))
    return tuple(pulls)


def reservation_carriers(bench: Bench, policy: ReservationPolicy) -> Mapping[ErrandKind, Carrier]:
    rules, clock = policy.meeting, bench.clock
    portal = cast(SideDoor[ReservationSide], bench.doors[Side.PORTAL])
    till = cast(SideDoor[ReservationSide], bench.doors[Side.POS])
    counter = ReservationCounter(policy, clock)
    carriers = {ErrandKind.RESERVATION_TO_POS: Carrier(counter, MeetErrand(Side.POS, till.connector, rules, clock))}
    if not rules.portal_states:
        meet = MeetErrand(Side.PORTAL, portal.connector, rules, clock)
        guests = cast(SideDoor[GuestSalePortal], bench.doors[Side.PORTAL])
        return {
            **carriers,
            ErrandKind.RESERVATION_TO_PORTAL: Carrier(counter, meet),
            ErrandKind.GUEST_SALE: Carrier(counter, GuestSaleErrand(guests.connector, lasagna_tilby.receipt_id, clock)),
        }
    states = PortalStateErrand(portal.connector, policy, with_menu.ALLOWED, clock)
    sales = cast(SideDoor[SalePortal], portal)
    return {
        **carriers,
        ErrandKind.RESERVATION_STATE: Carrier(counter, states),
        ErrandKind.SALE: Carrier(counter, SaleErrand(sales.connector, with_menu.receipt_id, clock)),
    }
