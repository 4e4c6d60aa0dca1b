"""What every request goes through before and after the system itself: faults, the clock's `Date`, the count.

An ASGI application around another. It never looks into a body, and leaves `/_control` in peace.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.sandbox.connection import hang_up, reset, transport_of
from agent.sandbox.faults import Fault, Faults
from agent.sandbox.instants import http_date
from agent.sandbox.records import Records
from agent.sandbox.wire import encoded

CONTROL = "/_control"

GRACE = 0.01
"""Seconds to notice a client that hung up just before its held request would go on."""

Headers = list[tuple[bytes, bytes]]

CAPTIVE_PORTAL = b"<!doctype html><title>Wi-Fi</title><p>Benvenuto! Accetta le condizioni per navigare.</p>"
BROKEN_PROXY = b"<!doctype html><title>Errore</title><h1>Servizio momentaneamente non disponibile</h1>"


@dataclass
class Answer:
    """A whole answer, before it goes out."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    @classmethod
    def of(cls, status: int, content_type: str, body: bytes, **headers: str) -> "Answer":
        lines = {"content-type": content_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
        pairs = [(name.encode(), value.encode()) for name, value in lines.items()]
        return cls(status, [*pairs, (b"content-length", str(len(body)).encode())], body)


class Manners(Protocol):
    """How a system itself says two things that a fault makes it say."""

    def unknown(self) -> object:
        """What it says for something that it does not have: a value for JSON, or the bytes of a page."""
        ...

    def expire(self) -> Answer | None:
        """Forgets the sessions; an answer when it has no sessions and must refuse this request itself."""
        ...


class Gate:
    def __init__(
        self, system: ASGIApp, faults: Faults, records: Records, manners: Manners, now: Callable[[], datetime]
    ) -> None:
        self._system = system
        self._faults = faults
        self._records = records
        self._manners = manners
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _read(receive)
        if body is None:
            return
        method, path, query = scope["method"], scope["path"], scope["query_string"].decode("latin-1")
        if path.startswith(CONTROL):
            await self._send(await self._asked(scope, body), send)
            return
        self._records.count(method, path)
        fault = self._faults.striking(method, path, _action(scope) or query)
        if fault is None:
            await self._send(await self._asked(scope, body), send)
        else:
            await self._misbehave(fault, scope, body, receive, send)

    async def _misbehave(self, fault: Fault, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        match fault.kind:
            case "refuse":
                reset(transport_of(scope))
                await _gone(receive)
            case "hang":
                if await self._held(fault, receive):
                    await self._send(await self._asked(scope, body), send)
            case "lose_answer":
                await self._asked(scope, body)
                if fault.seconds:
                    await self._held(fault, receive)
                hang_up(transport_of(scope))
                await _gone(receive)
            case "late":
                hang_up(transport_of(scope))
                await self._over(fault)
                await self._asked(scope, body)
            case "cut":
                await self._cut(await self._asked(scope, body), scope, receive, send)
            case "twice":
                await self._asked(scope, body)
                await self._send(await self._asked(scope, body), send)
            case _:
                await self._send(self._instead(fault) or await self._asked(scope, body), send)

    def _instead(self, fault: Fault) -> Answer | None:
        """What is said in place of the system's answer; the system does not act. None: it is asked after all."""
        match fault.kind:
            case "rate_limit":
                wait = self._retry_after(fault.retry_after if fault.retry_after is not None else 1)
                return Answer.of(429, "text/plain", b"Too Many Requests", retry_after=wait)
            case "error":
                more = {} if fault.retry_after is None else {"retry_after": self._retry_after(fault.retry_after)}
                return Answer.of(fault.status or 500, "text/html; charset=utf-8", BROKEN_PROXY, **more)
            case "malformed":
                return Answer.of(200, "text/html; charset=utf-8", CAPTIVE_PORTAL)
            case "not_found":
                told = self._manners.unknown()
                if isinstance(told, bytes):
                    return Answer.of(404, "text/html; charset=utf-8", told)
                return Answer.of(404, "application/json", encoded(told))
            case "expire_token":
                return self._manners.expire()
            case _:
                raise AssertionError(fault.kind)

    def _retry_after(self, after: float | datetime) -> str:
        return http_date(after) if isinstance(after, datetime) else f"{after:g}"

    async def _asked(self, scope: Scope, body: bytes) -> Answer:
        """The system's own answer to the request."""
        answer = Answer()

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message.get("headers", []))
            else:
                answer.body += message.get("body", b"")

        await self._system(dict(scope), again, keep)
        return answer

    async def _send(self, answer: Answer, send: Send) -> None:
        await send(self._start(answer))
        await send({"type": "http.response.body", "body": answer.body})

    async def _cut(self, answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        """All that was promised in Content-Length, but half of it; an empty body loses half of its head."""
        transport = transport_of(scope)
        if answer.body:
            await send(self._start(answer))
            await send({"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True})
        else:
            transport.write(b"HTTP/1.1 ")
        hang_up(transport)
        await _gone(receive)

    def _start(self, answer: Answer) -> Message:
        date = (b"date", http_date(self._now()).encode())
        return {"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, date]}

    async def _over(self, fault: Fault) -> None:
        """As long as the fault says, or until faults are cleared; nobody is there any more to hang up."""
        hold = self._faults.hold()
        try:
            await asyncio.wait({asyncio.wrap_future(hold)}, timeout=fault.seconds)
        finally:
            self._faults.release(hold)

    async def _held(self, fault: Fault, receive: Receive) -> bool:
        """Waits as long as the fault says, or until faults are cleared. False when the client hung up meanwhile."""
        hold = self._faults.hold()
        over = asyncio.wrap_future(hold)
        left = asyncio.ensure_future(_gone(receive))
        try:
            wait = None if fault.seconds is None else timedelta(seconds=fault.seconds).total_seconds()
            await asyncio.wait({over, left}, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({left}, timeout=GRACE)
            return not left.done()
        finally:
            self._faults.release(hold)
            left.cancel()


def _action(scope: Scope) -> str:
    """The SOAPAction, which tells calls apart where all have one address; empty: it is no call of SOAP."""
    told = next((value for name, value in scope["headers"] if name == b"soapaction"), b"")
    return str(told.decode("latin-1")).strip().strip('"')


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None when the client went away while it sent."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        piece: bytes = message.get("body", b"")
        body += piece
        if not message.get("more_body", False):
            return body


async def _gone(receive: Receive) -> None:
    """Returns when the connection is closed."""
    while (await receive())["type"] != "http.disconnect":
        pass
