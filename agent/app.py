"""The façade: all that a face, a terminal or a test may ask of the agent. Composition root of the program.

Agent.open     configuration and database: reading and deciding, beside a running agent too
Agent.start    lanes, scheduler, watch: one agent per database
Agent.submit   a person's command: on disk when it returns, on its way soon after
Agent.sync     by the lanes, by the agent that runs elsewhere, or by one pass here
"""

import os
import random
import shlex
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from agent import (
    __version__,
    asking,
    checkup,
    configuration,
    desk,
    door_checkup,
    erasing,
    listening,
    moving,
    reading,
    reading_statistics,
    registering,
    statistics_csv,
)
from agent import clock as clocks
from agent.at_work import AtWork
from agent.autostart import Autostart, autostart_of
from agent.bundle import write_bundle
from agent.bus import Bus
from agent.composition import Link, Workshop, pair_shapes
from agent.connectors.route import SYSTEMS_OWN, Network
from agent.diagnostics.doctor import Check, examine
from agent.domain import bell, seating
from agent.domain.alignment import Finding
from agent.domain.commands import Command
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.events import AlignmentChanged, ClockJumped, Event, LinkChanged, PreferencesChanged
from agent.domain.failures import Failed, Failure, Side, Unavailable
from agent.domain.floor import Room
from agent.domain.forgetting import Erasure
from agent.domain.health import Status
from agent.domain.history import Entry
from agent.domain.ledger import Request
from agent.domain.orders import Actor, OrderPolicy, OrderState
from agent.domain.ports import Account, Clock, Prerequisite
from agent.domain.proposals import AnyProposal, ProposalKind, ProposalState
from agent.domain.reservations import Reservation, ReservationState
from agent.domain.seating import ReservationPolicy
from agent.domain.statistics import Statistics
from agent.home import Home
from agent.links import RECIPES
from agent.listening import Listening
from agent.lock import AgentLock
from agent.reading import FloorSheet, MenuSheet, OrderSheet, ReservationSheet
from agent.registering import Registration
from agent.store import Ledger, Store
from agent.sync.link_pass import PassReport
from agent.update.runner import Runner, runner_here, system
from agent.update.updates import Look, Updates, Verdict
from agent.updating import Updating, update_check
from agent.vault import Vault, secret_name

if TYPE_CHECKING:
    from agent.setting_up import SetUp

SKEW = "clock.ahead_seconds"
"""Preference under which the running agent leaves its clock's error for other processes."""

SKEW_WORTH_WRITING = 2.0
"""Seconds."""

log = structlog.get_logger("agent")


@dataclass(frozen=True)
class SideTest:
    """What one side said when its credentials were tried."""

    link: str
    side: Side
    account: Account | None
    failure: Failure | None
    prerequisites: tuple[Prerequisite, ...] = ()


