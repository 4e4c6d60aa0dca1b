"""How one kind of errand is carried: sent, verified after an unknown outcome, and settled after a conflict."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from agent.domain.errands import OutboxRow
from agent.domain.failures import Failed
from agent.domain.orders import NoticeKind, Order
from agent.domain.step import Step

Follow = Callable[[Order], Step]
"""What the other side answered, applied to the order as it is when the answer is written down.

Not a step made before the call: during the call a person may have decided something else.
"""


@dataclass(frozen=True)
class Carried:
    """The other side has it, or it is settled otherwise."""

    follow: Follow | None = None


@dataclass(frozen=True)
class SendAgain:
    """Nothing stands against it. With `follow` the subject had changed: a new key is needed."""

    follow: Follow | None = None


@dataclass(frozen=True)
class Stopped:
    """The other side will not have it: park it, and tell a person by that notice."""

    failed: Failed
    notice: NoticeKind | None
    follow: Follow | None = None


Settled = Carried | SendAgain | Stopped


class ErrandRoad(Protocol):
    """All calls may raise `Failed`."""

    def send(self, order: Order, row: OutboxRow) -> Carried: ...

    def verify(self, order: Order, row: OutboxRow) -> Settled:
        """After an unknown outcome: does the other side have it?"""
        ...

    def settle(self, order: Order, row: OutboxRow, failed: Failed) -> Settled:
        """After a conflict: what does the other side say now?"""
        ...

    def refused_notice(self, order: Order) -> NoticeKind | None:
        """What a person is told when the other side refuses it for good; None: nobody needs to know."""
        ...
