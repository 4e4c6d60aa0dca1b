"""Records of ours whose reservation nobody has told of yet: kept for the length of one look at both sides.

On a PC that begins anew both sides hold the same reservations. The till is read first, and what it says of each waits
here until the portal tells of it: then the reservation is stored once, with both its records, and nothing is owed that
would only be found to stand there already. What nobody asked for is let go; the next look brings it again.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from agent.domain import meeting
from agent.domain.failures import Side
from agent.domain.meeting import MeetingRules, ReservationStep, Says
from agent.domain.reservations import Reservation, SideReservation

MOST: Final = 20_000
"""Records; some two kilobytes each. Beyond it they are paired as any record is that is heard later."""


class Strays:
    """Of one flow of one link; in the lane's thread alone."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[SideReservation, Says]] = {}

    def keep(self, said: SideReservation, says: Says) -> None:
        """`says`: how its side would say a booking. Of several of one reservation the first that is not void counts."""
        if said.pair_ref is None or len(self._kept) >= MOST:
            return
        before = self._kept.get(said.pair_ref)
        if before is None or _void(before[0]):
            self._kept[said.pair_ref] = said, says

    def joined(self, first: ReservationStep, side: Side, rules: MeetingRules, now: datetime) -> ReservationStep:
        """A reservation heard for the first time, with its record on that side where one waits here."""
        held = first.reservation
        record = held.portal or held.pos
        assert record is not None, "somebody said it"
        said, says = self._kept.pop(record.said.ref, (None, None))
        if said is None or says is None or not may_pair(held, said):
            return first
        step = meeting.heard(held, side, said, says, rules, now)
        assert step is not None, "it had no record there"
        return replace(step, entries=(*first.entries, *step.entries))

    def clear(self) -> None:
        self._kept.clear()


def may_pair(held: Reservation, said: SideReservation) -> bool:
    """A record that is void is no place for a reservation that is alive."""
    alive = held.booking.state is not None and not held.booking.state.void
    return not (_void(said) and alive)


def _void(said: SideReservation) -> bool:
    return said.booking.state is not None and said.booking.state.void
