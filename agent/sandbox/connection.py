"""One connection of a sandbox server, and the ways to end it badly.

uvicorn's protocol, with the transport left where the gate finds it: ASGI knows no way to drop a connection.
"""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

RESET_AT_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER on, 0 seconds: closing sends RST instead of FIN."""


class Connection(H11Protocol):
    """Carries its own transport in `scope["state"]["transport"]`."""

    def __init__(
        self, config: Config, open_ones: ServerState, loop: asyncio.AbstractEventLoop, is_up: Callable[[], bool]
    ) -> None:
        self._of_this_connection: dict[str, Any] = {}
        self._is_up = is_up
        super().__init__(config, open_ones, self._of_this_connection, _loop=loop)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the base class
        self._of_this_connection["transport"] = transport
        super().connection_made(transport)
        if not self._is_up():  # it was still on its way in when the door went down
            transport.abort()


def transport_of(scope: Scope) -> asyncio.Transport:
    transport = scope["state"]["transport"]
    assert isinstance(transport, asyncio.Transport)
    return transport


def reset(transport: asyncio.Transport) -> None:
    """The other end sees "connection reset", and nothing of what was still to be sent."""
    door = transport.get_extra_info("socket")
    if door is not None:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
    transport.abort()


def hang_up(transport: asyncio.Transport) -> None:
    """The other end sees the end of the stream after what was already sent."""
    transport.close()
