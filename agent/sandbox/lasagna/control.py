"""The control API that only the portal has: its guests, its back office, webhooks, tokens and switches."""

from typing import Any, Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from agent.sandbox.control import post
from agent.sandbox.lasagna.access import Access
from agent.sandbox.lasagna.courier import Courier
from agent.sandbox.lasagna.office import Office
from agent.sandbox.lasagna.state import LasagnaState
from agent.sandbox.switches import turn
from agent.sandbox.totals import span
from agent.sandbox.wire import Json


class Portal(Protocol):
    @property
    def state(self) -> LasagnaState: ...

    @property
    def office(self) -> Office: ...

    @property
    def access(self) -> Access: ...

    @property
    def courier(self) -> Courier: ...

    def book(self, **fields: Any) -> Json: ...

    def change(self, id_: str, *, by: str = "guest", **fields: Any) -> Json: ...

    def cancel(self, id_: str) -> Json: ...

    def book_again(self, id_: str, status: str = "da_confermare") -> Json: ...

    def set_state(self, id_: str, status: str) -> Json: ...

    def set_table(self, id_: str, table_code: str | None) -> Json: ...


def lasagna_control(portal: Portal) -> list[BaseRoute]:
    def again(request: Request, told: Json) -> object:
        return portal.book_again(_id(request), told.get("status", "da_confermare"))

    def tokens(request: Request, told: Json) -> object:
        """`expires_in` of the next tokens; `expire` ends the access tokens, `revoke` the refresh tokens too."""
        if "expires_in" in told:
            portal.access.token_seconds = int(told["expires_in"])
        if told.get("expire"):
            portal.access.expire()
        if told.get("revoke"):
            portal.access.revoke()
        return {"expires_in": portal.access.token_seconds}

    def webhooks(request: Request, told: Json) -> object:
        portal.courier.copies = int(told["copies"])
        return {"copies": portal.courier.copies}

    return [
        post("/reservations", lambda request, told: portal.book(**told)),
        post("/reservations/{id}/change", lambda request, told: portal.change(_id(request), **told)),
        post("/reservations/{id}/cancel", lambda request, told: portal.cancel(_id(request))),
        post("/reservations/{id}/again", again),
        post("/reservations/{id}/state", lambda request, told: portal.set_state(_id(request), told["status"])),
        post("/reservations/{id}/table", lambda request, told: portal.set_table(_id(request), told["table_code"])),
        post("/rooms", lambda request, told: portal.office.add_room(**told)),
        post("/rooms/{id}/remove", lambda request, told: portal.office.remove_room(_id(request))),
        post("/dishes/{id}/edit", lambda request, told: portal.office.edit_dish(_id(request), **told)),
        post("/totals", lambda request, told: portal.state.totals(*span(told)).wire()),
        post("/tokens", tokens),
        post("/webhooks", webhooks),
        post("/switches", lambda request, told: turn(portal.state.switches, told)),
    ]


def _id(request: Request) -> str:
    return str(request.path_params["id"])
