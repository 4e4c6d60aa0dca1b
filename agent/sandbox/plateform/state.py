"""The portal's memory: entities, notices to guests, answers kept for 24 hours. Behind the lock of `Records`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from agent.sandbox.instants import iso
from agent.sandbox.plateform.entities import Changing, Guest, Notice, Order, Reservation, Transition
from agent.sandbox.plateform.menu import menu_of_the_carte
from agent.sandbox.records import Records
from agent.sandbox.wire import Json

KEYS_KEPT = timedelta(hours=24)
FIRST_ID = 70_001

Entity = TypeVar("Entity", bound=Changing)


@dataclass(frozen=True)
class Kept:
    """The answer that an Idempotency-Key had."""

    at: datetime
    status: int
    headers: dict[str, str]
    body: bytes


class PortalState(Records):
    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.orders: dict[int, Order] = {}
        self.reservations: dict[int, Reservation] = {}
        self.customers: dict[int, Guest] = {}
        self.notices: list[Notice] = []
        self.sales: dict[str, Json] = {}
        """By receipt_id, each with the id of its reservation."""
        self.menu: Json = menu_of_the_carte()
        self.late_rejection_allowed = False
        """Whether the API may reject what is already confirmed. Not known of the real portal."""
        self._answers: dict[str, Kept] = {}
        self._last_id = FIRST_ID - 1
        self._last_place = 0

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def next_place(self) -> int:
        self._last_place += 1
        return self._last_place

    def settle(self) -> None:
        """Cancels what nobody accepted in time. Called before anything is read or changed."""
        now = self.now()
        late = [order for order in self.orders.values() if order.status == "nuovo" and _expired(order, now)]
        for order in sorted(late, key=lambda order: (order.accept_by or now, order.id)):
            at = max(order.accept_by or now, order.updated_at)
            self.move(order, "annullato", by="portal", at=at, detail="nobody accepted it in time")
            self.tell(order, "annullato", "Il ristorante non ha risposto in tempo: l'ordine è annullato.", at=at)

    def enter(self, entity: Changing, by: str) -> None:
        """A new entity's first place and first line of history."""
        entity.place = self.next_place()
        entity.history.append(Transition(entity.created_at, None, entity.status, by))
        self.lock.notify_all()

    def move(
        self, entity: Changing, status: str, *, by: str, at: datetime | None = None, detail: str | None = None
    ) -> None:
        at = at or self.now()
        entity.history.append(Transition(at, entity.status, status, by, detail))
        entity.status = status
        entity.version += 1
        entity.updated_at = at
        entity.place = self.next_place()
        self.lock.notify_all()

    def tell(self, entity: Changing, kind: str, text: str, at: datetime | None = None) -> None:
        subject = "order" if isinstance(entity, Order) else "reservation"
        self.notices.append(Notice(subject, entity.id, kind, text, at or self.now()))

    def kept(self, key: str) -> Kept | None:
        kept = self._answers.get(key)
        return kept if kept is not None and self.now() - kept.at < KEYS_KEPT else None

    def keep(self, key: str, answer: Kept) -> None:
        self._answers[key] = answer

    def whole(self) -> Json:
        """Everything, for a judge."""
        with self.lock:
            self.settle()
            return {
                "now": iso(self.now()),
                "orders": [order.story() for order in self.orders.values()],
                "reservations": [reservation.story() for reservation in self.reservations.values()],
                "customers": [guest.wire() for guest in self.customers.values()],
                "notices": [notice.wire() for notice in self.notices],
                "received": {str(order.id): len(order.received) for order in self.orders.values()},
                "sales": list(self.sales.values()),
                "menu": self.menu,
                **self.traffic(),
            }


def _expired(order: Order, now: datetime) -> bool:
    return order.accept_by is not None and now > order.accept_by
