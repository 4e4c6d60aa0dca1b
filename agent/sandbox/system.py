"""What both sandbox systems have in common: a door on loopback, faults, a clock of their own, a control API.

Imports nothing of `agent` outside `agent.sandbox`: it is a witness of the connectors, and shares no line with them.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Generic, Self, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from agent.sandbox.control import control_routes
from agent.sandbox.door import LOOPBACK, Door
from agent.sandbox.faults import Faults
from agent.sandbox.gate import CONTROL, Answer, Gate
from agent.sandbox.records import Records
from agent.sandbox.wire import Json, json_answer

State = TypeVar("State", bound=Records)


def wall() -> datetime:
    return datetime.now(UTC)


class SystemServer(Generic[State]):
    """One system. The constructor opens nothing; state outlives stop and start, and so does the port."""

    prefix = ""
    """The path that every address of the system begins with."""

    def __init__(
        self, name: str, make_state: Callable[[Callable[[], datetime]], State], clock: Callable[[], datetime], port: int
    ) -> None:
        self.faults = Faults()
        self._clock = clock
        self.state = make_state(self.now)
        app = Starlette(
            routes=[Mount(CONTROL, routes=[*control_routes(self), *self.control()]), *self.routes()],
            exception_handlers={HTTPException: self._no_such_address},
        )
        self._door = Door(name, Gate(app, self.faults, self.state, self, self.now), port)

    def now(self) -> datetime:
        """What this system takes for the time: the given clock and the skew of its faults."""
        return self._clock() + self.faults.skew()

    @property
    def port(self) -> int:
        """Raises RuntimeError while it is not chosen yet: none was given and the server never started."""
        if self._door.port == 0:
            raise RuntimeError("the server has no port before its first start")
        return self._door.port

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}{self.prefix}"

    @property
    def control_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}{CONTROL}"

    @property
    def is_up(self) -> bool:
        return self._door.is_up

    def start(self) -> None:
        self._door.start()

    def stop(self) -> None:
        self._door.stop()

    def down(self, seconds: float | None = None) -> None:
        """As if the machine were unplugged; `up`, or `seconds`, brings it back on the same port."""
        self._door.down(seconds)

    def up(self) -> None:
        self._door.up()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def routes(self) -> Sequence[BaseRoute]:
        raise NotImplementedError

    def control(self) -> Sequence[BaseRoute]:
        """What the system adds to the common control API."""
        raise NotImplementedError

    def state_json(self) -> Json:
        raise NotImplementedError

    def unknown(self) -> object:
        raise NotImplementedError

    def expire(self) -> Answer | None:
        raise NotImplementedError

    async def _no_such_address(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        told = self.unknown()
        if isinstance(told, bytes):
            return Response(told, error.status_code, media_type="text/html")
        return json_answer(told, error.status_code)
