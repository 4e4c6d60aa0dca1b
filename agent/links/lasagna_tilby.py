"""Lasagna Marketing with Tilby: reservations both ways, every field; menu, rooms and tables from the till."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.failures import Side
from agent.domain.meeting import ALL, MeetingRules
from agent.domain.menu import PriceList
from agent.domain.menu_plan import MenuRules
from agent.domain.reservations import Booking, ReservationState
from agent.domain.reservations import Field as Piece
from agent.domain.seating import ReservationPolicy, SeatingRules
from agent.links.recipe import Recipe

RESERVATIONS = "reservations"
MENU = "menu"
FLOOR = "floor"
SALES = "sales"

SALES_EVERY = timedelta(minutes=10)

S = ReservationState

PRESENT = frozenset({S.ARRIVED, S.SEATED, S.COMPLETED})


def owner(which: Piece, portal: Booking, pos: Booking) -> Side:
    """Both changed it. The presence of the guest is seen at the till, and so is his table; the rest is the portal's."""
    if which is Piece.STATE:
        return Side.POS if {portal.state, pos.state} & PRESENT else Side.PORTAL
    return Side.POS if which is Piece.TABLES else Side.PORTAL


_EXPECTED = (S.ARRIVED, S.NO_SHOW, S.WAITLISTED, S.REJECTED)

ACTIONS: Mapping[ReservationState, tuple[ReservationState, ...]] = {
    S.PENDING: (S.CONFIRMED, S.REJECTED, S.WAITLISTED, S.ARRIVED, S.NO_SHOW),
    S.CONFIRMED: _EXPECTED,
    S.TO_ASSIGN: _EXPECTED,
    S.ASSIGNED: _EXPECTED,
    S.WAITLISTED: (S.CONFIRMED, S.ARRIVED, S.REJECTED, S.NO_SHOW),
    S.ARRIVED: (S.COMPLETED, S.CONFIRMED),
}
"""What a person may choose here. Back to confirmed: somebody was marked arrived by mistake."""


MEETING = MeetingRules(to_pos=ALL, to_portal=ALL - {Piece.ANSWERS}, owner=owner)
"""The guest's answers to the portal's form are written at the till below a line, and never read back from there."""

SEATING = SeatingRules(actions=ACTIONS, tables=True, move=True)


def receipt_id(sale: str) -> str:
    return f"tilby:{sale}"


class Settings(BaseModel):
    """`[links.settings]` of this pair; every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    poll_seconds: int = Field(10, ge=5, le=3600)
    stay_minutes: int = Field(60, ge=15, le=12 * 60)
    """How long a party stays, where Lasagna does not say otherwise."""

    menu_poll_seconds: int = Field(60, ge=30, le=150)
    menu_automatic: bool = True
    """Whether small changes of the menu are sent without asking."""
    menu_limit: int = Field(5, ge=0, le=10_000)
    """Dishes that may be removed or switched off without asking."""
    floor_hours: int = Field(12, ge=1, le=48)
    """How often rooms and tables are compared; they are sent on demand alone."""

    guest_data_months: int = Field(24, ge=0, le=120)
    """How long guests' data are kept on this PC; the figures stay. 0: for ever."""
    webhook: bool = False
    """Whether both sides' notices are listened to, where the configuration has `[webhook]`."""

    send_guest_sales: bool = False
    """Whether Lasagna is told what each guest spent. Its vendor plans to take that; nobody has seen it yet."""

    def cadence(self) -> Mapping[str, timedelta]:
        return {
            RESERVATIONS: timedelta(seconds=self.poll_seconds),
            MENU: timedelta(seconds=self.menu_poll_seconds),
            FLOOR: timedelta(hours=self.floor_hours),
            SALES: SALES_EVERY,
        }

    def menu_rules(self) -> MenuRules:
        return MenuRules((PriceList.PLAIN,), self.menu_automatic, self.menu_limit)

    def reservation_policy(self) -> ReservationPolicy:
        rules = _with_stay(MEETING, self.stay_minutes)
        return ReservationPolicy(rules, SEATING, last_days=365, guest_sales=self.send_guest_sales)


PLAIN_STAY = 60
"""Lasagna's own default: it says that nobody chose."""


def _with_stay(rules: MeetingRules, minutes: int) -> MeetingRules:
    return replace(rules, default_stay=minutes, plain_stay=PLAIN_STAY)


RECIPE = Recipe(
    pair="lasagna_tilby",
    title="Lasagna Marketing + Tilby",
    portal="lasagna",
    pos="tilby",
    settings=Settings,
    flows=(RESERVATIONS, MENU, FLOOR, SALES),
    publishes_floor=True,
)
