"""How one kind of errand is carried: sent, verified after an unknown outcome, and settled after a conflict."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from agent.domain.errands import ErrandKind, OutboxRow
from agent.domain.events import Event
from agent.domain.failures import Failed, Failure
from agent.domain.ledger import Ledger
from agent.domain.orders import NoticeKind

S = TypeVar("S")
"""What the errand is about: an order, a reservation."""

T = TypeVar("T")
"""What happens to it: the step of an order, of a reservation."""

W = TypeVar("W", contravariant=True)
"""The same, where it is only taken."""


@dataclass(frozen=True)
class Carried(Generic[S, T]):
    """The other side has it, or it is settled otherwise."""

    follow: Callable[[S], T] | None = None
    """What the other side answered, applied to the subject as it is when the answer is written down.

    Not a step made before the call: during the call a person may have decided something else.
    """


@dataclass(frozen=True)
class SendAgain(Generic[S, T]):
    """Nothing stands against it. With `follow` the subject had changed: a new key is needed."""

    follow: Callable[[S], T] | None = None


@dataclass(frozen=True)
class Stopped(Generic[S, T]):
    """The other side will not have it: park it, and tell a person by that notice."""

    failed: Failed
    notice: NoticeKind | None
    follow: Callable[[S], T] | None = None


Settled = Carried[S, T] | SendAgain[S, T] | Stopped[S, T]


class ErrandRoad(Protocol[S, T]):
    """All calls may raise `Failed`."""

    def send(self, subject: S, row: OutboxRow) -> Settled[S, T]: ...

    def verify(self, subject: S, row: OutboxRow) -> Settled[S, T]:
        """After an unknown outcome: does the other side have it?"""
        ...

    def settle(self, subject: S, row: OutboxRow, failed: Failed) -> Settled[S, T]:
        """After a conflict: what does the other side say now?"""
        ...

    def refused_notice(self, subject: S) -> NoticeKind | None:
        """What a person is told when the other side refuses it for good; None: nobody needs to know."""
        ...


class Counter(Protocol[S, W]):
    """What the outbox must do with a subject without knowing what it is."""

    def of(self, ledger: Ledger, row: OutboxRow) -> S: ...

    def still_wanted(self, subject: S, row: OutboxRow) -> bool:
        """Whether an errand, written earlier, still says what is held now; else it is dropped unsent."""
        ...

    def write(self, ledger: Ledger, step: W) -> S: ...

    def key(self, subject: S, kind: ErrandKind, again: int) -> str: ...

    def told(self, ledger: Ledger, subject: S, row: OutboxRow, failure: Failure, notice: NoticeKind | None) -> None:
        """The errand was parked: its time line and what a person sees."""
        ...

    def changed(self, subject: S) -> Event: ...
