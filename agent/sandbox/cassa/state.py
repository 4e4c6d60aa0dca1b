"""The till's memory: catalogue, orders, customers, receipts, each with its history. Behind the lock of `Records`."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from agent.sandbox.cassa import carte
from agent.sandbox.instants import iso, to_ms
from agent.sandbox.records import Records
from agent.sandbox.wire import Json

SALES_POINT = 77

Publish = Callable[[str, str, Json], None]
"""Entity, operation and body of something that a webhook tells."""


@dataclass(frozen=True)
class Step:
    """One change of an order, by the API or at the till."""

    at: datetime
    status: str
    """externalWorkflowStatus after it."""
    by: str
    """api or operator."""
    what: str

    def wire(self) -> Json:
        return {"at": iso(self.at), "status": self.status, "by": self.by, "what": self.what}


@dataclass
class TillOrder:
    content: Json
    """As the API gives it."""
    history: list[Step] = field(default_factory=list)
    deleted: bool = False

    @property
    def id(self) -> str:
        return str(self.content["id"])

    @property
    def external_id(self) -> str | None:
        told: str | None = self.content["externalId"]
        return told

    @property
    def workflow(self) -> str:
        return str(self.content["externalWorkflowStatus"])

    def story(self) -> Json:
        return {**self.content, "deleted": self.deleted, "history": [step.wire() for step in self.history]}


@dataclass(frozen=True)
class CustomerWrite:
    at: datetime
    method: str
    before: Json
    after: Json

    @property
    def blanked(self) -> list[str]:
        """Fields that had a value and have none any more."""
        return [name for name, value in self.before.items() if value not in (None, "") and not self.after.get(name)]

    def wire(self) -> Json:
        return {
            "at": iso(self.at),
            "method": self.method,
            "before": self.before,
            "after": self.after,
            "blanked": self.blanked,
        }


@dataclass
class Customer:
    content: Json
    writes: list[CustomerWrite] = field(default_factory=list)

    def story(self) -> Json:
        return {**self.content, "writes": [write.wire() for write in self.writes]}


class TillState(Records):
    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.publish: Publish = lambda entity, operation, body: None
        first = to_ms(self.now())
        self.sales_points: list[Json] = [
            {"id": SALES_POINT, "name": "Trattoria da Gino", "currency": {"code": "EUR"}, "vatNumber": "00000000000"}
        ]
        self.sales_modes = carte.sales_modes()
        self.categories = {category["id"]: category for category in carte.categories(SALES_POINT, first)}
        self.modifiers = carte.modifiers()
        self.products = {product["id"]: product for product in carte.products(SALES_POINT, first)}
        self.rooms = carte.rooms(SALES_POINT, first)
        self.tables = carte.tables(SALES_POINT)
        self.orders: dict[str, TillOrder] = {}
        """By id, the deleted ones too."""
        self.creations: Counter[str] = Counter()
        """How many orders were created with each externalId."""
        self.conflicts: Counter[str] = Counter()
        """How often a creation was refused because that externalId was there already."""
        self.customers: dict[str, Customer] = {}
        self.receipts: list[Json] = []
        self.put_replaces = True
        """Whether PUT of a customer replaces all of it. Not known of the real till, and the harder case."""
        self.refused_emails: set[str] = set()
        """The till makes no card with one of these, for reasons of its own."""
        self.largest_order: Decimal | None = None
        """A limit that the restaurant set at its till: no call reads it, and a larger order is refused."""
        self._dice = random.Random(SALES_POINT)  # noqa: S311 - makes ids that look like the real ones, guards nothing

    def new_id(self) -> str:
        return str(UUID(int=self._dice.getrandbits(128), version=4))

    def live_orders(self) -> list[TillOrder]:
        """In the order of their date."""
        return sorted((o for o in self.orders.values() if not o.deleted), key=lambda order: order.content["date"])

    def variant_of(self, id_: str) -> Json | None:
        """The product with that variant."""
        found = (p for p in self.products.values() if any(variant["id"] == id_ for variant in p["variants"]))
        return next(found, None)

    def knows_value(self, option: str, value: str) -> bool:
        return any(m["id"] == option and any(v["id"] == value for v in m["values"]) for m in self.modifiers)

    def step(self, order: TillOrder, by: str, what: str) -> None:
        """Writes down a change that was just made, and tells it to who listens."""
        order.history.append(Step(self.now(), order.workflow, by, what))
        operation = "DELETE" if order.deleted else "EDIT" if len(order.history) > 1 else "CREATE"
        self.publish("ORDER", operation, order.content)
        self.lock.notify_all()

    def whole(self) -> Json:
        """Everything that changes, for a judge."""
        with self.lock:
            return {
                "now": iso(self.now()),
                "orders": [order.story() for order in self.orders.values()],
                "creations": dict(self.creations),
                "conflicts": dict(self.conflicts),
                "customers": [customer.story() for customer in self.customers.values()],
                "receipts": self.receipts,
                "products": list(self.products.values()),
                **self.traffic(),
            }
