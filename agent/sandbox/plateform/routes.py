"""The portal's API, address by address, as plateform.openapi.yaml has it. Rules are elsewhere."""

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.sandbox.instants import ROME
from agent.sandbox.plateform import bodies, menu, seating
from agent.sandbox.plateform.decisions import Decision, decide
from agent.sandbox.plateform.entities import Changing, Order, Reservation
from agent.sandbox.plateform.listing import Query, page, tagged
from agent.sandbox.plateform.refusal import Refusal, invalid, unknown
from agent.sandbox.plateform.state import Kept, PortalState
from agent.sandbox.wire import Json, encoded, json_answer

ORDER_STATUSES = ("nuovo", "confermato", "rifiutato", "evaso", "annullato")
LONGEST_KEY = 255

Entity = TypeVar("Entity", bound=Changing)
Deed = Callable[[Request, bytes], Response]


class Api:
    """The addresses of one restaurant."""

    def __init__(self, state: PortalState, account: Json, credentials: Callable[[], tuple[str, str]]) -> None:
        self._state = state
        self._account = account
        self._credentials = credentials

    def routes(self, prefix: str) -> list[BaseRoute]:
        table: list[tuple[str, str, Deed]] = [
            ("GET", "/account", lambda request, body: json_answer(self._account)),
            ("GET", "/orders", self._orders),
            ("GET", "/orders/{id:int}", self._order),
            ("PATCH", "/orders/{id:int}", self._once(self._decide)),
            ("POST", "/orders/{id:int}/received", self._received),
            ("GET", "/reservations", self._reservations),
            ("GET", "/reservations/{id:int}", self._reservation),
            ("PATCH", "/reservations/{id:int}", self._once(self._change_reservation)),
            ("POST", "/reservations/{id:int}/sale", self._sale),
            ("GET", "/menu", self._menu),
            ("PUT", "/menu", self._once(self._overwrite_menu)),
            ("GET", "/customers", self._customers),
        ]
        paths = dict.fromkeys(path for _, path, _ in table)
        return [
            Route(prefix + path, self._served({m: deed for m, p, deed in table if p == path}), methods=methods)
            for path in paths
            for methods in [[m for m, p, _ in table if p == path]]
        ]

    def _served(self, deeds: dict[str, Deed]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            with self._state.lock:
                try:
                    self._login(request)
                    self._state.settle()
                    method = "GET" if request.method == "HEAD" else request.method
                    return deeds[method](request, body)
                except Refusal as refusal:
                    return refusal.answer()

        return endpoint

    def _login(self, request: Request) -> None:
        scheme, _, coded = request.headers.get("authorization", "").partition(" ")
        try:
            shown = base64.b64decode(coded, validate=True)
        except binascii.Error:
            shown = b""
        user, key = self._credentials()
        if scheme.lower() != "basic" or not hmac.compare_digest(shown, f"{user}:{key}".encode()):
            raise refused_login()

    def _once(self, deed: Deed) -> Deed:
        """The same Idempotency-Key within 24 h answers as the first call did, refusals included."""

        def once(request: Request, body: bytes) -> Response:
            key = request.headers.get("idempotency-key")
            if key is None:
                return deed(request, body)
            if len(key) > LONGEST_KEY:
                raise invalid("Idempotency-Key", f"at most {LONGEST_KEY} characters")
            if kept := self._state.kept(key):
                return Response(kept.body, kept.status, kept.headers)
            try:
                answer = deed(request, body)
            except Refusal as refusal:
                answer = refusal.answer()
            headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
            self._state.keep(key, Kept(self._state.now(), answer.status_code, headers, bytes(answer.body)))
            return answer

        return once

    def _orders(self, request: Request, body: bytes) -> Response:
        query = Query(request, ["status"])
        status = query.text("status")
        if status is not None and status not in ORDER_STATUSES:
            raise invalid("status", f"one of {', '.join(ORDER_STATUSES)}")
        orders = [order for order in self._state.orders.values() if status in (None, order.status)]
        return page(request, query, orders)

    def _order(self, request: Request, body: bytes) -> Response:
        return _entity(request, self._known(request, self._state.orders, "order"))

    def _decide(self, request: Request, body: bytes) -> Response:
        order: Order = self._known(request, self._state.orders, "order")
        told = bodies.read(bodies.OrderChange, body)
        decision = Decision(told.status, told.ready_at, told.rejection_reason)
        _still_current(request, order)
        effect = decide(self._state, order, decision, late_rejection=self._state.late_rejection_allowed)
        self._note(request, f"order {order.id} {effect}")
        return _entity(request, order)

    def _received(self, request: Request, body: bytes) -> Response:
        order: Order = self._known(request, self._state.orders, "order")
        order.received.append(self._state.now())
        self._note(request, f"order {order.id} received")
        return Response(status_code=204)

    def _reservations(self, request: Request, body: bytes) -> Response:
        query = Query(request, ["from", "to"])
        first, last = query.day("from"), query.day("to")
        held = self._state.reservations.values()
        return page(request, query, [r for r in held if first <= r.starts_at.astimezone(ROME).date() <= last])

    def _reservation(self, request: Request, body: bytes) -> Response:
        return _entity(request, self._known(request, self._state.reservations, "reservation"))

    def _change_reservation(self, request: Request, body: bytes) -> Response:
        reservation: Reservation = self._known(request, self._state.reservations, "reservation")
        told = bodies.read(bodies.ReservationChange, body)
        _still_current(request, reservation)
        effect = seating.change(self._state, reservation, told)
        self._note(request, f"reservation {reservation.id} {effect}")
        return _entity(request, reservation)

    def _sale(self, request: Request, body: bytes) -> Response:
        reservation = self._known(request, self._state.reservations, "reservation")
        sale = bodies.read(bodies.Sale, body).model_dump(mode="json")
        stored = self._state.sales.get(sale["receipt_id"])
        if stored is not None:
            return json_answer(stored, 200)
        self._state.sales[sale["receipt_id"]] = {**sale, "reservation_id": reservation.id}
        self._note(request, f"sale {sale['receipt_id']} of reservation {reservation.id}")
        return json_answer(self._state.sales[sale["receipt_id"]], 201)

    def _menu(self, request: Request, body: bytes) -> Response:
        return json_answer(self._state.menu)

    def _overwrite_menu(self, request: Request, body: bytes) -> Response:
        self._state.menu = menu.overwritten(self._state.menu, bodies.read(bodies.Menu, body))
        self._note(request, f"menu overwritten: {len(self._state.menu['products'])} products")
        return json_answer(self._state.menu)

    def _customers(self, request: Request, body: bytes) -> Response:
        return page(request, Query(request, []), self._state.customers.values())

    def _known(self, request: Request, held: dict[int, Entity], what: str) -> Entity:
        found = held.get(request.path_params["id"])
        if found is None:
            raise unknown(what)
        return found

    def _note(self, request: Request, effect: str) -> None:
        self._state.note(request.method, request.url.path, effect, request.headers.get("idempotency-key"))


def refused_login() -> Refusal:
    return Refusal(
        401, "unauthorized", "wrong restaurant id or API key", headers={"WWW-Authenticate": 'Basic realm="Plateform"'}
    )


def _still_current(request: Request, entity: Changing) -> None:
    wanted = request.headers.get("if-match")
    if wanted is not None and f'"{entity.version}"' not in [text.strip() for text in wanted.split(",")]:
        raise Refusal(412, "stale", "the version is another one", entity=entity.wire())


def _entity(request: Request, entity: Changing) -> Response:
    return tagged(request, encoded(entity.wire()), f'"{entity.version}"')
