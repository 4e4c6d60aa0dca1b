"""One restaurant's two systems in a process of their own that place orders when told, and say when they were given out.

`python -m tests.bench.portal_process`. First a line of JSON with configuration and secrets. For each number that is
read so many orders are placed at once, and the instant (monotonic, of the whole PC) at which the answer that holds all
of them was written is told in a line.
"""

import json
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Any, Self

from starlette.types import Send

from agent.sandbox import Sandbox
from agent.sandbox.gate import Answer, Gate


def main() -> None:
    sent = Gate._send
    expected = [0]
    speaking = threading.Lock()

    def say(told: object) -> None:
        with speaking:
            print(json.dumps(told), flush=True)

    async def stamped(gate: Gate, answer: Answer, send: Send) -> None:
        await sent(gate, answer, send)
        if expected[0] > 0:
            # Who was cleared away meanwhile may stand in the same pages: then the answer is two.
            expected[0] -= answer.body.count(b'"nuovo"')
            if expected[0] <= 0:
                say(time.monotonic())

    Gate._send = stamped  # type: ignore[assignment, method-assign]  # nobody else can tell when an answer has gone out
    with Sandbox() as town:
        town.cassa.access.budget = None
        account = f"{town.plateform.base_url}/account"
        say({"configuration": town.configuration(), "secrets": town.secrets(), "account": account})
        for line in sys.stdin:
            with town.plateform.state.lock:
                expected[0] = int(line)
                for _order in range(int(line)):
                    town.plateform.place_order()
            say("placed")


class Portal:
    """The other end."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.portal_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.told: dict[str, Any] = self._heard()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def place(self, count: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        assert self._heard() == "placed"

    def answered(self) -> float:
        """When they were given out, once they were."""
        at = self._heard()
        assert isinstance(at, float)
        return at

    def _heard(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


if __name__ == "__main__":
    main()
