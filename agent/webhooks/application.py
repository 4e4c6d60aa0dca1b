"""The door's answers: which path is whose, how much is read, what is said. Starlette is imported here and in `server`.

| asked | answer |
|---|---|
| GET, HEAD, any path | 200 and one neutral sentence: vendors probe an address before they use it |
| POST to a hook, verified | 200; also for a repetition, which wakes nothing |
| POST to a hook, not verified | 401 |
| POST elsewhere | 404 at once, unread: the names of links are no secret, and a reseller's typing error should show |
| more than 1 MB | 413, as soon as it is known |
| a body that does not come | 408 |
| too many | 429 with Retry-After |

Every answer ends its connection, so that nobody keeps one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from agent.webhooks.hook import Hook, Taken
from agent.webhooks.probe import GREETING
from agent.webhooks.schemes import Notice
from agent.webhooks.waker import Waker

LARGEST = 1024 * 1024
"""Bytes of a body."""

BODY_WITHIN = 5.0
"""Seconds for the whole body."""

LINGER = 1.0
"""Seconds in which what is still sent is thrown away after an early answer: a connection that is closed on unread bytes
is reset, and the answer lost."""

log = structlog.get_logger("webhooks")


class TooLarge(Exception):
    """The body is more than `LARGEST`; the rest was not read."""


def application(hooks: Sequence[Hook], waker: Waker, prefix: str) -> Starlette:
    """`prefix` is the path of the public address: some tunnels take it away, some leave it."""
    desk = Desk({(hook.link, hook.side.value): hook for hook in hooks}, waker)
    paths = [
        f"{before}/hooks/{{link}}/{{side}}{behind}"
        for before in dict.fromkeys(("", prefix))
        for behind in ("", "/{secret}")
    ]
    made = Starlette(routes=[Route(path, desk) for path in (*paths, "/{rest:path}")])
    made.router.redirect_slashes = False
    return made


class Desk:
    """An ASGI application of one endpoint."""

    def __init__(self, hooks: Mapping[tuple[str, str], Hook], waker: Waker) -> None:
        self._hooks = hooks
        self._waker = waker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            taken, hook = await self._taken(request)
        except ClientDisconnect:
            return
        except Exception as defect:  # noqa: BLE001 - told by its type alone: its text may quote a notice
            log.error("webhook_defect", error=type(defect).__name__)
            taken, hook = Taken(500), None
        try:
            await _say(taken, scope, receive, send)
        finally:
            # Behind the answer, which waits for nobody; and whether or not somebody still listens to it.
            if hook is not None and taken.wakes:
                self._waker(hook.link, hook.side)

    async def _taken(self, request: Request) -> tuple[Taken, Hook | None]:
        if request.method in ("GET", "HEAD"):
            return Taken(200), None
        if request.method != "POST":
            return Taken(405), None
        hook = self._hook_of(request)
        if hook is None:
            return Taken(404), None
        try:
            body = await _body(request)
        except TooLarge:
            return Taken(413), None
        except TimeoutError:
            return Taken(408), None
        headers = {name.lower(): value for name, value in request.headers.items()}
        return await hook.take(Notice(headers, body, request.path_params.get("secret", ""))), hook

    def _hook_of(self, request: Request) -> Hook | None:
        asked = request.path_params
        hook = self._hooks.get((asked.get("link", ""), asked.get("side", "")))
        if hook is None or ("secret" in asked and not hook.scheme.secret_in_path):
            return None
        return hook


async def _body(request: Request) -> bytes:
    """The raw body. Raises `TooLarge` as soon as that is known, and `TimeoutError`."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > LARGEST:
        raise TooLarge
    read = bytearray()
    async with asyncio.timeout(BODY_WITHIN):
        async for part in request.stream():
            read += part
            if len(read) > LARGEST:
                raise TooLarge
    return bytes(read)


async def _say(taken: Taken, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"Connection": "close", "Cache-Control": "no-store"}
    if taken.retry_after is not None:
        headers["Retry-After"] = str(taken.retry_after)
    if taken.status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = "GET, HEAD, POST"
    text = GREETING if taken.status == HTTPStatus.OK else HTTPStatus(taken.status).phrase
    unread = taken.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    async def sent(message: Message) -> None:
        if unread and message["type"] == "http.response.body":
            await send({**message, "more_body": True})
            await _drained(receive)
            message = {"type": "http.response.body", "body": b""}
        await send(message)

    await PlainTextResponse(text, taken.status, headers)(scope, receive, sent)


async def _drained(receive: Receive) -> None:
    """Throws away what is still sent, for a moment."""
    try:
        async with asyncio.timeout(LINGER):
            while (message := await receive())["type"] == "http.request" and message.get("more_body", False):
                pass
    except TimeoutError:
        return
