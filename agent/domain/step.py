"""What one statement or one decision does to an order: the new order, its time line, the errands that follow.

A step is computed by pure functions and written in one transaction, so an order never changes without its errands.
"""

from dataclasses import dataclass

from agent.domain.errands import Errand, ErrandKind
from agent.domain.history import Entry
from agent.domain.orders import Order


@dataclass(frozen=True)
class Step:
    order: Order
    entries: tuple[Entry, ...] = ()
    errands: tuple[Errand, ...] = ()
    withdrawn: frozenset[ErrandKind] = frozenset()
    """Waiting or parked errands of these kinds are dropped before the new ones are written."""
    all_withdrawn: bool = False
    """The step counts only if none of the withdrawn kinds is already on its way (undo)."""
