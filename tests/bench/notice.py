"""From a vendor's notice at the door to the request that it causes at the other side."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from starlette.types import Receive, Scope, Send

from agent.app import Agent
from agent.diagnostics.log import start_log
from agent.domain.failures import Side
from agent.home import Home
from agent.vault import MemoryVault, secret_name
from agent.webhooks.application import Desk
from tests.bench.far_side import Exchange, FarSide
from tests.bench.result import Measurement, Result
from tests.webhooks.test_journey import free_port

ORDERS = 40
PATIENCE = 30.0
PACE = 4.2
"""Seconds between two orders, each with two notices: what comes faster is gathered (`agent.webhooks.waker`)."""

SETTINGS = "calls_per_10_minutes = 100000\n[links.settings]\norder_poll_seconds = 3600\nwebhook = true\n"
"""Nothing is read but when a notice says so."""


def noticed() -> Result:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    ours: list[float] = []
    floor: list[float] = []
    far = FarSide("tests.bench.notice_side", f"{url}/hooks/banco/pos")
    with far, tempfile.TemporaryDirectory(prefix="campanello-bench-") as folder, httpx.Client() as client:
        home = Home.at(Path(folder), {})
        door = f'[webhook]\nlisten = "127.0.0.1:{port}"\npublic_url = "{url}"\n'
        home.configuration.write_text(door + far.configuration + SETTINGS, encoding="utf-8")
        secrets = {**far.secrets, secret_name("banco", Side.POS, "webhook_secret"): far.first["webhook_secret"]}
        agent = Agent(home, MemoryVault(secrets))
        # As in the product: without it each call would be told in the terminal.
        end_log = start_log(home.logs)
        with stamped() as received:
            agent.open()
            agent.start()
            try:
                for order in range(ORDERS + 1):
                    ref = _placed(agent, far)
                    time.sleep(PACE)
                    took = _answered(far, ref, received)
                    if order:  # the first one opens the connections
                        ours.append(took * 1000)
                        floor.append(_two_requests(client, far.first["account"]) * 1000)
            finally:
                agent.stop()
                end_log()
    return Result(
        "webhook received -> request at the other side",
        "ms",
        ours,
        judged="p99",
        floor_is="two loopback requests to the same server",
        floor=floor,
        most_times=5.0,
        remark="From the head of the till's signed notice at the door, over the verification, what is asked of both "
        "sides since a notice only wakes, and the transactions, to the head of the PATCH at the portal, in another "
        "process.",
    )


@contextmanager
def stamped() -> Iterator[list[float]]:
    """When each notice came to the door."""
    asked, received = Desk.__call__, []

    async def watched(desk: Desk, scope: Scope, receive: Receive, send: Send) -> None:
        received.append(time.monotonic())
        await asked(desk, scope, receive, send)

    Desk.__call__ = watched  # type: ignore[assignment, method-assign]  # no hook for a stopwatch
    try:
        yield received
    finally:
        Desk.__call__ = asked  # type: ignore[method-assign]  # as it was


def _placed(agent: Agent, far: FarSide) -> str:
    """A new order, once it stands at the till."""
    ref = str(far.ask("place"))
    assert agent._work is not None
    agent._work.wake("banco")
    _until(lambda: any(sheet.order.till for sheet in agent.orders() if sheet.order.portal.ref == ref))
    return ref


def _answered(far: FarSide, ref: str, received: list[float]) -> float:
    """Seconds, from the notice that the till's operator accepted."""
    far.exchanges()
    received.clear()
    far.ask("accept", ref=ref)
    seen: list[Exchange] = []

    def there() -> bool:
        seen.extend(far.exchanges())
        return any(_is_the_answer(far, each, ref) for each in seen)

    _until(there)
    came = next(each.came for each in seen if _is_the_answer(far, each, ref))
    return came - received[0]


def _is_the_answer(far: FarSide, each: Exchange, ref: str) -> bool:
    return each.port == far.first["portal_port"] and each.method != "GET" and ref in each.path


def _two_requests(client: httpx.Client, url: str) -> float:
    began = time.monotonic()
    for _each in range(2):
        client.get(url)
    return time.monotonic() - began


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


ROWS: Mapping[str, Measurement] = {"notice": noticed}
