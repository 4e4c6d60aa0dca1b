"""The vendors' systems in a process of their own, and what they saw, by a clock that both processes share.

A process answers one JSON object a line: its first line is what the agent needs to reach it, then one answer for each
line of standard input. The clock is `time.monotonic`, which on Linux is one for the whole machine.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from agent.sandbox.gate import CONTROL, Gate
from agent.sandbox.town import Town

KEPT = 2_000
"""Exchanges that are remembered."""


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. Instants as `time.monotonic` has them."""

    port: int
    method: str
    path: str
    came: float
    """When its head was read."""
    answered: float
    """Just before the body of the answer was given to the socket."""
    body: str


class Witness:
    """Sees every exchange of every server of this process, the control API's apart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: deque[Exchange] = deque(maxlen=KEPT)

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        asked = Gate.__call__
        witness = self

        async def watched(gate: Gate, scope: Scope, receive: Receive, send: Send) -> None:
            came = time.monotonic()

            async def told(message: Message) -> None:
                if message["type"] == "http.response.body":
                    witness.saw(scope, came, message.get("body", b""))
                await send(message)

            await asked(gate, scope, receive, told)

        Gate.__call__ = watched  # type: ignore[assignment, method-assign]  # no hook for a stopwatch
        try:
            yield
        finally:
            Gate.__call__ = asked  # type: ignore[method-assign]  # as it was

    def saw(self, scope: Scope, came: float, body: bytes) -> None:
        path = scope["path"]
        if not path.startswith(CONTROL):
            port = scope["server"][1]
            exchange = Exchange(port, scope["method"], path, came, time.monotonic(), body.decode("utf-8", "replace"))
            with self._lock:
                self._seen.append(exchange)

    def taken(self) -> list[Exchange]:
        """What was seen since the last time, oldest first."""
        with self._lock:
            seen = list(self._seen)
            self._seen.clear()
        return seen


def serve(town: Town, acts: Mapping[str, Callable[..., Any]], settled: Callable[[], Mapping[str, Any]]) -> None:
    """Until standard input ends. `settled`: what the first line says besides, once the doors are open."""
    with town:
        _say({"configuration": town.configuration(), "secrets": town.secrets(), **settled()})
        for line in sys.stdin:
            asked = json.loads(line)
            _say(acts[asked["act"]](**asked["given"]))


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer, default=_written) + "\n")
    sys.stdout.flush()


def _written(value: Any) -> Any:
    return asdict(value) if isinstance(value, Exchange) else str(value)


class FarSide:
    """The other end of `serve`: starts that module as a process, and asks it."""

    def __init__(self, module: str, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._turn = threading.Lock()
        first = self._answer()
        self.configuration: str = first["configuration"]
        self.secrets: dict[str, str] = first["secrets"]
        self.first: dict[str, Any] = first

    def ask(self, act: str, **given: Any) -> Any:
        with self._turn:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps({"act": act, "given": given}) + "\n")
            self._process.stdin.flush()
            return self._answer()

    def exchanges(self) -> list[Exchange]:
        """Those since the last time."""
        return [Exchange(**each) for each in self.ask("exchanges")]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)

    def __enter__(self) -> "FarSide":
        return self

    def __exit__(self, *_gone: object) -> None:
        self.close()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the other side ended with {self._process.wait(20)}")
        return json.loads(line)
