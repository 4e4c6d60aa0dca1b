"""The control API that both systems have: faults, the plug, the whole state. Loopback only, no login.

Documented in docs/sandbox.md. What only one system has is in that system's own `control`.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.sandbox.faults import Fault, Faults
from agent.sandbox.instants import parse_iso
from agent.sandbox.wire import Json, decoded, json_answer

Step = Callable[[Request, Json], object]
"""One act of the control API: the request and its JSON object in, what to answer out."""


class Controlled(Protocol):
    @property
    def faults(self) -> Faults: ...

    def down(self, seconds: float | None = None) -> None: ...

    def state_json(self) -> Json: ...


def act(step: Step) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that does `step`. What the step can't do (ValueError, LookupError, TypeError) is told with 400."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            told = decoded(body) if body else {}
            if not isinstance(told, dict):
                raise ValueError("the body must be a JSON object")
            return json_answer(step(request, told))
        except (ValueError, LookupError, TypeError) as wrong:
            return json_answer({"error": str(wrong)}, 400)

    return endpoint


def post(path: str, step: Step) -> Route:
    return Route(path, act(step), methods=["POST"])


def control_routes(server: Controlled) -> list[BaseRoute]:
    def open_faults(request: Request, told: Json) -> object:
        return {"faults": [fault.wire() for fault in server.faults.open()]}

    def add_fault(request: Request, told: Json) -> object:
        return server.faults.add(fault_from(told)).wire()

    def clear_faults(request: Request, told: Json) -> object:
        server.faults.clear()
        return {"faults": []}

    def down(request: Request, told: Json) -> object:
        seconds = float(told.get("seconds", 5))
        server.down(seconds)
        return {"down_for": seconds}

    return [
        Route("/state", act(lambda request, told: server.state_json())),
        Route("/faults", act(open_faults)),
        post("/faults", add_fault),
        Route("/faults", act(clear_faults), methods=["DELETE"]),
        post("/down", down),
    ]


def fault_from(told: Json) -> Fault:
    """Raises ValueError or TypeError, saying what is wrong with it."""
    fields: dict[str, Any] = dict(told)
    after: object = fields.get("retry_after")
    if isinstance(after, str):
        moment: datetime = parse_iso(after)
        fields["retry_after"] = moment
    if fields.get("seconds") is not None:
        fields["seconds"] = float(fields["seconds"])
    return Fault(**fields)
