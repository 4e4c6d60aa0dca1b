"""The till's API, address by address, as tilby.md has it. Rules are elsewhere."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.sandbox.tilby import bodies, bookings, customers
from agent.sandbox.tilby.access import Access
from agent.sandbox.tilby.courier import Courier, Webhook
from agent.sandbox.tilby.query import Query
from agent.sandbox.tilby.refusal import Refusal, invalid, unknown
from agent.sandbox.tilby.state import Booking, TilbyState
from agent.sandbox.wire import Json, json_answer

BOOKING_PROPERTIES = (
    "id", "customer_id", "booked_for", "duration", "status", "people", "shift_id", "source", "notes", "created_at",
    "updated_at", "deleted_at", "createdby_id",
)  # fmt: skip
SALE_PROPERTIES = (
    "id", "uuid", "status", "open_at", "closed_at", "covers", "final_amount", "table_id", "table_name", "room_name",
    "customer_id", "deleted_at",
)  # fmt: skip
ITEM_PROPERTIES = ("id", "sku", "name", "description", "on_sale", "category_id", "deleted_at", "updated_at")

Deed = Callable[[Request, bytes], Response]


class Api:
    """The addresses of one shop."""

    def __init__(self, state: TilbyState, access: Access, courier: Courier, session: Json) -> None:
        self._state = state
        self._access = access
        self._courier = courier
        self._session = session

    def routes(self, prefix: str, token_path: str) -> list[BaseRoute]:
        state = self._state
        table: list[tuple[str, str, Deed]] = [
            ("GET", "/sessions/me", lambda request, body: json_answer(self._session)),
            ("GET", "/bookings", self._bookings),
            ("POST", "/bookings", self._create),
            ("GET", "/bookings/{id:int}", lambda request, body: json_answer(state.wire(self._readable(request)))),
            ("PUT", "/bookings/{id:int}", self._replace),
            ("DELETE", "/bookings/{id:int}", self._delete),
            ("GET", "/booking_shifts", self._listed(("id", "name"), lambda: state.shifts)),
            ("GET", "/rooms", self._listed(("id", "name", "floor"), lambda: state.rooms)),
            ("GET", "/items", self._listed(ITEM_PROPERTIES, self._items)),
            ("GET", "/categories", self._listed(("id", "name", "index", "display"), lambda: state.categories)),
            ("GET", "/allergens", self._listed(("id", "name"), lambda: state.allergens)),
            ("GET", "/customers", self._listed(customers.NAMES, lambda: state.customers.values())),
            ("POST", "/customers", self._new_customer),
            ("GET", "/customers/{id:int}", lambda request, body: json_answer(state.customers[self._customer(request)])),
            ("PUT", "/customers/{id:int}", self._put_customer),
            ("GET", "/sales", self._listed(SALE_PROPERTIES, self._sales)),
            ("GET", "/webhooks", self._listed(("id", "entity_type", "event_type", "url", "email"), self._webhooks)),
            ("POST", "/webhooks", self._subscribe),
            ("DELETE", "/webhooks/{id:int}", self._unsubscribe),
        ]
        served = [Route(prefix + path, self._served(deed), methods=[method]) for method, path, deed in table]
        return [Route(token_path, self._token, methods=["POST"]), *served]

    def _served(self, deed: Deed) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            with self._state.lock:
                try:
                    self._access.check(request, self._state.switches)
                    return deed(request, body)
                except Refusal as refusal:
                    return refusal.answer()

        return endpoint

    async def _token(self, request: Request) -> Response:
        body = await request.body()
        with self._state.lock:
            return self._access.refresh(request, body, self._state.switches)

    def _listed(self, properties: Iterable[str], entities: Callable[[], Iterable[Json]]) -> Deed:
        def deed(request: Request, body: bytes) -> Response:
            return Query(request, properties, self._state.switches).answer(entities())

        return deed

    def _bookings(self, request: Request, body: bytes) -> Response:
        shown = [b for b in self._state.bookings.values() if self._state.switches.lists_deleted or not b.deleted]
        query = Query(request, BOOKING_PROPERTIES, self._state.switches)
        return query.answer([self._state.wire(booking) for booking in shown])

    def _create(self, request: Request, body: bytes) -> Response:
        told = bodies.read(bodies.Booking, body)
        if told.customer_id is None:
            raise invalid("customer_id: the customer must exist")
        made = bookings.create(self._state, told, "api")
        self._note(request, f"booking {made.id} created as {told.source}")
        return json_answer(self._state.wire(made), 201)

    def _replace(self, request: Request, body: bytes) -> Response:
        told = bodies.read(bodies.Booking, body)
        booking = self._writable(request, told)
        anonymous = booking.content["customer_id"] is None and not self._state.switches.put_needs_customer
        if told.customer_id is None and not anonymous:
            raise invalid("customer_id: the customer must exist")
        if bookings.replace(self._state, booking, told, "api"):
            self._note(request, f"booking {booking.id} replaced")
        return json_answer(self._state.wire(booking))

    def _delete(self, request: Request, body: bytes) -> Response:
        booking = self._known(request)
        if booking.deleted:
            raise unknown("booking")
        bookings.delete(self._state, booking, "api")
        self._note(request, f"booking {booking.id} deleted")
        return json_answer(self._state.wire(booking))

    def _new_customer(self, request: Request, body: bytes) -> Response:
        made = customers.create(self._state, bodies.read(bodies.Customer, body))
        self._note(request, f"customer {made['id']} created")
        return json_answer(made, 201)

    def _put_customer(self, request: Request, body: bytes) -> Response:
        id_ = self._customer(request)
        written = customers.replace(self._state, id_, bodies.read(bodies.Customer, body))
        self._note(request, f"customer {id_} replaced")
        return json_answer(written)

    def _items(self) -> list[Json]:
        shown = self._state.switches.lists_deleted_items
        return [self._state.item_on_the_wire(i) for i in self._state.items if shown or i["deleted_at"] is None]

    def _sales(self) -> list[Json]:
        shown = self._state.switches.lists_cancelled_sales
        return [sale for sale in self._state.sales if shown or sale["deleted_at"] is None]

    def _webhooks(self) -> list[Json]:
        return [webhook.wire() for webhook in self._courier.webhooks.values()]

    def _subscribe(self, request: Request, body: bytes) -> Response:
        told = bodies.read(bodies.Webhook, body)
        made = Webhook(self._state.next_id(), told.entity_type, told.event_type, told.url, told.email)
        self._courier.subscribe(made)
        self._note(request, f"webhook {made.id}")
        return json_answer({"result": {"id": made.id}}, 201)

    def _unsubscribe(self, request: Request, body: bytes) -> Response:
        if self._courier.webhooks.pop(request.path_params["id"], None) is None:
            raise unknown("webhook")
        self._note(request, f"webhook {request.path_params['id']} deleted")
        return json_answer({"result": {"id": request.path_params["id"]}})

    def _known(self, request: Request) -> Booking:
        booking = self._state.bookings.get(request.path_params["id"])
        if booking is None:
            raise unknown("booking")
        return booking

    def _readable(self, request: Request) -> Booking:
        booking = self._known(request)
        if booking.deleted and not self._state.switches.reads_deleted:
            raise unknown("booking")
        return booking

    def _writable(self, request: Request, told: bodies.Booking) -> Booking:
        booking = self._known(request)
        if booking.deleted and not (self._state.switches.put_restores and told.deleted_at is None):
            raise unknown("booking")
        return booking

    def _customer(self, request: Request) -> int:
        id_: int = request.path_params["id"]
        if id_ not in self._state.customers:
            raise unknown("customer")
        return id_

    def _note(self, request: Request, effect: str) -> None:
        self._state.note(request.method, request.url.path, effect)