class Agent:
    """One restaurant's agent. The constructor opens nothing."""

    def __init__(
        self,
        home: Home,
        vault: Vault,
        *,
        draw: Callable[[], float] | None = None,
        autostart: Autostart | None = None,
        runner: Runner | None = None,
    ) -> None:
        """`draw`: chance; `autostart`, `runner`: others than this system's for this user."""
        self._runner = runner or runner_here()
        self.home = home
        self.autostart = autostart or autostart_of(home, os.environ)
        self._vault = vault
        self._draw = draw or random.SystemRandom().random
        self._clock = clocks.ServerClock()
        self._bus = Bus()
        self._store = Store(home.database)
        self._lock = AgentLock(home)
        self._links: dict[str, Link] = {}
        self._webhook: configuration.WebhookConfiguration | None = None
        self._network = SYSTEMS_OWN
        self._work: AtWork | None = None
        self._listening: Listening | None = None
        self._updating: Updating | None = None
        self.updates = self._updates(None)
        self._skew_written = 0.0

    # Life

    def open(self) -> None:
        """Reads the configuration and opens the database. Raises `Unavailable` (`ConfigurationWrong` among them)."""
        shapes = pair_shapes()
        read = configuration.load(self.home.configuration, shapes)
        self._links = {link.name: Link(link, RECIPES[link.pair]) for link in read.links}
        self._webhook = read.webhook
        self._network = Network(read.network.proxy, read.network.ca_file)
        self.updates = self._updates(read.update)
        self._store.open()
        with self._store.reading() as ledger:
            self._skew_written = float(ledger.preference(SKEW) or 0.0)
        self._clock.assume(self._skew_written)

    def prove_update(self) -> None:
        """Before `open`, by whoever then starts: an update that did not get well twice is taken back.

        Raises `Unavailable("update.going_back")`: the setup of the version before runs and will end this process.
        """
        updates = self._updates(None)
        if updates.unproven and self._lock.held_by_other():
            # A second start beside the one that works says nothing of the version.
            return
        if updates.begin():
            raise Unavailable("update.going_back")

    def start(self) -> None:
        """Begins to work. Raises `Unavailable("agent.already_running")` when another process does."""
        self._lock.acquire()
        shop = self._workshop()
        self._work = AtWork(
            lambda name, books: shop.link_pass(self._links[name], books),
            {name: link.cadence for name, link in self._links.items()},
            {name: link.configuration.zone for name, link in self._links.items()},
            self._store,
            self._clock,
            clocks.wall,
            self._bus.publish,
            self._answer,
        )
        self._work.start()
        if self._webhook is not None:
            self._listening = Listening(
                self._webhook, self.links, self._vault, self._store, self._clock, self._work.wake, self._bus.subscribe
            )
            self._listening.start()
        zones = [link.configuration.zone for link in self._links.values()]
        self._updating = Updating(
            self.updates,
            list(self._links),
            zones[0] if zones else ZoneInfo("UTC"),
            self._clock.now,
            self._busy,
            self._bus.publish,
            self._bus.subscribe,
            self._draw,
        )
        self._updating.start()
        log.info("started", links=list(self._links))

    def stop(self, seconds: float = 10.0) -> None:
        """Ends what `start` and `open` began; whatever is not sent stays in the outbox. Can be called twice."""
        if self._updating is not None:
            self._updating.stop(1.0)
            self._updating = None
        if self._listening is not None:
            self._listening.stop()
            self._listening = None
        if self._work is not None:
            for link in self._work.stop(seconds):
                log.warning("lane_left_behind", link=link)
            self._work = None
            log.info("stopped")
        self._lock.release()
        self._store.close()

    def notice(self, event: Event) -> None:
        """The system told something (the PC wakes up, the network is back) that the watch would see a little later."""
        if self._work is not None:
            self._work.noticed(event)

    @property
    def running(self) -> bool:
        """Whether the lanes run in this process."""
        return self._work is not None

    def running_elsewhere(self) -> bool:
        return self._work is None and self._lock.held_by_other()

    def subscribe(self, hear: Callable[[Event], None]) -> Callable[[], None]:
        """Events in the thread where they happen; returns what ends the subscription."""
        return self._bus.subscribe(hear)

    @property
    def set_up(self) -> "SetUp":
        """Links are set up, changed and removed by it, with or without an open agent; then the agent starts anew."""
        from agent.setting_up import SetUp  # what writes the configuration is needed once, not at every start

        return SetUp(self.home, self._vault)

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._links.values())

    # Commands

    def submit(self, command: Command, by: Actor) -> None:
        """Does what a person asks, all or nothing, and returns when it is on disk.

        Raises `DecisionRefused` when it does not count (any more) and `Unavailable` when it could not be kept.
        """
        now = self._clock.now()
        with self._store.writing() as ledger:
            event = desk.follow(ledger, command, self._policies(), self._reservation_policies(), by, now)
        self._bus.publish(event)
        if self._work is not None:
            self._work.kick(event.link)
            if isinstance(event, AlignmentChanged):
                self._work.decided(event.link)

    # Reading

    def order(self, order_id: int) -> OrderSheet | None:
        """The order with its whole time line."""
        with self._store.reading() as ledger:
            order = ledger.order(order_id)
            return None if order is None else reading.sheet(ledger, order, history=True)

    def find(self, reference: str) -> OrderSheet | None:
        """By our id, or by the code that people say aloud."""
        with self._store.reading() as ledger:
            order = reading.find(ledger, reference)
            return None if order is None else reading.sheet(ledger, order, history=True)

    def orders(
        self,
        *,
        link: str | None = None,
        states: Sequence[OrderState] | None = None,
        search: str | None = None,
        limit: int = 200,
        before_id: int | None = None,
    ) -> tuple[OrderSheet, ...]:
        """Newest first."""
        with self._store.reading() as ledger:
            found = ledger.orders(link=link, states=states, search=search, limit=limit, before_id=before_id)
            return tuple(reading.sheet(ledger, order) for order in found)

    def standing(self) -> tuple[OrderSheet, ...]:
        """What is not over, or still asks something of somebody."""
        with self._store.reading() as ledger:
            return tuple(reading.sheet(ledger, order) for order in ledger.standing_orders())

    def reservation(self, reservation_id: int) -> ReservationSheet | None:
        """The reservation with its whole time line."""
        with self._store.reading() as ledger:
            held = ledger.reservation(reservation_id)
            return None if held is None else self._sheet(ledger, held, history=True)

    def reservations(
        self,
        *,
        link: str | None = None,
        starting: tuple[datetime, datetime] | None = None,
        states: Sequence[ReservationState] | None = None,
        search: str | None = None,
        limit: int = 500,
        after: tuple[datetime, int] | None = None,
        latest: bool = False,
    ) -> tuple[ReservationSheet, ...]:
        """By their instant. `starting`: from the first, before the second; `after`: instant and id of the last.

        `latest`: when there are more than `limit`, the last ones and not the first.
        """
        with self._store.reading() as ledger:
            found = ledger.reservations(
                link=link, starting=starting, states=states, search=search, limit=limit, after=after, latest=latest
            )
            return tuple(self._sheet(ledger, held) for held in found)

    def find_reservation(self, reference: str) -> ReservationSheet | None:
        """By our id, or by the code that people say aloud (the latest of that code)."""
        with self._store.reading() as ledger:
            held = reading.find_reservation(ledger, reference)
            return None if held is None else self._sheet(ledger, held, history=True)

    def reservations_asking(self) -> tuple[ReservationSheet, ...]:
        """Those that a person should look at: parked, in conflict, reopened, a sale differs. By their instant."""
        with self._store.reading() as ledger:
            return tuple(self._sheet(ledger, held) for held in ledger.asking_reservations())

    def reservations_unanswered(self) -> tuple[ReservationSheet, ...]:
        """Those whose guest waits for a yes or a no. By their instant."""
        now = self._clock.now()
        with self._store.reading() as ledger:
            pending = ledger.reservations(
                starting=(now - timedelta(hours=1), now + timedelta(days=400)), states=[ReservationState.PENDING]
            )
            return tuple(self._sheet(ledger, held) for held in pending if seating.unanswered(held, now))

    def rooms(self, link: str) -> tuple[Room, ...]:
        """The till's rooms and tables, as they were last read; empty where the till tells none."""
        with self._store.reading() as ledger:
            return ledger.rooms(link)

    def findings(self, link: str | None = None) -> tuple[Finding, ...]:
        """What does not fit between the two sides; what puts orders at risk first."""
        with self._store.reading() as ledger:
            return ledger.findings(link)

    def menu_sheet(self, link: str) -> MenuSheet | None:
        """None: the pair has no menu, or the link is not configured."""
        known = self._links.get(link)
        if known is None or known.menu_rules is None:
            return None
        with self._store.reading() as ledger:
            return reading.menu_sheet(ledger, link, known.menu_rules)

    def floor_sheet(self, link: str) -> FloorSheet | None:
        """None: the pair's portal takes no rooms, or the link is not configured."""
        known = self._links.get(link)
        if known is None or not known.publishes_floor:
            return None
        with self._store.reading() as ledger:
            return reading.floor_sheet(ledger, link)

    def statistics(self, first: date, last: date, link: str | None = None) -> Statistics:
        """The restaurant's days, both inclusive; of one link, or of all. Takes up to a third of a second for a year."""
        zones = [known.configuration.zone for name, known in self._links.items() if link in (None, name)]
        with self._store.reading() as ledger:
            return reading_statistics.statistics(ledger, first, last, link, zones[0] if zones else ZoneInfo("UTC"))

    def save_statistics(self, statistics: Statistics, file: Path) -> None:
        """As a table for a spreadsheet. Raises `Unavailable`; an existing file is not written over."""
        statistics_csv.write(statistics, file)

    def proposals_waiting(self) -> tuple[AnyProposal, ...]:
        """Menus and floor plans that a person must look at before they are sent, of all links."""
        with self._store.reading() as ledger:
            found = [ledger.open_proposal(link, kind) for link in self._links for kind in ProposalKind]
        return tuple(each for each in found if each is not None and each.state is ProposalState.WAITING)

    def cards(self) -> tuple[bell.Card, ...]:
        """All that the bell shows, in its order."""
        with self._store.reading() as ledger:
            return reading.cards(ledger, self.links, self._clock.now())

    def activity(self, *, link: str | None = None, limit: int = 200, before_id: int | None = None) -> tuple[Entry, ...]:
        with self._store.reading() as ledger:
            return ledger.activity(link=link, limit=limit, before_id=before_id)

    def parked(self) -> tuple[OutboxRow, ...]:
        with self._store.reading() as ledger:
            return ledger.errands(states=(ErrandState.PARKED,))

    def status(self) -> Status:
        ahead = self._clock.ahead_seconds()
        with self._store.reading() as ledger:
            if not self.running:
                ahead = float(ledger.preference(SKEW) or 0.0)
            links = tuple(
                reading.link_status(
                    ledger,
                    link,
                    self._clock.now(),
                    skewed=abs(ahead) > clocks.TOLERATED,
                    trouble=self._work.trouble(link.name) if self._work else None,
                    budget_used=self._work.budget_used(link.name) if self._work else None,
                )
                for link in self.links
            )
            if self._webhook is None:
                door = None
            else:
                door = self._listening.status() if self._listening else listening.remembered(ledger)
        return Status(round(ahead, 1), links, door)

    def preferences(self) -> Mapping[str, str]:
        with self._store.reading() as ledger:
            return ledger.preferences()

    def prefer(self, name: str, value: str) -> None:
        """Keeps a choice of the face (language, volume, ...); never a secret."""
        with self._store.writing() as ledger:
            ledger.set_preference(name, value)
        self._bus.publish(PreferencesChanged())

    # Work on demand

    def sync(self, link: str | None = None, seconds: float = 60.0) -> tuple[PassReport, ...]:
        """A full pass now. Raises `Unavailable` when the agent that runs elsewhere does not answer in time."""
        if link is not None and link not in self._links:
            raise Unavailable("configuration.unknown_link", link=link, known=", ".join(self._links))
        if self._work is not None:
            return self._work.sync(link, seconds)
        if self._lock.held_by_other():
            return asking.ask(self._store, self._clock, link, seconds)
        self._lock.acquire()
        try:
            return tuple(self._pass_here(known) for name, known in self._links.items() if link in (None, name))
        finally:
            self._lock.release()

    def quit_elsewhere(self, seconds: float) -> bool:
        """Asks the agent of another process to end, and waits. False: it works still. Raises as `sync`."""
        deadline = self._clock.monotonic() + seconds
        asking.ask_to_quit(self._store, self._clock, seconds)
        while self._lock.held_by_other():
            if self._clock.monotonic() > deadline:
                return False
            time.sleep(asking.LOOK_EVERY)
        return True

    def look(self, link: str, flows: Collection[str], seconds: float = 60.0) -> tuple[PassReport, ...]:
        """These flows of one link, read whole, now; beside an agent that runs elsewhere a whole synchronisation.

        Raises as `sync`. Blocks: not for the thread of a face.
        """
        if self._work is None:
            return self.sync(link, seconds)
        if link not in self._links:
            raise Unavailable("configuration.unknown_link", link=link, known=", ".join(self._links))
        return self._work.look(link, flows, seconds)

    def test(self, link: str) -> tuple[SideTest, ...]:
        """Tries the credentials of both sides, with connectors of its own. Blocks: not for the thread of a face."""
        shop = self._workshop()
        return tuple(self._test_side(shop, self._links[link], side) for side in Side)

    def doctor(self) -> tuple[Check, ...]:
        """Examines everything, within 15 seconds. Blocks: not for the thread of a face."""

        def credentials(link: str, side: Side) -> tuple[Check, ...]:
            return checkup.side_checks(self._test_side(self._workshop(), self._links[link], side))

        def working() -> bool:
            return self.running or self.running_elsewhere()

        def scheduled() -> bool | None:
            return self._work.scheduler_running if self._work is not None else None

        return examine(
            checkup.examinations(
                self.home,
                self._vault,
                self.links,
                self.status,
                credentials,
                working,
                scheduled,
                self._update_check,
                self._network,
            )
            + door_checkup.examinations(self._webhook, self.links, self.status, working)
        )

    def erase_guest(self, identity: str) -> Erasure:
        """Removes a person by e-mail or phone. Raises `DecisionRefused` for neither, and `Unavailable`; blocks."""
        return erasing.erase(identity, self.home, self._store, self._clock.now())

    def save_bundle(self, file: Path) -> None:
        """The diagnostics bundle, without secrets and guests. Raises `Unavailable`; blocks as `doctor` does."""
        checks = self.doctor()
        with self._store.reading() as ledger:
            counts = ledger.table_counts()
        write_bundle(
            file,
            self.home,
            checks=checks,
            status=self.status(),
            counts=counts,
            parked=self.parked(),
            now=self._clock.now(),
        )

    def export(self, file: Path) -> moving.Moved:
        """This restaurant in one file, without its secrets. Raises `Unavailable`; blocks."""
        secrets = (
            secret_name(link.name, side, field.name)
            for link in self.links
            for side in Side
            for field in link.manifest(side).secrets
            if field.required or self._vault.read(secret_name(link.name, side, field.name)) is not None
        )
        return moving.export_to(file, self.home, self._store, secrets, self._clock.now())

    def register_webhook(self, link: str) -> tuple[Registration, ...]:
        """Asks the link's vendors for their notices. Raises `Unavailable`; blocks: not for the thread of a face."""
        if link not in self._links:
            raise Unavailable("configuration.unknown_link", link=link, known=", ".join(self._links))
        return registering.register(self._links[link], self._webhook, self._vault, self._workshop().door)

    def _workshop(self) -> Workshop:
        return Workshop(
            self._store,
            self._vault,
            self._clock,
            self._draw,
            self._bus.publish,
            self._heard,
            listening.noticed_lately,
            self._network,
        )

    def _pass_here(self, link: Link) -> PassReport:
        work = self._workshop().link_pass(link)
        try:
            work.take_up()
            return work.run(pull=True, full=True, go_on=lambda: True, whole=frozenset(work.flows))
        finally:
            work.close()

    def _test_side(self, shop: Workshop, link: Link, side: Side) -> SideTest:
        door = shop.door(link, side)
        try:
            connector = door.connector()
            return SideTest(link.name, side, connector.test(), None, connector.prerequisites())
        except Failed as failed:
            return SideTest(link.name, side, None, failed.failure)
        except Unavailable as trouble:
            return SideTest(link.name, side, None, replace(trouble.failure, side=side))
        finally:
            door.close()

    def _updates(self, wanted: configuration.UpdateConfiguration | None) -> Updates:
        return Updates(wanted, self.home.data / "updates", __version__, system(), self._runner, self._network)

    @property
    def update_unproven(self) -> bool:
        """This version came by an update and has not shown yet that it works: it is started again if it breaks."""
        return self.updates.unproven

    def _update_check(self) -> Check | None:
        """For the doctor; None: nobody looks for updates here."""
        return update_check(self.updates, self._clock.now()) if self.updates.wanted else None

    def _busy(self) -> bool:
        """An order waits for somebody, or something is still to be sent: no moment for a new version."""
        sent = all(not link.outbox.waiting and not link.outbox.sending for link in self.status().links)
        return bool(self.cards()) or not sent

    def look_for_update(self) -> Look:
        """Asks the reseller's repository now, and has a newer version ready. Raises `Unavailable`; blocks."""
        return self.updates.look(self._clock.now())

    def news_of_update(self, version: str) -> tuple[str, dict[str, str]]:
        """Message id and parameters of what a person should know of a version that is ready."""
        ready = self.updates.page.ready
        file = "" if ready is None else shlex.quote(str(self.updates.folder / ready.file))
        message = "update.ready" if self.updates.installs else "update.by_hand"
        return message, {"version": version, "window": self.updates.window, "file": file}

    def trouble_of_update(self) -> tuple[str, dict[str, str]] | None:
        """Message id and parameters of what a person should know of a version that did not work; told once."""
        wrong = self.updates.told_of_trouble()
        if wrong is None:
            return None
        return ("update.went_back" if wrong.back else "update.stays"), {"version": wrong.version}

    def install_update(self, *, even_so: bool = False) -> Verdict:
        """Now, whatever the hour; `even_so`: although an order waits. Raises `Unavailable`."""
        return self.updates.install(
            self._clock.now(), ZoneInfo("UTC"), busy=lambda: not even_so and self._busy(), at_once=True
        )

    def _policies(self) -> Mapping[str, OrderPolicy]:
        return {name: link.policy for name, link in self._links.items() if link.policy is not None}

    def _sheet(self, ledger: Ledger, held: Reservation, *, history: bool = False) -> ReservationSheet:
        link = self._links.get(held.link)
        policy = link.reservation_policy if link else None
        return reading.reservation_sheet(ledger, held, policy, self._clock.now(), history=history)

    def _reservation_policies(self) -> Mapping[str, ReservationPolicy]:
        found = {name: link.reservation_policy for name, link in self._links.items()}
        return {name: policy for name, policy in found.items() if policy is not None}

    def _answer(self, request: Request, reports: tuple[PassReport, ...]) -> None:
        with self._store.writing() as ledger:
            ledger.answer(request.id, asking.told(reports), self._clock.now())

    def _heard(self, link: str, side: Side, ahead: float) -> None:
        if self._clock.observe(side, link, ahead):
            log.warning("clock_skew", seconds=round(ahead), link=link)
            self._bus.publish(LinkChanged(link))
            # What waits was told its time by another clock.
            self.notice(ClockJumped())
        skew = self._clock.ahead_seconds()
        if abs(skew - self._skew_written) > SKEW_WORTH_WRITING:
            self._skew_written = skew
            with self._store.writing() as ledger:
                ledger.set_preference(SKEW, f"{skew:.1f}")
