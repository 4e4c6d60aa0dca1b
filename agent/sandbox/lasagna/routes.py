"""The portal's API, address by address, as lasagna.openapi.yaml has it. Rules are elsewhere."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.sandbox.instants import iso
from agent.sandbox.lasagna import bodies, listing
from agent.sandbox.lasagna.access import Access
from agent.sandbox.lasagna.courier import Courier
from agent.sandbox.lasagna.refusal import Refusal, invalid, unknown
from agent.sandbox.lasagna.state import LasagnaState, Reservation
from agent.sandbox.wire import Json, json_answer

API = "/api/v1"

Deed = Callable[[Request, bytes], Response]


class Api:
    """The addresses of one restaurant."""

    def __init__(self, state: LasagnaState, access: Access, courier: Courier, account: Json) -> None:
        self._state = state
        self._access = access
        self._courier = courier
        self._account = account

    def routes(self) -> list[BaseRoute]:
        table: list[tuple[str, str, Deed]] = [
            ("GET", "/me", lambda request, body: json_answer(self._account)),
            ("GET", "/reservations", self._reservations),
            ("POST", "/reservations", self._create),
            ("GET", "/reservations/{id}", lambda request, body: json_answer(self._known(request).wire())),
            ("PATCH", "/reservations/{id}", self._change),
            ("GET", "/floor-plan", lambda request, body: json_answer(self._state.floor_plan)),
            ("PUT", "/floor-plan", self._overwrite_floor_plan),
            ("GET", "/menu", lambda request, body: json_answer(self._state.menu)),
            ("PUT", "/menu", self._overwrite_menu),
            ("POST", "/sales", self._sale),
            ("POST", "/webhooks", self._webhook),
        ]
        with_token = [Route(API + path, self._served(deed, self._access.check), methods=[m]) for m, path, deed in table]
        return [Route("/oauth/token", self._served(self._token, lambda request: None), methods=["POST"]), *with_token]

    def _served(self, deed: Deed, check: Callable[[Request], None]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            with self._state.lock:
                try:
                    check(request)
                    return deed(request, body)
                except Refusal as refusal:
                    return refusal.answer()

        return endpoint

    def _token(self, request: Request, body: bytes) -> Response:
        granted = self._access.token(request, body, ends_old=self._state.switches.refresh_ends_access)
        return json_answer(granted, headers={"Cache-Control": "no-store"})

    def _reservations(self, request: Request, body: bytes) -> Response:
        return json_answer(listing.page(request, self._state.reservations.values()))

    def _create(self, request: Request, body: bytes) -> Response:
        told = bodies.read(bodies.ReservationDraft, body).sent()
        self._check(told, None)
        made = self._state.create(told, "pos", "api")
        self._note(request, f"reservation {made.id} created as {made.content['external_id']}")
        return json_answer(made.wire(), 201)

    def _change(self, request: Request, body: bytes) -> Response:
        reservation = self._known(request)
        told = bodies.read(bodies.ReservationChange, body).sent()
        shown = request.headers.get("if-match")
        if shown is not None and shown != f'"{reservation.content["revision"]}"':
            raise Refusal(412, "stale", reservation=reservation.wire())
        self._check(told, reservation)
        if self._state.change(reservation, told, "api"):
            self._note(request, f"reservation {reservation.id} changed: {', '.join(sorted(told))}")
        return json_answer(reservation.wire())

    def _check(self, told: Json, itself: Reservation | None) -> None:
        """Raises Refusal 409 or 422."""
        holder = self._state.holder(told.get("external_id"))
        if holder is not None and holder is not itself:
            self._state.conflicts[told["external_id"]] += 1
            raise Refusal(409, "exists", reservation=holder.wire())
        table = told.get("table_code")
        if self._state.switches.checks_tables and table is not None and not self._state.knows_table(table):
            raise invalid("table_code", "the floor plan has no such table")

    def _overwrite_floor_plan(self, request: Request, body: bytes) -> Response:
        self._state.floor_plan = bodies.read(bodies.FloorPlan, body).model_dump()
        self._note(request, "floor plan")
        return json_answer(self._state.floor_plan)

    def _overwrite_menu(self, request: Request, body: bytes) -> Response:
        self._state.menu = bodies.read(bodies.Menu, body).model_dump(exclude_unset=True)
        self._note(request, "menu")
        return json_answer(self._state.menu)

    def _sale(self, request: Request, body: bytes) -> Response:
        told = bodies.read(bodies.Sale, body)
        if stored := self._state.sales.get(told.receipt_id):
            return json_answer(stored)
        if told.reservation_id is not None and told.reservation_id not in self._state.reservations:
            raise invalid("reservation_id", "no such reservation")
        sale = {**told.model_dump(exclude_unset=True), "closed_at": iso(told.closed_at)}
        self._state.sales[told.receipt_id] = sale
        self._note(request, f"sale {told.receipt_id}")
        return json_answer(sale, 201)

    def _webhook(self, request: Request, body: bytes) -> Response:
        told = bodies.read(bodies.Webhook, body)
        subscription = self._courier.subscribe(self._state.new_id(), told.url, tuple(told.events))
        self._note(request, f"webhook {subscription.id}")
        return json_answer({"id": subscription.id, "secret": subscription.secret}, 201)

    def _known(self, request: Request) -> Reservation:
        found = self._state.reservations.get(request.path_params["id"])
        if found is None:
            raise unknown("reservation")
        return found

    def _note(self, request: Request, effect: str) -> None:
        self._state.note(request.method, request.url.path, effect)
