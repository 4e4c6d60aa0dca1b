"""A listening socket on loopback with its own thread and event loop, which can go down and come up again.

uvicorn speaks HTTP on each connection; its `Server` is not used, because it stops only when every request is
answered, looks at its flag ten times a second, and cannot close the socket and open it again.
"""

import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Coroutine

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.server import ServerState

from agent.sandbox.connection import Connection

LOOPBACK = "127.0.0.1"
KEEP_ALIVE = 75
"""Seconds for an idle connection, as most servers do. uvicorn's own 5 would add reconnections to every test."""
BACKLOG = 100
LAST_WORD = 0.02
"""Seconds for an answer to go out before the door that it came through goes down."""
ROUNDS = 10
"""Of the loop, in which what was aborted, and what was just accepted, is closed."""

DEADLINE = 5.0
"""Seconds for the thread to start, to stop, or to do what another thread asks."""


class Door:
    """Opens nothing before `start`. The port is kept from the first start on, down or stopped."""

    def __init__(self, name: str, app: ASGIApp, port: int) -> None:
        self._name = name
        self.port = port
        """0 until the first start, when none was chosen."""
        self._config = Config(
            app,
            http=Connection,
            interface="asgi3",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=KEEP_ALIVE,
        )
        self._claim: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: asyncio.Server | None = None
        self._ended: asyncio.Event | None = None
        self._coming_up: asyncio.Task[None] | None = None
        self.is_up = False
        """New connections are welcome."""
        self._open_ones = ServerState()

    def start(self) -> None:
        """Raises OSError when the chosen port is taken."""
        if self._thread is not None:
            return
        self._claim = self._claimed()
        try:
            listening = self._listening()
        except OSError:
            self._give_port_back()
            raise
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live(listening, ready.set)), name=self._name)
        self._thread.start()
        if not ready.wait(DEADLINE):
            raise RuntimeError(f"{self._name} did not start")

    def stop(self) -> None:
        """Closes everything, also under requests that hang, and joins the thread."""
        thread, loop, ended = self._thread, self._loop, self._ended
        if thread is None or loop is None or ended is None:
            return
        loop.call_soon_threadsafe(ended.set)
        thread.join(DEADLINE)
        if thread.is_alive():
            raise RuntimeError(f"{self._name} did not stop")
        self._thread = self._loop = None
        self._give_port_back()

    def down(self, seconds: float | None = None) -> None:
        """Connections break, new ones are refused; up again by itself after `seconds`, if given."""
        if self._thread is threading.current_thread():
            # Asked by a request of this very server: its answer goes out first.
            asyncio.get_running_loop().call_later(LAST_WORD, self._shut, seconds)
        else:
            self._in_loop(self._going_down(seconds))

    def up(self) -> None:
        """Listens again on the same port. Not for the server's own thread, which can't wait for itself."""
        self._in_loop(self._open())

    def _in_loop(self, step: Coroutine[None, None, None]) -> None:
        """Does it in the server's thread and waits for it."""
        if self._loop is None:
            step.close()
            raise RuntimeError(f"{self._name} is not started")
        asyncio.run_coroutine_threadsafe(step, self._loop).result(DEADLINE)

    async def _live(self, listening: socket.socket, ready: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._open_ones = ServerState()
        if not self._config.loaded:
            self._config.load()
        await self._open(listening)
        ready()
        await self._ended.wait()
        await self._going_down(None)
        if requests := set(self._open_ones.tasks):
            await asyncio.wait(requests, timeout=DEADLINE / 2)  # each ends by itself: its connection is gone

    async def _open(self, listening: socket.socket | None = None) -> None:
        if self._listener is None:
            self.is_up = True
            loop = asyncio.get_running_loop()
            door = listening or self._listening()
            self._listener = await loop.create_server(
                lambda: Connection(self._config, self._open_ones, loop, lambda: self.is_up), sock=door, backlog=BACKLOG
            )

    async def _going_down(self, seconds: float | None) -> None:
        self._shut(seconds)
        # An aborted connection closes in the loop's next round; one just accepted is made in the one after.
        for _round in range(ROUNDS):
            await asyncio.sleep(0)
            for connection in list(self._open_ones.connections):
                connection.transport.abort()

    def _shut(self, seconds: float | None) -> None:
        if self._coming_up is not None:
            self._coming_up.cancel()
            self._coming_up = None
        self.is_up = False
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for connection in list(self._open_ones.connections):
            connection.transport.abort()
        if seconds is not None:
            self._coming_up = asyncio.get_running_loop().create_task(self._open_after(seconds))

    async def _open_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._open()

    def _claimed(self) -> socket.socket | None:
        """A socket that keeps the port for this server while it is down: bound, never listening.

        Not on Windows, where a second socket on the same port is refused or steals it.
        """
        if sys.platform == "win32":
            return None
        claim = self._bound()
        self.port = claim.getsockname()[1]
        return claim

    def _give_port_back(self) -> None:
        if self._claim is not None:
            self._claim.close()
            self._claim = None

    def _listening(self) -> socket.socket:
        """Listens from here on: who connects before the loop looks is kept waiting, not refused."""
        listening = self._bound()
        self.port = listening.getsockname()[1]
        listening.listen(BACKLOG)
        return listening

    def _bound(self) -> socket.socket:
        # asyncio switches Nagle off only where the protocol is named: without it every second answer takes 40 ms.
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if sys.platform != "win32":
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.setblocking(False)
            bound.bind((LOOPBACK, self.port))
        except OSError:
            bound.close()
            raise
        return bound
