"""Plateform with Passepartout Menu: reservations to the till, arrivals and sales back."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.meeting import NOTHING, MeetingRules
from agent.domain.reservations import Field as Piece
from agent.domain.reservations import ReservationState
from agent.domain.seating import ReservationPolicy, SeatingRules
from agent.links.recipe import Recipe

NEAR = "reservations_near"
FAR = "reservations_far"
SALES = "sales"
FLOOR = "floor"

NEAR_DAYS = 7
FAR_DAYS = 61
"""Two months ahead, with yesterday."""

S = ReservationState

TO_POS = frozenset({Piece.STARTS_AT, Piece.COVERS, Piece.GUEST, Piece.NOTES, Piece.STATE})
"""Room and tables are the till's own."""

ACTIONS: Mapping[ReservationState, tuple[ReservationState, ...]] = {
    S.PENDING: (S.CONFIRMED, S.REJECTED, S.WAITLISTED),
    S.WAITLISTED: (S.CONFIRMED, S.REJECTED),
    S.CONFIRMED: (S.ARRIVED, S.NO_SHOW, S.TABLE_READY),
    S.TABLE_READY: (S.ARRIVED, S.NO_SHOW),
    S.ARRIVED: (S.SEATED,),
    S.SEATED: (),
}
"""What a person may choose here: the transitions seen on the portal. A later edition of it may allow more (ASSUMED)."""

ALLOWED: Mapping[str, Mapping[ReservationState, tuple[ReservationState, ...]]] = {
    "person": {
        wanted: tuple(state for state, offered in ACTIONS.items() if wanted in offered)
        for wanted in {state for offered in ACTIONS.values() for state in offered}
    },
    # The integration's rule: a check is attached to a confirmed reservation, and to no other.
    "attached": {S.ARRIVED: (S.CONFIRMED, S.TABLE_READY)},
    "paid": {S.COMPLETED: (S.CONFIRMED, S.TABLE_READY, S.ARRIVED, S.SEATED)},
}
"""From which of the portal's states each may be reached, by the cause."""


def receipt_id(check: str) -> str:
    return f"menu:{check}"


class Settings(BaseModel):
    """`[links.settings]` of this pair; every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    near_minutes: int = Field(3, ge=1, le=10)
    far_hours: int = Field(12, ge=1, le=48)
    floor_hours: int = Field(12, ge=1, le=48)
    """How often the till's rooms are read for the room map."""
    send_pending: bool = True
    """Whether a reservation that nobody confirmed yet is shown at the till, as `Preventivo`."""

    guest_data_months: int = Field(24, ge=0, le=120)
    """How long guests' data are kept on this PC; the figures stay. 0: for ever."""
    webhook: bool = False
    """Neither side is known to send notices: accepted, and without effect."""

    def cadence(self) -> Mapping[str, timedelta]:
        near = timedelta(minutes=self.near_minutes)
        return {NEAR: near, FAR: timedelta(hours=self.far_hours), SALES: near, FLOOR: timedelta(hours=self.floor_hours)}

    def reservation_policy(self) -> ReservationPolicy:
        rules = MeetingRules(
            to_pos=TO_POS,
            to_portal=NOTHING,
            portal_states=True,
            create_on_portal=False,
            closes=True,
            sends_whole=True,
            send_pending=self.send_pending,
            keeps_losers=False,
        )
        return ReservationPolicy(rules, SeatingRules(actions=ACTIONS), last_days=FAR_DAYS)


RECIPE = Recipe(
    pair="plateform_passepartout",
    title="Plateform + Passepartout Menu",
    portal="plateform",
    pos="passepartout_menu",
    settings=Settings,
    flows=(NEAR, FAR, SALES, FLOOR),
)
