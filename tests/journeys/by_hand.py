"""One link of the sandbox with the program's own passes between its two sides: no threads, no waiting."""

import logging
from pathlib import Path

import structlog

from agent import configuration
from agent.clock import ServerClock
from agent.composition import Link, Workshop, pair_shapes
from agent.desk import follow
from agent.domain.commands import ReservationCommand, ResolveErrand, RetryErrand
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.orders import Actor
from agent.domain.ports import Clock
from agent.domain.reservations import Reservation
from agent.links import RECIPES
from agent.sandbox.town import Town
from agent.store import Store
from agent.sync.link_pass import LinkPass, PassReport
from agent.vault import MemoryVault


class ByHand:
    """The agent's lane, by hand. `killed` ends it without a word and begins anew on the same database."""

    flows: frozenset[str] | None = None
    """Those that a pass goes through; None: all of the pair."""

    def __init__(self, folder: Path, town: Town, settings: str = "", clock: Clock | None = None) -> None:
        """`settings` is what follows `[links.pos]` in the configuration."""
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        self._folder = folder
        self.vault = MemoryVault(town.secrets())
        file = folder / "campanello.toml"
        file.write_text(town.configuration() + settings, encoding="utf-8")
        (read,) = configuration.load(file, pair_shapes()).links
        self.link = Link(read, RECIPES[read.pair])
        self.clock = clock or ServerClock()
        self.store, self.work = self._begun()

    def passes(self, times: int = 1, *, full: bool = False) -> list[PassReport]:
        reports = []
        for _each in range(times):
            self.work.take_up()
            wanted = self.flows or frozenset(self.work.flows)
            reports.append(self.work.run(pull=True, full=full, go_on=lambda: True, flows=wanted))
        return reports

    def killed(self) -> None:
        self.work.close()
        self.store.close()
        self.store, self.work = self._begun()

    def close(self) -> None:
        self.work.close()
        self.store.close()

    def held(self) -> tuple[Reservation, ...]:
        with self.store.reading() as ledger:
            return ledger.reservations()

    def only(self) -> Reservation:
        (held,) = self.held()
        return held

    def asks(self, command: ReservationCommand | RetryErrand | ResolveErrand) -> None:
        """A person at the screen; then what follows of it."""
        policy = self.link.reservation_policy
        assert policy is not None
        with self.store.writing() as ledger:
            follow(ledger, command, {}, {self.link.name: policy}, Actor.SCREEN, self.clock.now())
        self.passes()

    def parked(self) -> list[OutboxRow]:
        with self.store.reading() as ledger:
            return list(ledger.errands(states=(ErrandState.PARKED,)))

    def _begun(self) -> tuple[Store, LinkPass]:
        store = Store(self._folder / "campanello.db")
        store.open()
        shop = Workshop(store, self.vault, self.clock, lambda: 0.0, lambda _event: None, lambda *_heard: None)
        return store, shop.link_pass(self.link)
