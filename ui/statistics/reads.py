"""The figures of two spans. For tasks, not for the face's thread."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from agent.domain.reservation_ports import Days
from agent.domain.statistics import Statistics


class Counting(Protocol):
    def statistics(self, first: date, last: date, link: str | None = None) -> Statistics: ...


@dataclass(frozen=True)
class Leaf:
    now: Statistics
    before: Statistics

    @property
    def empty(self) -> bool:
        """Nothing was sold, ordered or booked in these days."""
        found = self.now
        reserved = found.reservations
        booked = reserved.booked + reserved.cancelled + reserved.rejected
        return found.total.sales == 0 and found.orders.arrived == 0 and booked == 0


def read(agent: Counting, days: Days, earlier: Days, link: str | None) -> Leaf:
    return Leaf(
        agent.statistics(days.first, days.last, link),
        agent.statistics(earlier.first, earlier.last, link),
    )
