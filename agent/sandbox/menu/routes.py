"""The service's one address: what is understood, who may call, one at a time. What is answered is in `answers`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.sandbox.menu import soap
from agent.sandbox.menu.answers import Answers
from agent.sandbox.menu.operations import OPERATIONS, Operation
from agent.sandbox.menu.reader import Reader
from agent.sandbox.menu.state import MenuState
from agent.sandbox.menu.writer import Writer
from agent.sandbox.wire import Json

WRONG_LOGIN = "Azienda, utente o password non validi"
NO_LICENCE = "Nessun terminale disponibile nella licenza"

PAGE = b"<!doctype html><title>Adapter Service</title><h1>Adapter Service</h1><p>You have created a service.</p>"
"""What a browser sees at the address. The description itself is not served."""


@dataclass(frozen=True)
class Login:
    company: str
    user: str
    password: str


class Service:
    def __init__(self, state: MenuState, login: Callable[[], Login]) -> None:
        self._state = state
        self._login = login
        self._occupied = False
        """A call has the licence. Touched by the server's own thread alone."""
        self._answers = Answers(state)

    def routes(self, path: str) -> list[BaseRoute]:
        return [
            Route(path, self._called, methods=["POST"]),
            Route(path, lambda request: Response(PAGE, media_type="text/html"), methods=["GET"]),
        ]

    async def _called(self, request: Request) -> Response:
        body = await request.body()
        if request.headers.get("content-type", "").partition(";")[0].strip() != "text/xml":
            return Response(status_code=415, headers={"X-Sandbox-Reason": "Content-Type must be text/xml"})
        try:
            operation, told = self._understood(request, body)
            if operation.name == "Ping":
                return self._answered(operation, told)
            if operation.name == "PingLogin":
                return await self._alone(lambda: self._ping_login(operation, told))
            self._check_login(told)
            return await self._alone(lambda: self._answered(operation, told))
        except soap.NotSoap as wrong:
            return Response(status_code=400, headers={"X-Sandbox-Reason": str(wrong)})
        except soap.SoapFault as fault:
            return fault.answer()

    def _understood(self, request: Request, body: bytes) -> tuple[Operation, Json]:
        """Raises NotSoap, or SoapFault for an action, a body or a value that the service does not know."""
        asked = soap.asked(body)
        action = request.headers.get("soapaction", "").strip().strip('"')
        operation = next((known for known in OPERATIONS.values() if known.action == action), None)
        if operation is None:
            raise soap.no_such_action(action)
        if asked.tag != f"{{{operation.takes.namespace}}}{operation.name}":
            raise soap.unreadable(f"the body holds {asked.tag}, not {operation.name}")
        with self._state.lock:
            self._state.operations[operation.name] += 1
            try:
                return operation, Reader(self._ignore).read(asked, operation.takes)
            except ValueError as wrong:
                raise soap.unreadable(str(wrong)) from wrong

    async def _alone(self, step: Callable[[], Response]) -> Response:
        """Does it with the licence, which no other call has meanwhile. Raises SoapFault."""
        if self._occupied:
            with self._state.lock:
                self._state.concurrent_calls += 1
                self._state.lock.notify_all()
            raise soap.refused(NO_LICENCE)
        self._occupied = True
        try:
            answer = step()
            await asyncio.sleep(self._state.switches.call_milliseconds / 1000)
            return answer
        finally:
            self._occupied = False

    def _answered(self, operation: Operation, told: Json) -> Response:
        with self._state.lock:
            result = self._answers.to(operation.name, told)
            return soap.envelope(Writer().write(operation.answers, {operation.result: result}))

    def _ping_login(self, operation: Operation, told: Json) -> Response:
        wrong = None
        try:
            self._check_login(told)
        except soap.SoapFault as fault:
            if self._state.switches.ping_login_faults:
                raise
            wrong = fault.text
        return soap.envelope(Writer().write(operation.answers, {operation.result: wrong is None, "errore": wrong}))

    def _check_login(self, told: Json) -> None:
        """Raises SoapFault."""
        shown, right = told.get("datiLogin") or {}, self._login()
        pairs = (("Azienda", right.company), ("Utente", right.user), ("Password", right.password))
        if any(str(shown.get(name)) != wanted for name, wanted in pairs):
            raise login_refused()

    def _ignore(self, element: str) -> None:
        self._state.ignored[element] += 1


def login_refused() -> soap.SoapFault:
    return soap.refused(WRONG_LOGIN)
