"""The control API that only the till has: what its host does, what it sums, and its switches."""

from collections.abc import Callable
from typing import Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from agent.sandbox.control import post
from agent.sandbox.menu.host import Host
from agent.sandbox.menu.state import MenuState
from agent.sandbox.switches import turn
from agent.sandbox.totals import span
from agent.sandbox.wire import Json


class Till(Protocol):
    @property
    def state(self) -> MenuState: ...

    @property
    def host(self) -> Host: ...


def menu_control(till: Till) -> list[BaseRoute]:
    host = till.host
    return [
        post("/reservations", lambda request, told: host.book(**told)),
        post("/crowd", lambda request, told: {"ids": host.crowd(told["count"], told["days"])}),
        post("/reservations/{id:int}/{step}", lambda request, told: _step(request, _with_row(host, request, told))),
        post("/checks", lambda request, told: host.open_check(**told)),
        post("/checks/{id:int}/{step}", lambda request, told: _step(request, _with_check(host, request, told))),
        post("/bills/{id:int}/{step}", lambda request, told: _step(request, _with_bill(host, request, told))),
        post("/rooms/{name}/rename", lambda request, told: host.rename_room(_name(request), told["name"])),
        post("/tables/{name}/rename", lambda request, told: host.rename_table(_name(request), told["name"])),
        post("/totals", lambda request, told: host.totals(*span(told)).wire()),
        post("/switches", lambda request, told: turn(till.state.switches, told)),
    ]


Steps = dict[str, Callable[[], object]]


def _with_row(host: Host, request: Request, told: Json) -> Steps:
    row = request.path_params["id"]
    return {
        "change": lambda: host.change(row, **told),
        "assign": lambda: host.assign(row, *told["tables"]),
        "state": lambda: host.set_state(row, told["state"]),
        "missed": lambda: host.missed(row),
        "open": lambda: host.open_check(row, **told),
        "attach": lambda: host.attach(row, **told),
    }


def _with_check(host: Host, request: Request, told: Json) -> Steps:
    check = request.path_params["id"]
    return {
        "order": lambda: host.order(check, **told),
        "pay": lambda: {"bills": host.pay(check, **told)},
        "bill": lambda: host.bill(check, **told),
        "close": lambda: host.close(check),
        "reopen": lambda: host.reopen(check),
        "deposit": lambda: host.deposit(check, **told),
        "return": lambda: host.give_back(check, **told),
    }


def _with_bill(host: Host, request: Request, told: Json) -> Steps:
    bill = request.path_params["id"]
    return {"cancel": lambda: host.cancel_bill(bill), "settle": lambda: host.settle(bill)}


def _name(request: Request) -> str:
    return str(request.path_params["name"])


def _step(request: Request, steps: Steps) -> object:
    """One step of the host, by its name in the path."""
    step = request.path_params["step"]
    if step not in steps:
        raise LookupError(f"no step {step}: {', '.join(steps)}")
    return steps[step]()
