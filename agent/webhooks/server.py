"""A listening socket with its own thread and event loop. uvicorn speaks HTTP on each connection.

uvicorn's `Server` is not used: it answers only after all that is under way, and looks at its flag ten times a second.
Nothing of the host is touched: no signals, no logging.
"""

import asyncio
import socket
import sys
import threading
from concurrent.futures import Future

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

BACKLOG = 64
MOST_CONNECTIONS = 32
"""At once, and each may hold a body of 1 MB. One more, and the oldest is ended: an honest one takes milliseconds."""

LIFETIME = 10.0
"""Seconds from the first byte to the last, whatever somebody does with them."""

LARGEST_HEAD = 16 * 1024
"""Bytes of request line and headers."""

ROUNDS = 4
ROUND = 0.005
"""Seconds."""

DEADLINE = 5.0
"""Seconds for the thread to start or to end."""


class Server:
    """Opens nothing before `start`."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._host = host
        self.port = port
        """After `start` the true one, where 0 was asked for."""
        # `access_log=False` would change a logger of the host for ever; each connection switches its own off instead.
        self._config = Config(
            app,
            http=H11Protocol,
            interface="asgi3",
            ws="none",
            lifespan="off",
            log_config=None,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEAD,
        )
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None

    def start(self) -> None:
        """Listens when it returns. Raises OSError when the address can't be had."""
        listening = _bound(self._host, self.port)
        self.port = listening.getsockname()[1]
        ready: Future[None] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._live(listening, ready)), name="webhook-door", daemon=True
        )
        self._thread.start()
        ready.result(DEADLINE)

    def stop(self) -> bool:
        """Ends every connection and the thread; whether it did end. Can be called twice."""
        thread, loop, ended = self._thread, self._loop, self._ended
        if thread is None or loop is None or ended is None:
            return True
        if thread.is_alive():
            loop.call_soon_threadsafe(ended.set)
        thread.join(DEADLINE)
        self._thread = self._loop = self._ended = None
        return not thread.is_alive()

    async def _live(self, listening: socket.socket, ready: "Future[None]") -> None:
        loop = self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        state, crowd = ServerState(), Crowd()
        try:
            self._config.load()
            door = await loop.create_server(
                lambda: Connection(self._config, state, loop, crowd), sock=listening, backlog=BACKLOG
            )
        except Exception as error:  # noqa: BLE001 - told in the thread that started it
            listening.close()
            ready.set_exception(error)
            return
        ready.set_result(None)
        await self._ended.wait()
        if sys.platform != "win32":
            # A connection is accepted in one round of the loop and made in the next: closed in between, asyncio would
            # leave its socket to the garbage collector (WORKAROUND for https://github.com/python/cpython/issues/109564).
            loop.remove_reader(listening)
            await _emptied(crowd, state)
        door.close()
        await _emptied(crowd, state)
        if state.tasks:
            # Each ends by itself, since its connection is gone; what does not is cancelled with the loop.
            await asyncio.wait(state.tasks, timeout=DEADLINE / 5)
        await _emptied(crowd, state)


async def _emptied(crowd: "Crowd", state: ServerState) -> None:
    """Some rounds of the loop: an aborted connection closes in the next, one just accepted is made in a later one."""
    for _round in range(ROUNDS):
        crowd.end()
        for connection in list(state.connections):
            connection.transport.abort()
        await asyncio.sleep(ROUND)


class Crowd:
    """The connections that are open, oldest first."""

    def __init__(self) -> None:
        self._open: dict[asyncio.Transport, None] = {}

    def enter(self, transport: asyncio.Transport) -> None:
        while len(self._open) >= MOST_CONNECTIONS:
            oldest = next(iter(self._open))
            self.leave(oldest)
            oldest.abort()
        self._open[transport] = None

    def leave(self, transport: asyncio.Transport) -> None:
        self._open.pop(transport, None)

    def end(self) -> None:
        for transport in list(self._open):
            transport.abort()


class Connection(H11Protocol):
    """One connection, which lives `LIFETIME` at most: uvicorn itself waits for a first request for ever."""

    def __init__(self, config: Config, state: ServerState, loop: asyncio.AbstractEventLoop, crowd: Crowd) -> None:
        super().__init__(config, state, {}, _loop=loop)
        # A path may hold a secret.
        self.access_log = False
        self._crowd = crowd
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the base class
        super().connection_made(transport)
        self._crowd.enter(transport)
        self._end = self.loop.call_later(LIFETIME, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._end is not None:
            self._end.cancel()
        self._crowd.leave(self.transport)
        super().connection_lost(exc)


def _bound(host: str, port: int) -> socket.socket:
    """Listens from here on: who connects before the loop looks is kept waiting, not refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle off only where the protocol is named: without it every second answer takes 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # There another program could take the port over while it is in use.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setblocking(False)
        bound.bind((host, port))
        bound.listen(BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound
