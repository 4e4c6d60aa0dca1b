"""A restaurant for tests of the face and for screenshots: a real façade over a temporary home, with a stopped clock.

Nothing here opens a socket: orders come in through the same pure steps as from a portal, and are really stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.app import SKEW, Agent, SideTest
from agent.clock import ServerClock
from agent.diagnostics.doctor import Check
from agent.domain import decisions, road
from agent.domain.errands import ErrandKind
from agent.domain.failures import Failure, Unavailable
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.orders import Actor, NoticeKind, Order, OrderPolicy, OrderState, PortalOrder, TillOrder
from agent.domain.step import Step
from agent.home import Home
from agent.store import Store
from agent.sync import steps
from agent.sync.link_pass import PassReport
from agent.vault import MemoryVault

EVENING = datetime(2026, 11, 21, 19, 14, tzinfo=UTC)
"""A Saturday, 20:14 in Italy."""

TOML = """\
[[links]]
name = "banco"
pair = "plateform_cassa_in_cloud"
zone = "Europe/Rome"
[links.portal]
base_url = "http://127.0.0.1:9/v1"
restaurant_id = "4711"
[links.pos]
base_url = "http://127.0.0.1:9"
sales_point = 77
[links.settings]
default_rejection_reason = "Non possiamo preparare l'ordine"
"""


TABLES = """\
[[links]]
name = "sala"
pair = "plateform_passepartout"
zone = "Europe/Rome"
[links.portal]
base_url = "http://127.0.0.1:9/v1"
restaurant_id = "4711"
[links.pos]
base_url = "http://127.0.0.1:9/AdapterWS"
company = "DEMO"

[[links]]
name = "crm"
pair = "lasagna_tilby"
zone = "Europe/Rome"
[links.portal]
base_url = "http://127.0.0.1:9"
[links.pos]
base_url = "http://127.0.0.1:9/v2"
"""
"""Both pairs with reservations."""

WHOLE = TOML + "\n" + TABLES


class StoppedClock(ServerClock):
    """Stands still until it is set."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at


class SceneAgent(Agent):
    """The real façade; what would go over the network is answered from `reports` and `tests`."""

    def __init__(self, home: Home, clock: StoppedClock) -> None:
        super().__init__(home, MemoryVault())
        self._clock = clock
        self.reports: Sequence[PassReport] = (PassReport("banco", sent=2),)
        self.tests: Sequence[SideTest] = ()
        self.synced: list[str | None] = []
        self.sync_raises: Unavailable | None = None
        self.checks: tuple[Check, ...] | None = None
        self.doctor_raises: Unavailable | None = None

    def sync(self, link: str | None = None, seconds: float = 60.0) -> tuple[PassReport, ...]:
        self.synced.append(link)
        if self.sync_raises is not None:
            raise self.sync_raises
        return tuple(self.reports)

    def test(self, link: str) -> tuple[SideTest, ...]:
        return tuple(test for test in self.tests if test.link == link)

    def doctor(self) -> tuple[Check, ...]:
        if self.doctor_raises is not None:
            raise self.doctor_raises
        return super().doctor() if self.checks is None else self.checks


