"""The pulls of a link that keeps reservations, put together from its sides."""

from collections.abc import Callable

from agent.domain.failures import Side
from agent.domain.menu_ports import SalesTill
from agent.domain.reservation_ports import CheckTill, ReservationSide
from agent.sync.check_watch import CheckWatch
from agent.sync.guest_sale_flow import GuestSaleWatch
from agent.sync.link_pass import GoOn, Pull
from agent.sync.reservation_intake import Place, ReservationIntake
from agent.sync.sides import SideDoor
from agent.sync.strays import Strays

YESTERDAY = 1

Sides = tuple[SideDoor[ReservationSide], SideDoor[ReservationSide]]
"""The portal's door and the till's."""


def windowed(
    place: Place, sides: Sides, flow: str, ahead: int, *, rare: bool = False
) -> tuple[Pull[ReservationSide], ...]:
    """A window of days read whole at every look, the till first: its records wait for the portal's word on them."""
    strays = Strays()

    def pull(side: Side) -> Callable[[ReservationSide, bool, GoOn], None]:
        intake = ReservationIntake(place, side, flow, strays)

        def work(connector: ReservationSide, _full: bool, go_on: GoOn) -> None:
            if side is Side.POS:
                strays.clear()
            intake.window(connector, place.days(YESTERDAY, ahead), go_on, tell=rare)
            if side is Side.PORTAL:
                strays.clear()

        return work

    portal, pos = sides
    return (
        Pull(flow, pos, pull(Side.POS), rare=rare),
        Pull(flow, portal, pull(Side.PORTAL), rare=rare),
    )


def followed(place: Place, sides: Sides, flow: str, ahead: int) -> tuple[Pull[ReservationSide], ...]:
    """Changes since the last look; a full look reads all days whole, and asks for what is missing there."""

    def pull(side: Side) -> Callable[[ReservationSide, bool, GoOn], None]:
        intake = ReservationIntake(place, side, flow)
        looked: list[bool] = []

        def work(connector: ReservationSide, full: bool, go_on: GoOn) -> None:
            if full or not looked:
                intake.begin()
                intake.whole(connector, place.days(YESTERDAY, ahead), go_on)
            intake.changes(connector, go_on)
            looked.append(True)

        return work

    portal, pos = sides
    return (Pull(flow, portal, pull(Side.PORTAL)), Pull(flow, pos, pull(Side.POS)))


def checked(place: Place, flow: str, till: SideDoor[CheckTill]) -> Pull[CheckTill]:
    return Pull(flow, till, CheckWatch(place).pull)


def guests_sold(place: Place, flow: str, till: SideDoor[SalesTill]) -> Pull[SalesTill]:
    """What the guests spent, at every full look: nobody waits for it."""
    watch, looked = GuestSaleWatch(place), list[bool]()

    def work(connector: SalesTill, full: bool, go_on: GoOn) -> None:
        if full or not looked:
            watch.pull(connector, go_on)
            looked.append(True)

    return Pull(flow, till, work)
