"""The sockets under a side's client: every operation ends by the call's deadline, and all can be cut at once.

httpx bounds single socket operations, not a call: a server that sends one byte of a header every nine seconds would
hold a lane for ever. Looking a name up is the one step that only the operating system bounds.
"""

import socket
import ssl
import threading
import time
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpcore

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Wire(httpcore.NetworkBackend):
    """Makes and keeps the sockets of one side. `until` sets the deadline of the calling thread."""

    def __init__(self) -> None:
        self._plain = httpcore.SyncBackend()
        self._lock = threading.Lock()
        self._streams: weakref.WeakSet[_Stream] = weakref.WeakSet()
        self._thread = threading.local()
        self._cut = False

    @contextmanager
    def until(self, deadline: float) -> Iterator[None]:
        """Within the block, this thread's socket operations fail once `time.monotonic()` is past the deadline."""
        self._thread.deadline = deadline
        try:
            yield
        finally:
            del self._thread.deadline

    def cut(self) -> None:
        """Ends every socket: what waits on one wakes up and fails. Nothing connects afterwards."""
        with self._lock:
            self._cut = True
            streams = list(self._streams)
        for stream in streams:
            stream.cut()

    def left(self, timeout: float | None) -> float | None:
        """Seconds that an operation may take; zero or less: the deadline is past."""
        deadline: float | None = getattr(self._thread, "deadline", None)
        if deadline is None:
            return timeout
        left = deadline - time.monotonic()
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Tries the host's addresses one after the other; all of them together within `timeout` seconds."""
        began = time.monotonic()
        refusal: httpcore.NetworkError | None = None
        for address in _addresses(host, port):
            left = self.left(None if timeout is None else began + timeout - time.monotonic())
            if left is not None and left <= 0:
                raise httpcore.ConnectTimeout("no address answered in time")
            try:
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except httpcore.ConnectError as error:
                refusal = error
            else:
                return self.keep(stream)
        raise refusal or httpcore.ConnectError("the name has no address")

    def keep(self, stream: httpcore.NetworkStream) -> "_Stream":
        kept = _Stream(stream, self)
        with self._lock:
            self._streams.add(kept)
            cut = self._cut
        if cut:
            kept.close()
            raise httpcore.ConnectError("closed")
        return kept


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._wire.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ReadTimeout("past the deadline")
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._wire.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.WriteTimeout("past the deadline")
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._wire.left(timeout)
        if left is not None and left <= 0:
            self.close()
            raise httpcore.ConnectTimeout("past the deadline")
        return self._wire.keep(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def cut(self) -> None:
        """Shut down and not closed: closing a socket does not wake the thread that waits on it."""
        kept = self._stream.get_extra_info("socket")
        if isinstance(kept, socket.socket):
            # Not connected any more: then nobody waits on it either.
            with suppress(OSError):
                # The plain socket's own: the one of `SSLSocket` also takes the TLS layer away under a reader.
                socket.socket.shutdown(kept, socket.SHUT_RDWR)


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(error) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
