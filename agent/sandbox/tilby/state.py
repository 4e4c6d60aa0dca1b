"""The till's memory: bookings with their history, customers, rooms, catalogue, sales. Behind the lock of `Records`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agent.sandbox.instants import zulu
from agent.sandbox.records import Records
from agent.sandbox.tilby import carte
from agent.sandbox.wire import Json

STATUSES = ("to_confirm", "confirmed", "to_assign", "assigned", "waiting_list", "arrived", "checked_out")
"""The codes of the seven states that people see, ASSUMED, in the order of the integration's document."""

Publish = Callable[[str, str, Json], None]
"""Entity, event and content of something that a webhook tells."""


@dataclass
class Switches:
    """Where the document is silent: either way, the harder one at first."""

    empty_is_404: bool = True
    """A filter that finds nothing is answered 404 with code 50; else 200 with an empty list."""
    lists_deleted: bool = False
    """Softly deleted bookings are listed."""
    reads_deleted: bool = True
    """A softly deleted booking is still there by its id, with `deleted_at`."""
    lists_deleted_items: bool = False
    """An item that was deleted is still listed, with `deleted_at`."""
    lists_cancelled_sales: bool = True
    """A sale that was taken back is still listed, with `deleted_at`."""
    put_restores: bool = False
    """PUT of a softly deleted booking with no `deleted_at` brings it back; else it is 404."""
    put_always_touches: bool = True
    """PUT of what is there already moves `updated_at` all the same."""
    put_needs_customer: bool = False
    """PUT of a booking that the host took without a customer must name one."""
    any_status: bool = False
    """A status that is not among the till's codes is taken."""
    whole_seconds: bool = False
    """`created_at`, `updated_at` and `deleted_at` have no fractions: two changes in one second look the same."""
    rotates_refresh: bool = True
    """Each refresh gives a new refresh token."""
    old_refresh_serves: bool = False
    """With `rotates_refresh`: the refresh token before it still serves."""
    refuses_with_403: bool = False
    """A wrong token is 403 instead of 401."""
    most_per_page: int = 100
    """A larger `per_page` is taken for this; the answer says so."""


@dataclass(frozen=True)
class Change:
    """What happened to a booking at one moment."""

    at: str
    by: str
    """host or api."""
    what: str
    """created, changed, deleted or restored."""
    fields: dict[str, tuple[Any, Any]]
    """Each changed field with its value before and after."""

    def wire(self) -> Json:
        fields = {name: list(pair) for name, pair in self.fields.items()}
        return {"at": self.at, "by": self.by, "what": self.what, "fields": fields}


@dataclass
class Booking:
    content: Json
    """As the API gives it, without the embedded customer."""
    history: list[Change] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.content["id"])

    @property
    def deleted(self) -> bool:
        return self.content["deleted_at"] is not None


class TilbyState(Records):
    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.publish: Publish = lambda entity, event, content: None
        self.switches = Switches()
        self.statuses = dict(zip(STATUSES, STATUSES, strict=True))
        """The till's own code for each of the seven."""
        self.bookings: dict[int, Booking] = {}
        """By id, the deleted ones too."""
        self.customers: dict[int, Json] = {}
        self.creations: Counter[str] = Counter()
        """How many bookings the API created with each `source`."""
        self.rooms = carte.rooms()
        self.shifts = carte.shifts()
        self.items = carte.items(self.stamp())
        self.categories = carte.categories()
        self.allergens = carte.allergens()
        self.sales: list[Json] = []
        self._last_id = 5000

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def stamp(self) -> str:
        """Now, as this till writes down when something happened."""
        return zulu(self.now(), "seconds" if self.switches.whole_seconds else "milliseconds")

    def wire(self, booking: Booking) -> Json:
        """With the customer embedded, as on every read."""
        content = booking.content
        customer = self.customers.get(content["customer_id"]) if content["customer_id"] is not None else None
        copied = {name: [dict(item) for item in content[name]] for name in ("tags", "tables")}
        return {**content, **copied, "customer": dict(customer) if customer is not None else None}

    def story(self, booking: Booking) -> Json:
        return {**self.wire(booking), "history": [change.wire() for change in booking.history]}

    def item_on_the_wire(self, item: Json) -> Json:
        """With its category embedded."""
        category = next((each for each in self.categories if each["id"] == item["category_id"]), None)
        return {**item, "category": dict(category) if category is not None else None}

    def tables(self) -> dict[int, Json]:
        """Those that exist, by id, each with its room's name."""
        every = (({**table, "room_name": room["name"]}) for room in self.rooms for table in room["tables"])
        return {table["id"]: table for table in every if table["deleted_at"] is None}

    def happened(self, booking: Booking, by: str, what: str, fields: dict[str, tuple[Any, Any]]) -> None:
        """Writes down what was just done, and tells it to who listens."""
        booking.history.append(Change(self.stamp(), by, what, fields))
        event = {"created": "CREATED", "deleted": "DELETED"}.get(what, "UPDATED")
        self.publish("bookings", event, self.wire(booking))
        self.lock.notify_all()

    def whole(self) -> Json:
        """Everything that changes, for a judge."""
        with self.lock:
            return {
                "now": zulu(self.now()),
                "bookings": [self.story(booking) for booking in self.bookings.values()],
                "creations": dict(self.creations),
                "customers": list(self.customers.values()),
                "rooms": self.rooms,
                "items": [self.item_on_the_wire(item) for item in self.items],
                "categories": self.categories,
                "sales": self.sales,
                **self.traffic(),
            }
