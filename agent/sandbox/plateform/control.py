"""The control API that only the portal has: guests who order and cancel, its back office, its switches."""

from datetime import datetime
from typing import Any, Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from agent.sandbox.control import post
from agent.sandbox.plateform.state import PortalState
from agent.sandbox.wire import Json


class Portal(Protocol):
    @property
    def state(self) -> PortalState: ...

    def place_order(self, **overrides: Any) -> Json: ...

    def cancel_order(self, id_: int) -> Json: ...

    def decide(
        self, id_: int, status: str, *, ready_at: datetime | str | None = None, reason: str | None = None
    ) -> Json: ...

    def book(self, **overrides: Any) -> Json: ...

    def change_reservation(self, id_: int, status: str, *, by: str = "back_office") -> Json: ...

    def guest_changes(self, id_: int, **fields: Any) -> Json: ...

    def alive_again(self, id_: int, status: str = "confermato") -> Json: ...

    def crowd(self, count: int, days: int) -> list[int]: ...

    def add_customer(self, **fields: Any) -> Json: ...

    def set_menu(self, menu: Json) -> None: ...

    def edit_product(self, product: str, **fields: Any) -> Json: ...

    def remove_product(self, product: str) -> None: ...


def plateform_control(portal: Portal) -> list[BaseRoute]:
    def cancel(request: Request, told: Json) -> object:
        return portal.cancel_order(_id(request))

    def decide(request: Request, told: Json) -> object:
        return portal.decide(_id(request), told["status"], ready_at=told.get("ready_at"), reason=told.get("reason"))

    def move(request: Request, told: Json) -> object:
        by = "guest" if told["status"] == "cancellato" else "back_office"
        return portal.change_reservation(_id(request), told["status"], by=by)

    def set_menu(request: Request, told: Json) -> object:
        portal.set_menu(told)
        return told

    def switches(request: Request, told: Json) -> object:
        portal.state.late_rejection_allowed = bool(told["late_rejection_allowed"])
        return {"late_rejection_allowed": portal.state.late_rejection_allowed}

    return [
        post("/orders", lambda request, told: portal.place_order(**told)),
        post("/orders/{id:int}/cancel", cancel),
        post("/orders/{id:int}/decide", decide),
        post("/reservations", lambda request, told: portal.book(**told)),
        post("/reservations/{id:int}/status", move),
        post("/reservations/{id:int}/change", lambda request, told: portal.guest_changes(_id(request), **told)),
        post("/reservations/{id:int}/again", lambda request, told: portal.alive_again(_id(request), **told)),
        post("/crowd", lambda request, told: {"ids": portal.crowd(told["count"], told["days"])}),
        post("/customers", lambda request, told: portal.add_customer(**told)),
        post("/menu", set_menu),
        post("/products/{product}/edit", lambda request, told: portal.edit_product(_product(request), **told)),
        post("/products/{product}/remove", lambda request, told: portal.remove_product(_product(request))),
        post("/switches", switches),
    ]


def _product(request: Request) -> str:
    return str(request.path_params["product"])


def _id(request: Request) -> int:
    id_: int = request.path_params["id"]
    return id_