class Restaurant:
    """One home with its agent and its store. `close` gives both back."""

    def __init__(self, folder: Path, toml: str = TOML, at: datetime = EVENING) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "campanello.toml").write_text(toml, encoding="utf-8")
        home = Home.at(folder, {})
        self.clock = StoppedClock(at)
        self.agent = SceneAgent(home, self.clock)
        self.agent.open()
        self.store = Store(home.database)
        self.store.open()
        for link in self.agent.links:
            for flow in link.cadence:
                self.flow_succeeded(link.name, flow, timedelta(seconds=20))

    def close(self) -> None:
        self.agent.stop()
        self.store.close()

    def arrives(
        self, said: PortalOrder, *, ago: timedelta = timedelta(0), while_off: bool = False, at_till: bool = True
    ) -> Order:
        """The portal tells of a new order, so long ago; what that asks for is sent (`at_till`), or still waits."""
        link = self.agent.links[0].name
        at = self.clock.at - ago
        policy = self._policy(link)
        step = road.arrive(said, link, policy, at, first_look=False, while_off=while_off)
        with self.store.writing() as ledger:
            order = steps.write(ledger, step, at)
            for errand in ledger.errands_of(order.id) if at_till else ():
                ledger.finish_errand(errand.id)
        return order

    def at_till(
        self, order: Order, state: OrderState = OrderState.NEW, *, unmatched: tuple[str, ...] = (), ago: timedelta
    ) -> Order:
        """The order is placed at the till, or moves on there."""
        at = self.clock.at - ago
        words = {
            OrderState.NEW: "REQUESTED",
            OrderState.IN_PREPARATION: "PROCESSING",
            OrderState.COMPLETED: "COMPLETED",
        }
        status = words.get(state, state.value.upper())
        till = TillOrder(f"c{order.id}", f"plateform:{order.portal.ref}", state, status)
        with self.store.writing() as ledger:
            held = self._must(ledger, order)
            if held.till is None:
                placed = replace(till, state=OrderState.NEW, status="REQUESTED")
                held = steps.write(ledger, road.placed_at_till(held, placed, unmatched, self._rules(order), at), at)
            step = road.till_says(held, till, self._rules(order), at)
            if step is not None:
                held = steps.write(ledger, step, at)
                for errand in ledger.errands_of(order.id):
                    ledger.finish_errand(errand.id)
        return held

    def portal_says(self, order: Order, state: OrderState, *, ago: timedelta, status: str) -> Order:
        at = self.clock.at - ago
        with self.store.writing() as ledger:
            held = self._must(ledger, order)
            said = replace(held.portal, state=state, status=status, version=held.portal.version + 1, updated_at=at)
            step = road.portal_says(held, said, self._rules(order), at, while_off=False)
            assert step is not None
            return steps.write(ledger, step, at)

    def accepts(
        self, order: Order, minutes: int | None, *, ago: timedelta, by: Actor = Actor.SCREEN, sent: bool = True
    ) -> Order:
        """Accepted so long ago, ready so many minutes later; `sent`: both sides know it."""
        within = None if minutes is None else timedelta(minutes=minutes)
        held = self._decided(order, lambda it, now: decisions.accept(it, within, self._rules(it), by, now), ago, sent)
        if not sent:
            return held
        return self.portal_says(held, OrderState.ACCEPTED, ago=ago - timedelta(seconds=7), status="confermato")

    def rejects(
        self, order: Order, reason: str, *, ago: timedelta, by: Actor = Actor.SCREEN, sent: bool = True
    ) -> Order:
        return self._decided(
            order, lambda held, now: decisions.reject(held, reason, self._rules(held), by, now), ago, sent
        )

    def closes(self, order: Order, *, ago: timedelta, by: Actor = Actor.SCREEN, sent: bool = True) -> Order:
        return self._decided(order, lambda held, now: decisions.close(held, by, now), ago, sent)

    def acknowledges(self, order: Order, *, ago: timedelta) -> Order:
        return self._decided(order, lambda held, now: decisions.acknowledge(held, Actor.SCREEN, now), ago, sent=True)

    def prints(self, order: Order, *, ago: timedelta) -> Order:
        """The till issues the order's document."""
        with self.store.writing() as ledger:
            held = self._must(ledger, order)
            assert held.till is not None
            at = self.clock.at - ago
            step = road.till_says(held, replace(held.till, printed=True), self._rules(order), at)
            held = held if step is None else steps.write(ledger, step, at)
        self.finishes(held, *ErrandKind)
        return held

    def finishes(self, order: Order, *kinds: ErrandKind) -> None:
        """These errands of the order went through."""
        with self.store.writing() as ledger:
            for errand in ledger.errands_of(order.id):
                if errand.kind in kinds:
                    ledger.finish_errand(errand.id)

    def parks(self, order: Order, kind: ErrandKind, failure: Failure, *, ago: timedelta = timedelta(0)) -> None:
        """The order's errand of that kind was refused and waits for a person."""
        at = self.clock.at - ago
        with self.store.writing() as ledger:
            row = next(row for row in ledger.errands_of(order.id) if row.kind is kind)
            ledger.begin_errand(row.id)
            ledger.park_errand(row.id, failure)
            ledger.record(order, order.link, [Entry(at, Actor.AGENT, "history.parked", {"kind": kind})])
            if kind is ErrandKind.CREATE:
                ledger.save_order(road.noticed(self._must(ledger, order), NoticeKind.NOT_AT_TILL, at))

    def flow_succeeded(self, link: str, flow: str, ago: timedelta) -> None:
        with self.store.writing() as ledger:
            ledger.flow_succeeded(link, flow, self.clock.at - ago)

    def flow_failed(self, link: str, flow: str, failure: Failure, ago: timedelta) -> None:
        with self.store.writing() as ledger:
            ledger.flow_failed(link, flow, self.clock.at - ago, failure)

    def skewed(self, seconds: float) -> None:
        with self.store.writing() as ledger:
            ledger.set_preference(SKEW, f"{seconds:.1f}")

    def _decided(self, order: Order, decide: Callable[[Order, datetime], Step], ago: timedelta, sent: bool) -> Order:
        at = self.clock.at - ago
        with self.store.writing() as ledger:
            held = steps.write(ledger, decide(self._must(ledger, order), at), at)
            for errand in ledger.errands_of(order.id) if sent else ():
                ledger.finish_errand(errand.id)
                told = Entry(at + timedelta(seconds=6), Actor.AGENT, "history.portal_told", {"kind": errand.kind})
                ledger.record(held, held.link, [told])
        return held

    def _rules(self, order: Order) -> OrderPolicy:
        return self._policy(order.link)

    def _policy(self, link: str) -> OrderPolicy:
        found = next(known.policy for known in self.agent.links if known.name == link)
        assert found is not None, "its pair has orders"
        return found

    @staticmethod
    def _must(ledger: Ledger, order: Order) -> Order:
        held = ledger.order(order.id)
        assert held is not None
        return held
