"""One link's menu and floor over sides in memory, a real store, and a clock that stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from agent.desk import follow
from agent.domain.alignment import Finding
from agent.domain.commands import ApproveProposal, Command
from agent.domain.events import Event
from agent.domain.menu import Dish
from agent.domain.menu_plan import MenuRules
from agent.domain.orders import Actor
from agent.domain.proposals import FloorProposal, MenuProposal, ProposalKind
from agent.store import Store
from agent.sync.floor_flow import FloorFlow
from agent.sync.menu_flow import MenuFlow
from tests.alignment.sides import MemoryPortal, MemoryTill
from tests.domain.dishes import PLATEFORM
from tests.domain.making import NOON

LINK = "banco"


@dataclass
class StandingClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Pair:
    store: Store
    rules: MenuRules = PLATEFORM
    till: MemoryTill = field(default_factory=MemoryTill)
    portal: MemoryPortal = field(default_factory=MemoryPortal)
    clock: StandingClock = field(default_factory=StandingClock)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """What was only in memory is gone."""
        self.flow = MenuFlow(LINK, self.rules, self.store, self.clock, self.events.append)
        self.floor = FloorFlow(LINK, self.store, self.clock, self.events.append)

    def look(self, *, whole: bool = False) -> None:
        self.clock.at += timedelta(minutes=1)
        self.flow.look(self.till, whole=whole)
        if self.flow.has_read:
            self.flow.settle(self.portal)

    def compare_floor(self) -> None:
        self.floor.keep(self.till)
        self.floor.settle(self.portal)

    def say(self, command: Command) -> None:
        with self.store.writing() as ledger:
            follow(ledger, command, {}, {}, Actor.SCREEN, self.clock.now())

    def waiting(self) -> MenuProposal | None:
        with self.store.reading() as ledger:
            return ledger.open_proposal(LINK, ProposalKind.MENU)  # type: ignore[return-value]

    def floor_waiting(self) -> FloorProposal | None:
        with self.store.reading() as ledger:
            return ledger.open_proposal(LINK, ProposalKind.FLOOR)  # type: ignore[return-value]

    def sent(self) -> tuple[MenuProposal, ...]:
        with self.store.reading() as ledger:
            return ledger.sent_menus(LINK)

    def last(self) -> MenuProposal | None:
        with self.store.reading() as ledger:
            return ledger.last_proposal(LINK, ProposalKind.MENU)  # type: ignore[return-value]

    def findings(self) -> tuple[Finding, ...]:
        with self.store.reading() as ledger:
            return ledger.findings(LINK)

    def history(self) -> list[str]:
        with self.store.reading() as ledger:
            return [entry.what for entry in reversed(ledger.activity())]

    def shown(self, ref: str) -> Dish:
        return self.portal.shows.by_ref[ref]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    store = Store(tmp_path / "campanello.db")
    store.open()
    yield Pair(store)
    store.close()


@pytest.fixture
def aligned(pair: Pair) -> Pair:
    """The first import was approved and sent."""
    pair.look()
    waiting = pair.waiting()
    assert waiting is not None
    pair.say(ApproveProposal(waiting.id))
    pair.look()
    assert pair.portal.shows.dishes
    pair.portal.calls.clear()
    pair.till.calls.clear()
    return pair
