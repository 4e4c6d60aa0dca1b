"""What waits on the bell, kept true: read again when something happened, computed again when time went by.

The database is read in another thread and only after an event; the clock alone never reads. It shows nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain import bell
from agent.domain.bell import Card, CardKind, Quiet
from agent.domain.events import ClockJumped, OrderArrived, OrderChanged, PassEnded
from agent.domain.failures import Failure
from agent.domain.orders import OrderState
from agent.reading import OrderSheet
from ui.bridge import Bridge

COUNTING = 250
"""Milliseconds between two looks at the clock while something counts down."""

REMINDING = 1000
"""The same while cards only remind: a reminder lasts three seconds."""

LONGEST_SLEEP = 60_000
"""The same at most while nothing is shown and an order for later is to be prepared."""

_READ_AGAIN = (OrderArrived, OrderChanged, ClockJumped)


class Waiting(QObject):
    """`changed`: other cards, or other facts on them. `ticked`: only time went by."""

    changed = Signal()
    ticked = Signal()
    trouble = Signal(object)
    """A `Failure`: the database cannot be read. What is shown stays."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._sheets: Sequence[OrderSheet] = ()
        self._cards: tuple[Card, ...] = ()
        self._reading = False
        self._again = False
        self.quiet: Quiet | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        bridge.heard.connect(self._hear)

    @property
    def cards(self) -> tuple[Card, ...]:
        return self._cards

    def of(self, *kinds: CardKind) -> tuple[Card, ...]:
        return tuple(card for card in self._cards if card.kind in kinds)

    @property
    def reading(self) -> bool:
        """The database is being read; what is shown may be older."""
        return self._reading

    @property
    def undecided(self) -> int:
        """How many orders wait for a decision: the number on the tray."""
        return len(self.of(CardKind.DECIDE))

    def card(self, order_id: int) -> Card | None:
        return next((card for card in self._cards if card.order.id == order_id), None)

    def hush(self, until: datetime | None) -> None:
        """Quiets what was already seen until then; None: everything sounds again."""
        self.quiet = None if until is None else Quiet(self._bridge.now(), until)
        self.tick()

    def read(self) -> None:
        """Everything anew. What happens while it is read is read once more afterwards."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._bridge.run(self._bridge.agent.standing, self._take, self._fail)

    def tick(self) -> None:
        """Computes the cards for this instant."""
        now = self._bridge.now()
        if self.quiet is not None and now >= self.quiet.until:
            self.quiet = None
        policies = {link.name: link.policy for link in self._bridge.agent.links if link.policy is not None}
        made = (
            bell.card_of(sheet.order, sheet.errands, policies[sheet.order.link], now)
            for sheet in self._sheets
            if sheet.order.link in policies
        )
        before, self._cards = self._cards, bell.arranged(card for card in made if card is not None)
        self._pace(now)
        if _facts(before) == _facts(self._cards):
            self.ticked.emit()
        else:
            self.changed.emit()

    def stop(self) -> None:
        self._timer.stop()

    def _hear(self, events: frozenset[object]) -> None:
        # A pass may send what waited without changing the order itself.
        if any(isinstance(event, _READ_AGAIN) for event in events) or (
            self._cards and any(isinstance(event, PassEnded) for event in events)
        ):
            self.read()

    def _take(self, sheets: Sequence[OrderSheet]) -> None:
        self._sheets = sheets
        self._over()
        self.tick()

    def _fail(self, failure: Failure) -> None:
        self._over()
        self.trouble.emit(failure)

    def _over(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.read()

    def _pace(self, now: datetime) -> None:
        """Wakes as seldom as what is shown allows; with nothing to come, never."""
        if self._cards:
            counts = any(card.kind in (CardKind.DECIDE, CardKind.DECIDED) for card in self._cards)
            self._wake(COUNTING if counts else REMINDING)
            return
        starts = [start for sheet in self._sheets if (start := self._start_of(sheet)) is not None and start > now]
        if starts:
            left = (min(starts) - now) / timedelta(milliseconds=1)
            self._wake(min(round(left) + 1, LONGEST_SLEEP))
        else:
            self._timer.stop()

    def _wake(self, every: int) -> None:
        if not self._timer.isActive() or self._timer.interval() != every:
            self._timer.start(every)

    def _start_of(self, sheet: OrderSheet) -> datetime | None:
        """When the reminder of an order for later comes."""
        order = sheet.order
        if order.state is not OrderState.ACCEPTED or order.preparation_told:
            return None
        policy = next((link.policy for link in self._bridge.agent.links if link.name == order.link), None)
        return None if policy is None else order.portal.due_at - policy.preparation


def _facts(cards: Sequence[Card]) -> list[object]:
    """Everything but what the clock alone changes."""
    return [(card.kind, card.order, card.errands, card.demand) for card in cards]
