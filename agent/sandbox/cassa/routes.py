"""The till's API, address by address, as cassa-in-cloud.md has it. Rules are elsewhere."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.sandbox.cassa import bodies, customers, orders
from agent.sandbox.cassa.access import Access, check_writing
from agent.sandbox.cassa.query import Query
from agent.sandbox.cassa.refusal import Refusal, unknown
from agent.sandbox.cassa.state import SALES_POINT, TillState
from agent.sandbox.instants import to_ms
from agent.sandbox.wire import Json, json_answer

BODY_LIMIT = 100 * 1024

Deed = Callable[[Request, bytes], Response]


class Api:
    def __init__(self, state: TillState, access: Access, api_key: Callable[[], str]) -> None:
        self._state = state
        self._access = access
        self._api_key = api_key

    def routes(self) -> list[BaseRoute]:
        table: list[tuple[str, str, Deed]] = [
            ("GET", "/salespoint", self._sales_points),
            ("GET", "/salesmodes", self._listed("salesModes", lambda: self._state.sales_modes)),
            ("GET", "/categories", self._listed("categories", lambda: self._state.categories.values())),
            ("GET", "/products", self._listed("products", lambda: self._state.products.values())),
            ("GET", "/products/{id}", self._product),
            ("GET", "/modifiers", self._listed("modifiers", lambda: self._state.modifiers)),
            ("GET", "/risto/rooms", self._listed("rooms", lambda: self._state.rooms)),
            ("GET", "/risto/tables", self._listed("tables", lambda: self._state.tables)),
            ("GET", "/customers", self._customers),
            ("POST", "/customers", self._new_customer),
            ("PUT", "/customers/{id}", self._put_customer),
            ("GET", "/documents/orders", self._orders),
            ("POST", "/documents/orders/batch", self._batch),
            ("GET", "/documents/orders/{id}", self._order),
            ("PUT", "/documents/orders/{id}/prepayment", self._prepayment),
            ("GET", "/documents/receipts", self._receipts),
        ]
        with_token = [Route(path, self._served(deed, self._access.check), methods=[m]) for m, path, deed in table]
        return [Route("/apikey/token", self._served(self._token, check_writing), methods=["POST"]), *with_token]

    def _served(self, deed: Deed, check: Callable[[Request], None]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            with self._state.lock:
                try:
                    if len(body) > BODY_LIMIT:
                        raise Refusal("RequestTooLarge", "a body may have 100 KB", status=413)
                    check(request)
                    return deed(request, body)
                except Refusal as refusal:
                    return refusal.answer()

        return endpoint

    def _token(self, request: Request, body: bytes) -> Response:
        told, _ = bodies.read(bodies.TokenRequest, body)
        if not hmac.compare_digest(told.apiKey.encode(), self._api_key().encode()):
            raise Refusal("InvalidApiKey", "the API key is not valid")
        return json_answer(
            {
                "access_token": self._access.issue(),
                "expires_in": self._access.token_seconds,
                "token_type": "Bearer",
            }
        )

    def _listed(self, plural: str, entities: Callable[[], Any]) -> Deed:
        """A plain list with the common filters."""

        def deed(request: Request, body: bytes) -> Response:
            query = Query(request)
            _check_points(query)
            return query.page(plural, entities())

        return deed

    def _sales_points(self, request: Request, body: bytes) -> Response:
        return Query(request, hasActiveLicense="flag").page("salesPoint", self._state.sales_points)

    def _product(self, request: Request, body: bytes) -> Response:
        id_ = request.path_params["id"]
        if id_ not in self._state.products:
            raise unknown("product", id_)
        return json_answer({"product": self._state.products[id_]})

    def _customers(self, request: Request, body: bytes) -> Response:
        query = Query(request, email="text", name="text")
        _check_points(query)
        email, name = query.get("email"), query.get("name")
        held = (customer.content for customer in self._state.customers.values())
        return query.page("customers", held, lambda content: customers.passes(content, email, name))

    def _new_customer(self, request: Request, body: bytes) -> Response:
        draft, sent = bodies.read(bodies.CustomerDraft, body)
        customer = customers.create(self._state, draft, sent)
        self._note(request, f"customer {customer.content['id']} created")
        return json_answer({"id": customer.content["id"]})

    def _put_customer(self, request: Request, body: bytes) -> Response:
        _, sent = bodies.read(bodies.CustomerDraft, body)
        customer = customers.overwrite(self._state, request.path_params["id"], sent)
        self._note(request, f"customer {customer.content['id']} written")
        return json_answer({"id": customer.content["id"]})

    def _orders(self, request: Request, body: bytes) -> Response:
        query = Query(request, datetimeFrom="instant", datetimeTo="instant")
        _check_points(query)
        passes = _within(query, lambda order: order["date"])
        return query.page("orders", [order.content for order in self._state.live_orders()], passes)

    def _order(self, request: Request, body: bytes) -> Response:
        return json_answer({"order": self._known_order(request).content})

    def _batch(self, request: Request, body: bytes) -> Response:
        batch, sent = bodies.read(bodies.Batch, body)
        details = orders.create(self._state, batch, sent)
        for detail in details:
            self._note(request, f"order {detail['id']} created as {detail['externalId']}")
        return json_answer({"batchResponse": {"createDetails": details}})

    def _prepayment(self, request: Request, body: bytes) -> Response:
        order = self._known_order(request)
        told, _ = bodies.read(bodies.Prepayment, body)
        order.content |= told.model_dump()
        self._state.step(order, "api", "prepayment")
        self._note(request, f"order {order.id} prepayment {told.prepaymentStatus}")
        return json_answer({"id": order.id})

    def _receipts(self, request: Request, body: bytes) -> Response:
        query = Query(request, datetimeFrom="instant", datetimeTo="instant")
        _check_points(query)
        passes = _within(query, lambda receipt: receipt["datetime"])
        return query.page("receipts", self._state.receipts, passes, currency={"code": "EUR"})

    def _known_order(self, request: Request) -> Any:
        order = self._state.orders.get(request.path_params["id"])
        if order is None or order.deleted:
            raise unknown("order", request.path_params["id"])
        return order

    def _note(self, request: Request, effect: str) -> None:
        self._state.note(request.method, request.url.path, effect)


def _check_points(query: Query) -> None:
    points = query.get("idsSalesPoint")
    if points is not None and points != [SALES_POINT]:
        raise Refusal("InvalidIdSalesPoint", f"not among the sales points of this key: {points}")


def _within(query: Query, moment: Callable[[Json], int]) -> Callable[[Json], bool]:
    first, last = (to_ms(instant) for instant in query.window())
    return lambda entity: first <= moment(entity) <= last
