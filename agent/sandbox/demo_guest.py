"""Life in the sandbox: a guest who orders every so often, and a till that works its orders off. For `./dev demo`.

Each is one thread. Nothing here is needed by a test of the systems themselves.
"""

import random
import threading
from collections.abc import Callable

from agent.sandbox.cassa.operator import OVER
from agent.sandbox.cassa.server import CassaServer
from agent.sandbox.cassa.state import TillOrder
from agent.sandbox.plateform.server import PlateformServer
from agent.sandbox.wire import Json


class Routine:
    """Something that is done again and again, with pauses, until stopped."""

    def __init__(self, name: str, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - plays a guest, guards nothing
        self._name = name
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._live, name=self._name)
            self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self._ended.set()
            self._thread.join()
            self._thread = None

    def pause(self) -> float:
        """Seconds until the next turn."""
        raise NotImplementedError

    def turn(self) -> None:
        raise NotImplementedError

    def _live(self) -> None:
        while not self._ended.wait(self.pause()):
            self.turn()


class RestlessGuest(Routine):
    """Places an order about every `every` seconds (half to one and a half of it), and sometimes cancels the last."""

    def __init__(
        self,
        portal: PlateformServer,
        *,
        every: float = 30.0,
        cancels: float = 0.1,
        seed: int = 7,
        placed: Callable[[Json], None] = lambda order: None,
    ) -> None:
        """`cancels`: the share of turns that cancel instead of ordering. `placed` hears of every order."""
        super().__init__("sandbox-guest", seed)
        self._portal = portal
        self._every = every
        self._cancels = cancels
        self._placed = placed
        self._last: Json | None = None

    def pause(self) -> float:
        return self._every * self.dice.uniform(0.5, 1.5)

    def turn(self) -> None:
        last, self._last = self._last, None
        if last is not None and self.dice.random() < self._cancels:
            with self._portal.state.lock:
                if self._portal.order(last["id"])["status"] in ("nuovo", "confermato"):
                    self._portal.cancel_order(last["id"])
            return
        self._last = self._portal.place_order()
        self._placed(self._last)


class BusyTill(Routine):
    """Takes each order one step further about every `pace` seconds, until its receipt is printed and it is over."""

    LOOKS = 5
    """Looks per pace: an order waits at most a fifth longer than it should."""

    def __init__(
        self, till: CassaServer, *, portal: PlateformServer | None = None, pace: float = 5.0, seed: int = 11
    ) -> None:
        """With a `portal`, the people at the till hear what became of an order there, and stop cooking it."""
        super().__init__("sandbox-till", seed)
        self._till = till
        self._portal = portal
        self._pace = pace
        self._refusal: str | None = None
        self._due: dict[str, int] = {}
        """Looks until each order's next step."""

    def refuse_next(self, reason: str = "Abbiamo finito l'impasto") -> None:
        """The next new order is rejected instead of accepted."""
        self._refusal = reason

    def pause(self) -> float:
        return self._pace / self.LOOKS

    def turn(self) -> None:
        with self._till.state.lock:
            for order in self._till.state.live_orders():
                if order.content["isExternalOrder"] and self._is_due(order):
                    self._step(order)

    def _off(self, order: TillOrder) -> bool:
        """Cancelled or rejected on the portal; the external id ends in the portal's own."""
        name = (order.external_id or "").rpartition(":")[2]
        if self._portal is None or not name.isdecimal():
            return False
        with self._portal.state.lock:
            ordered = self._portal.state.orders.get(int(name))
            return ordered is not None and ordered.status in ("annullato", "rifiutato")

    def _is_due(self, order: TillOrder) -> bool:
        left = self._due.setdefault(order.id, self.dice.randint(self.LOOKS // 2, self.LOOKS * 3 // 2))
        self._due[order.id] = left - 1
        if left > 0:
            return False
        del self._due[order.id]
        return True

    def _step(self, order: TillOrder) -> None:
        operator = self._till.operator
        if order.workflow not in OVER and self._off(order):
            operator.cancel(order.id)
            return
        match order.workflow:
            case "REQUESTED" if self._refusal is not None:
                reason, self._refusal = self._refusal, None
                operator.reject(order.id, reason)
            case "REQUESTED":
                operator.accept(order.id)
            case "ACCEPTED":
                operator.prepare(order.id)
            case "PROCESSING":
                operator.ready(order.id)
            case "READY" if order.content["status"] != "PROCESSED":
                operator.print_receipt(order.id)
            case "READY":
                operator.complete(order.id)
            case _:
                pass  # over: nothing more to do
