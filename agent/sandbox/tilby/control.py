"""The control API that only the till has: host, catalogue, floor, cash desk, webhooks, tokens, codes and switches."""

from collections.abc import Callable
from typing import Any, Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from agent.sandbox.control import post
from agent.sandbox.switches import turn
from agent.sandbox.tilby.access import Access
from agent.sandbox.tilby.cashier import Cashier
from agent.sandbox.tilby.chef import Chef
from agent.sandbox.tilby.courier import Courier
from agent.sandbox.tilby.host import Host
from agent.sandbox.tilby.state import TilbyState
from agent.sandbox.totals import span
from agent.sandbox.wire import Json


class Till(Protocol):
    @property
    def state(self) -> TilbyState: ...

    @property
    def host(self) -> Host: ...

    @property
    def chef(self) -> Chef: ...

    @property
    def cashier(self) -> Cashier: ...

    @property
    def access(self) -> Access: ...

    @property
    def courier(self) -> Courier: ...

    def add_customer(self, **fields: Any) -> Json: ...

    def set_statuses(self, **codes: str) -> dict[str, str]: ...


def tilby_control(till: Till) -> list[BaseRoute]:
    def tokens(request: Request, told: Json) -> object:
        """`expires_in` of the next tokens; `expire` ends the access tokens, `revoke` the refresh tokens too."""
        if "expires_in" in told:
            till.access.token_seconds = int(told["expires_in"])
        if told.get("expire"):
            till.access.expire()
        if told.get("revoke"):
            till.access.revoke()
        return {"expires_in": till.access.token_seconds}

    def webhooks(request: Request, told: Json) -> object:
        till.courier.copies = int(told["copies"])
        return {"copies": till.courier.copies}

    return [
        post("/bookings", lambda request, told: till.host.book(**told)),
        post("/bookings/{id:int}/{step}", lambda request, told: _operate(till.host, request, told)),
        post("/items", lambda request, told: till.chef.add(**told)),
        post("/items/{item}/{step}", lambda request, told: _catalogue(till.chef, request, told)),
        post("/categories", lambda request, told: till.chef.add_category(**told)),
        post("/categories/{name}/rename", lambda request, told: till.chef.rename_category(_name(request), **told)),
        post("/rooms/{name}/rename", lambda request, told: till.chef.rename_room(_name(request), **told)),
        post("/rooms/{name}/tables", lambda request, told: till.chef.add_table(_name(request), **told)),
        post("/tables/{name}/rename", lambda request, told: till.chef.rename_table(_name(request), **told)),
        post("/tables/{name}/remove", lambda request, told: till.chef.remove_table(_name(request))),
        post("/sales", lambda request, told: till.cashier.sell(**told)),
        post("/sales/{id:int}/cancel", lambda request, told: till.cashier.cancel(request.path_params["id"])),
        post("/totals", lambda request, told: till.cashier.totals(*span(told)).wire()),
        post("/customers", lambda request, told: till.add_customer(**told)),
        post("/statuses", lambda request, told: till.set_statuses(**told)),
        post("/tokens", tokens),
        post("/webhooks", webhooks),
        post("/switches", lambda request, told: turn(till.state.switches, told)),
    ]


def _operate(host: Host, request: Request, told: Json) -> Json:
    """One step of the host, by its name in the path."""
    id_, step = request.path_params["id"], request.path_params["step"]
    steps: dict[str, Callable[[], Json]] = {
        "change": lambda: host.change(id_, **told),
        "state": lambda: host.set_status(id_, told["status"]),
        "assign": lambda: host.assign(id_, *told["tables"]),
        "arrived": lambda: host.arrived(id_),
        "checkout": lambda: host.check_out(id_, paid=told.get("paid")),
        "delete": lambda: host.delete(id_),
        "restore": lambda: host.restore(id_),
    }
    if step not in steps:
        raise LookupError(f"no step {step}: {', '.join(steps)}")
    return steps[step]()


def _catalogue(chef: Chef, request: Request, told: Json) -> Json:
    """One step at the catalogue, by its name in the path."""
    item, step = request.path_params["item"], request.path_params["step"]
    steps: dict[str, Callable[[], Json]] = {
        "edit": lambda: chef.edit(item, **told),
        "price": lambda: chef.set_price(item, **told),
        "off": lambda: chef.switch_off(item),
        "on": lambda: chef.switch_on(item),
        "delete": lambda: chef.delete(item),
    }
    if step not in steps:
        raise LookupError(f"no step {step}: {', '.join(steps)}")
    return steps[step]()


def _name(request: Request) -> str:
    return str(request.path_params["name"])
