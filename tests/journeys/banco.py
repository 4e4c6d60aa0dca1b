"""Plateform and Cassa in Cloud on loopback with the link's own passes by hand, and a clock that a test moves."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from agent.connectors.manifest import Surroundings
from agent.connectors.portals.plateform.manifest import open_plateform
from agent.connectors.portals.plateform.settings import Settings as PlateformSettings
from agent.connectors.pos.cassa_in_cloud.manifest import open_cassa_in_cloud
from agent.connectors.pos.cassa_in_cloud.settings import Settings as CassaSettings
from agent.desk import follow
from agent.domain.alignment import Finding
from agent.domain.commands import ApproveProposal, Command
from agent.domain.menu import Menu, TillMenu
from agent.domain.orders import Actor
from agent.domain.proposals import MenuProposal, ProposalKind, ProposalState
from agent.reading import MenuSheet, menu_sheet
from agent.sandbox import Sandbox
from agent.sandbox.wire import Json
from agent.store import Ledger, Store
from agent.sync.link_pass import PassReport
from tests.journeys.by_hand import ByHand

TAKEAWAY, DELIVERY = "plateform_takeaway", "plateform_delivery"
LOOKS = 4
"""Until a change must be seen: the till is asked for one thing at a look."""

MENU_READ, MENU_WRITTEN = "GET /v1/menu", "PUT /v1/menu"


class HouseClock:
    """One for the two servers and the agent, so that "a minute ago" needs no minute. Fulfils `Clock`."""

    def __init__(self) -> None:
        self._later = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._later

    def monotonic(self) -> float:
        return time.monotonic() + self._later.total_seconds()

    def passes(self, by: timedelta) -> None:
        self._later += by


class PowerCut(BaseException):
    """Nobody may catch it."""


class Banco(ByHand):
    """The link "banco". Judged by what the servers have; `findings` and proposals as a screen shows them."""

    def __init__(self, folder: Path, town: Sandbox, clock: HouseClock, settings: str = "") -> None:
        super().__init__(folder, town, settings, clock)
        self.house = clock
        self.town = town
        self.portal, self.till, self.chef = town.plateform, town.cassa, town.cassa.chef

    def looks(self, times: int = LOOKS) -> list[PassReport]:
        """What the cadence of the menu does, that often and nothing else."""
        return [
            self.work.run(pull=False, full=False, go_on=lambda: True, flows=frozenset({"menu"}))
            for _look in range(times)
        ]

    def compares(self) -> PassReport:
        """The night's comparison, or a person's."""
        self.work.take_up()
        return self.work.run(pull=False, full=False, go_on=lambda: True, whole=frozenset({"menu"}))

    def later(self, minutes: float) -> None:
        self.house.passes(timedelta(minutes=minutes))

    def says(self, command: Command) -> None:
        """A person at the screen."""
        policy = self.link.policy
        assert policy is not None
        with self.store.writing() as ledger:
            follow(ledger, command, {self.link.name: policy}, {}, Actor.SCREEN, self.clock.now())

    def open(self) -> MenuProposal | None:
        with self.store.reading() as ledger:
            return cast(MenuProposal | None, ledger.open_proposal(self.link.name, ProposalKind.MENU))

    def waiting(self) -> MenuProposal:
        standing = self.open()
        assert standing is not None
        assert standing.state is ProposalState.WAITING
        return standing

    def approves(self) -> None:
        """What waits; then a pass, as a decision at the screen brings about."""
        self.says(ApproveProposal(self.waiting().id))
        self.looks(1)

    def sent(self) -> tuple[MenuProposal, ...]:
        """Newest first."""
        with self.store.reading() as ledger:
            return ledger.sent_menus(self.link.name)

    def findings(self) -> dict[str, list[Finding]]:
        """By their cause, without what no call can tell."""
        found: dict[str, list[Finding]] = {}
        with self.store.reading() as ledger:
            for finding in ledger.findings(self.link.name):
                if finding.cause != "finding.not_verifiable":
                    found.setdefault(finding.cause, []).append(finding)
        return found

    def causes(self, article: str) -> set[str]:
        return {cause for cause, found in self.findings().items() if article in {each.article for each in found}}

    def product(self, name: str) -> Json:
        """As the portal has it, with what only the portal knows."""
        return self.portal.product(name)

    def price(self, name: str, which: str = "price_takeaway") -> Decimal:
        return Decimal(self.product(name)[which])

    @property
    def writes(self) -> int:
        """Menus that the portal took: what was struck before it acted is none."""
        with self.portal.state.lock:
            return sum(1 for acted in self.portal.state.acted if acted.method == "PUT" and acted.path == "/v1/menu")

    def asked(self) -> dict[str, int]:
        """Requests that reached the two servers so far, tokens apart."""
        both = self.portal.state.requests + self.till.state.requests
        return {request: count for request, count in both.items() if "apikey" not in request}

    def both_sides(self) -> tuple[TillMenu, Menu]:
        """As the real connectors read them now."""
        around = Surroundings(self.house, ZoneInfo("Europe/Rome"), lambda *_heard: None, "banco")
        pos = CassaSettings(base_url=self.till.base_url, sales_point=self.till.sales_point)
        till = open_cassa_in_cloud(pos, {"api_key": self.till.api_key}, around)
        there = PlateformSettings(base_url=self.portal.base_url, restaurant_id=self.portal.restaurant_id)
        portal = open_plateform(there, {"api_key": self.portal.api_key}, around)
        try:
            return till.menu(), portal.portal_menu()
        finally:
            till.close()
            portal.close()

    def sheet_timed(self) -> tuple[MenuSheet, float]:
        """What the screen shows, and the seconds of this thread that it took."""
        rules = self.link.menu_rules
        assert rules is not None
        began = time.thread_time()
        with self.store.reading() as ledger:
            sheet = menu_sheet(ledger, self.link.name, rules)
        return sheet, time.thread_time() - began

    def cut_at(self, monkeypatch: pytest.MonkeyPatch, commit: int, moment: str, work: Callable[[], object]) -> bool:
        """The power goes at that commit of `work`, "before" or "after"; False when it has fewer. Then `killed`."""
        writing = Store.writing
        count = 0

        @contextmanager
        def counted(store: Store) -> Iterator[Ledger]:
            nonlocal count
            count += 1
            here = count, moment
            with writing(store) as ledger:
                yield ledger
                if here == (commit, "before"):
                    raise PowerCut
            if here == (commit, "after"):
                raise PowerCut

        with monkeypatch.context() as patch:
            patch.setattr(Store, "writing", counted)
            try:
                work()
            except PowerCut:
                return True
        return False

    def at_till(self, ref: int) -> Json:
        order: dict[str, Any] = self.till.order(f"plateform:{ref}")
        return order
