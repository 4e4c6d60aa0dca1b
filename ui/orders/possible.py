"""What can be done with an order at an instant, so that the sheet offers nothing that would be refused. Pure.

The agent decides in the end: between looking and pressing somebody else may have been first.
"""

from dataclasses import dataclass
from datetime import datetime

from agent.domain.decisions import why_not_close
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.orders import OrderState
from agent.reading import OrderSheet
from ui.orders.house import House


@dataclass(frozen=True)
class Possible:
    answer: bool = False
    """Accept or reject."""
    postpone: bool = False
    close: bool = False
    close_hindrance: str | None = None
    """Message id of what stands against closing an order that is being made."""
    undo_until: datetime | None = None
    acknowledge: bool = False
    parked: tuple[OutboxRow, ...] = ()

    @property
    def nothing_to_press(self) -> bool:
        """At the foot of the sheet; parked errands have their own buttons."""
        return not (
            self.answer or self.postpone or self.close or self.close_hindrance or self.undo_until or self.acknowledge
        )


def possible(sheet: OrderSheet, house: House, now: datetime) -> Possible:
    order = sheet.order
    parked = tuple(row for row in sheet.errands if row.state is ErrandState.PARKED)
    if not house.decides(order.link):
        return Possible()
    hindrance = why_not_close(order)
    undo = order.sent_by if order.decision and order.sent_by and now < order.sent_by else None
    return Possible(
        answer=order.state is OrderState.NEW,
        postpone=order.state.in_progress,
        close=hindrance is None,
        close_hindrance=hindrance if order.state.in_progress else None,
        undo_until=undo,
        acknowledge=bool(order.notices),
        parked=parked,
    )
