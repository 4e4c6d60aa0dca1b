"""The reads of the board, over the façade: what stands, and today's closed ones, however long the history is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from agent.domain.orders import OrderState
from agent.reading import OrderSheet
from ui.orders.columns import CLOSED_STATES, on_board

PAGE = 100
LOOK_BACK = timedelta(days=2)
"""An order that arrived longer before today is not looked for among today's closed ones."""

MOST_PAGES = 10
"""A day of a thousand closed orders is shown in part; the search finds the others."""


class OrderReads(Protocol):
    """The part of `agent.app.Agent` that reads orders."""

    def order(self, order_id: int) -> OrderSheet | None: ...

    def standing(self) -> tuple[OrderSheet, ...]: ...

    def orders(
        self,
        *,
        link: str | None = None,
        states: Sequence[OrderState] | None = None,
        search: str | None = None,
        limit: int = 200,
        before_id: int | None = None,
    ) -> tuple[OrderSheet, ...]: ...


def board_of(agent: OrderReads, day_start: datetime) -> tuple[OrderSheet, ...]:
    """Every order that belongs on the board. Takes some milliseconds: not for the face's thread."""
    found = {sheet.order.id: sheet for sheet in (*_closed(agent, day_start), *agent.standing())}
    return tuple(sheet for sheet in found.values() if on_board(sheet, day_start))


def _closed(agent: OrderReads, day_start: datetime) -> list[OrderSheet]:
    closed: list[OrderSheet] = []
    before: int | None = None
    for _page in range(MOST_PAGES):
        page = agent.orders(states=CLOSED_STATES, limit=PAGE, before_id=before)
        closed += page
        if len(page) < PAGE or page[-1].order.arrived_at < day_start - LOOK_BACK:
            break
        before = page[-1].order.id
    return closed
