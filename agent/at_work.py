"""What runs while the agent runs: one lane a link, the scheduler that kicks them, and the watch."""

import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from agent.asking import QUIT
from agent.clockwork import Clockwork
from agent.domain.events import ClockJumped, Event, LinkChanged, OrderChanged, QuitWanted, ReservationChanged
from agent.domain.failures import Failure
from agent.domain.history import Entry
from agent.domain.ledger import Books, Request
from agent.domain.orders import Actor
from agent.domain.ports import Clock
from agent.sync.fence import Fence
from agent.sync.lane import Lane
from agent.sync.link_pass import LinkPass, PassReport
from agent.sync.watch import Watch

FULL_EVERY = timedelta(minutes=10)
"""How often everything that is not over is read again, in case a change was never listed."""


NIGHT = 4
"""The hour, on the restaurant's clock, at which everything is read whole and what is too old is forgotten."""

STUCK_AFTER = timedelta(minutes=5)
"""Without a sign of life. A whole call may take 20 s, and a pass makes several between two looks at the books."""

LOOK_AFTER_EVERY = timedelta(seconds=30)

MOST_GIVEN_UP = 3
"""Lanes of one link ..."""

GIVEN_UP_WITHIN = timedelta(hours=1)

PROPOSING = frozenset({"menu", "floor"})
"""Flows that wait for what a person decides of a proposal."""

NOTICED = frozenset({"menu"})
"""Rare flows of which a notice may tell, besides the frequent ones."""

AFTER_THE_CUT = 1.0
"""Seconds that a lane has to end once its sockets are closed."""


log = structlog.get_logger("agent")


class AtWork:
    """Starts and stops the threads, and turns what they notice into kicks."""

    def __init__(
        self,
        make_pass: Callable[[str, Books], LinkPass],
        cadences: Mapping[str, Mapping[str, timedelta]],
        zones: Mapping[str, ZoneInfo],
        books: Books,
        clock: Clock,
        wall: Callable[[], datetime],
        publish: Callable[[Event], None],
        answer: Callable[[Request, tuple[PassReport, ...]], None],
    ) -> None:
        self._make_pass = make_pass
        self._cadences = cadences
        self._zones = zones
        self._books = books
        self._clock = clock
        self._publish = publish
        self._fences: dict[str, Fence] = {}
        self._passes: dict[str, LinkPass] = {}
        self._lanes: dict[str, Lane] = {}
        self._given_up: dict[str, list[float]] = {}
        self._turn = threading.Lock()
        for name in cadences:
            self._make_lane(name)
        self._answer = answer
        self._clockwork = Clockwork()
        self._watch = Watch(books, clock, wall, self.noticed, self._serve)
        self._answering: list[threading.Thread] = []

    def start(self) -> None:
        self._forget_farewells()
        for name, lane in self._lanes.items():
            lane.start()
            # Whoever starts the program again wants it tried now; and the clock may have been another one before.
            lane.kick(full=True, take_up=True, whole=self._passes[name].flows)
            self._set_up(name, lane)
        self._clockwork.every(LOOK_AFTER_EVERY, self.look_after, name="watchdog")
        self._clockwork.start()
        self._watch.start()

    def _forget_farewells(self) -> None:
        """Who was asked to end, and was killed before it heard, is not this one."""
        with self._books.reading() as ledger:
            meant_for_another = [request for request in ledger.open_requests() if request.kind == QUIT]
        for request in meant_for_another:
            self._answer(request, ())

    def look_after(self) -> None:
        """Gives up a lane that has shown no sign of life for longer than any call may take, and starts another."""
        for name, lane in list(self._lanes.items()):
            if lane.busy and self._fences[name].silent_for > STUCK_AFTER.total_seconds():
                self._replace(name, lane)

    def _replace(self, name: str, stuck: Lane) -> None:
        now = self._clock.monotonic()
        lately = [at for at in self._given_up.get(name, []) if now - at < GIVEN_UP_WITHIN.total_seconds()]
        if len(lately) >= MOST_GIVEN_UP:
            # What hangs again and again (a keyring that waits for a person) is not helped by yet another thread.
            return
        self._given_up[name] = [*lately, now]
        seconds = str(round(self._fences[name].silent_for))
        log.error("lane_given_up", link=name, seconds=seconds)
        self._fences[name].put_up()
        stuck.stop()
        with self._turn:
            fresh = self._make_lane(name)
        threading.Thread(target=stuck.cut, name="cut", daemon=True).start()
        with self._books.writing() as ledger:
            entry = Entry(self._clock.now(), Actor.AGENT, "history.lane_given_up", {"seconds": seconds})
            ledger.record(None, name, [entry])
        self._set_up(name, fresh)
        fresh.start()
        fresh.kick(full=True, whole=self._passes[name].flows)
        self._publish(LinkChanged(name))

    def _make_lane(self, name: str) -> Lane:
        fence = Fence(self._books, self._clock, name)
        work = self._make_pass(name, fence)
        lane = Lane(work, self._clock, self._publish, fence.beat)
        self._fences[name], self._passes[name], self._lanes[name] = fence, work, lane
        return lane

    def _set_up(self, name: str, lane: Lane) -> None:
        """One kick for all frequent flows, as often as the most frequent; each rare flow has its own."""
        cadence = self._cadences[name]
        work = self._passes[name]
        rare = {flow: often for flow, often in cadence.items() if flow in work.rare_flows}
        frequent = min((often for flow, often in cadence.items() if flow in work.frequent_flows), default=None)
        if frequent is not None:
            self._clockwork.every(frequent, partial(lane.kick, pull=True), name=f"{name}/frequent")
        for flow, often in rare.items():
            self._clockwork.every(often, partial(lane.kick, flows=(flow,)), name=f"{name}/{flow}")
        minute = list(self._cadences).index(name) * 5 % 60
        compare = partial(lane.kick, full=True, whole=work.flows)
        self._clockwork.nightly(NIGHT, minute, self._zones[name], compare, name=f"{name}/night")
        self._clockwork.every(FULL_EVERY, partial(lane.kick, full=True), name=f"{name}/full")

    def stop(self, seconds: float) -> tuple[str, ...]:
        """Ends all threads within that time; returns the links whose lane would not end."""
        self._clockwork.stop()
        self._watch.stop(seconds)
        for lane in self._lanes.values():
            lane.stop()
        for thread in self._answering:
            thread.join(seconds)
        for lane in self._lanes.values():
            if not lane.join(seconds):
                lane.cut()
        return tuple(name for name, lane in self._lanes.items() if not lane.join(AFTER_THE_CUT))

    def kick(self, link: str) -> None:
        """Something for the outbox of that link."""
        if link in self._lanes:
            self._lanes[link].kick()

    def wake(self, link: str) -> None:
        """One of its sides says that something changed there: look now."""
        if link in self._lanes:
            self._lanes[link].kick(pull=True, flows=self._passes[link].rare_flows & NOTICED)

    def sync(self, link: str | None, seconds: float) -> tuple[PassReport, ...]:
        """A full pass now, of one link or all; what did not end in time is missing in the answer."""
        lanes = {name: lane for name, lane in self._lanes.items() if link in (None, name)}
        tickets = [
            (lane, lane.kick(full=True, take_up=True, whole=self._passes[name].flows)) for name, lane in lanes.items()
        ]
        reports = (lane.wait(ticket, seconds) for lane, ticket in tickets)
        return tuple(report for report in reports if report is not None)

    def look(self, link: str, flows: Collection[str], seconds: float) -> tuple[PassReport, ...]:
        """These flows of one link, read whole, now; empty when that did not end in time."""
        lane = self._lanes[link]
        report = lane.wait(lane.kick(take_up=True, whole=flows), seconds)
        return () if report is None else (report,)

    def decided(self, link: str) -> None:
        """A person decided what is to stand on the portal: its rare flows look at once."""
        if link in self._lanes:
            self._lanes[link].kick(flows=self._passes[link].rare_flows & PROPOSING)

    def noticed(self, event: Event) -> None:
        """What the watch, or the system, noticed becomes kicks."""
        if isinstance(event, ClockJumped):
            for lane in self._lanes.values():
                lane.kick(full=True, take_up=True)
        elif isinstance(event, OrderChanged | ReservationChanged | LinkChanged):
            self.kick(event.link)
        self._publish(event)

    def budget_used(self, link: str) -> float | None:
        return self._passes[link].budget_used() if link in self._passes else None

    def trouble(self, link: str) -> Failure | None:
        return self._lanes[link].trouble if link in self._lanes else None

    @property
    def scheduler_running(self) -> bool:
        return self._clockwork.running

    def _serve(self, request: Request) -> None:
        """Another process asks for a synchronisation; a thread of its own waits for the lane and answers.

        Or it asks this one to end, as a person would.
        """
        if request.kind == QUIT:
            self._answer(request, ())
            self._publish(QuitWanted())
            return
        self._answering = [thread for thread in self._answering if thread.is_alive()]
        thread = threading.Thread(
            target=lambda: self._answer(request, self.sync(request.link, 60.0)), name="answer", daemon=True
        )
        self._answering.append(thread)
        thread.start()
