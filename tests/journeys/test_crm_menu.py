"""Tilby's menu and rooms on Lasagna by the program's own flows, over sockets: shown first, then kept in step.

Judged by what Lasagna's server shows.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from agent.desk import follow
from agent.domain.commands import ApproveProposal
from agent.domain.orders import Actor
from agent.domain.proposals import AnyProposal, ProposalKind, ProposalState, WaitReason
from agent.sandbox import Fault
from agent.sandbox.crm_sandbox import CrmSandbox
from tests.journeys.by_hand import ByHand
from tests.journeys.clouds import SETTINGS


class Kitchen(ByHand):
    def __init__(self, folder: Path, crm: CrmSandbox) -> None:
        super().__init__(folder, crm, SETTINGS)
        self.crm = crm

    def open(self, kind: ProposalKind = ProposalKind.MENU) -> AnyProposal | None:
        with self.store.reading() as ledger:
            return ledger.open_proposal(self.link.name, kind)

    def approves(self, kind: ProposalKind = ProposalKind.MENU, without: frozenset[str] = frozenset()) -> None:
        standing = self.open(kind)
        assert standing is not None
        assert standing.state is ProposalState.WAITING
        with self.store.writing() as ledger:
            follow(ledger, ApproveProposal(standing.id, without), {}, {}, Actor.SCREEN, self.clock.now())
        self.passes(2)

    def shown(self) -> dict[str, tuple[Decimal, bool]]:
        """Price and availability by name, as the portal has them."""
        dishes = self.crm.lasagna.state.menu["dishes"]
        return {dish["name"]: (Decimal(dish["price"]), dish["available"]) for dish in dishes}

    @property
    def writes(self) -> int:
        return self.crm.lasagna.state.requests["PUT /api/v1/menu"]


@pytest.fixture
def crm() -> Iterator[CrmSandbox]:
    with CrmSandbox() as world:
        yield world


@pytest.fixture
def kitchen(tmp_path: Path, crm: CrmSandbox) -> Iterator[Kitchen]:
    world = Kitchen(tmp_path, crm)
    yield world
    world.close()


def test_the_first_import_waits_and_small_changes_go_by_themselves(crm: CrmSandbox, kitchen: Kitchen) -> None:
    kitchen.passes(2, full=True)
    first = kitchen.open()
    assert first is not None
    assert first.reasons == (WaitReason.FIRST,)
    assert (kitchen.shown(), kitchen.writes) == ({}, 0), "nothing is overwritten unseen"
    kitchen.approves()
    assert len(kitchen.shown()) == 8
    crm.tilby.chef.set_price("Margherita", "7.50")
    crm.tilby.chef.switch_off("Marinara")
    crm.tilby.chef.delete("Diavola")
    crm.tilby.chef.add("Amatriciana", "11.00", "Antipasti")
    kitchen.passes(2)
    shown = kitchen.shown()
    assert (shown["Margherita"], shown["Amatriciana"]) == ((Decimal("7.50"), True), (Decimal("11.00"), True))
    assert "Diavola" not in shown
    assert shown["Marinara"] == (Decimal("6.00"), False)
    writes = kitchen.writes
    kitchen.passes(5, full=True)
    assert kitchen.writes == writes, "what did not change is not written"


def test_a_price_of_zero_waits_and_is_never_sent(crm: CrmSandbox, kitchen: Kitchen) -> None:
    kitchen.passes(1, full=True)
    kitchen.approves()
    crm.tilby.chef.set_price("Margherita", "0.00")
    kitchen.passes(3)
    standing = kitchen.open()
    assert standing is not None
    assert standing.reasons == (WaitReason.PRICE_ZERO,)
    assert kitchen.shown()["Margherita"] == (Decimal("7.00"), True)
    kitchen.approves()
    assert kitchen.shown()["Margherita"] == (Decimal("7.00"), False), "off sale, at the price that it had"
    with kitchen.store.reading() as ledger:
        assert "Margherita" in {finding.article for finding in ledger.findings("crm")}


@pytest.mark.parametrize("harm", ["lose_answer", "cut", "refuse", "error", "malformed"])
def test_the_menu_arrives_under_harm(crm: CrmSandbox, kitchen: Kitchen, harm: str) -> None:
    kitchen.passes(1, full=True)
    crm.lasagna.faults.add(Fault(harm, method="PUT", path="/menu"))  # type: ignore[arg-type]  # the literals above
    kitchen.approves()
    kitchen.passes(3, full=True)
    assert len(kitchen.shown()) == 8
    assert kitchen.open() is None


def test_the_rooms_go_when_a_person_says_so(crm: CrmSandbox, kitchen: Kitchen) -> None:
    crm.lasagna.office.add_room("terrazza", "Terrazza", {"T1": 2})
    kitchen.passes(2, full=True)
    before = crm.lasagna.state.requests["PUT /api/v1/floor-plan"]
    kitchen.approves(ProposalKind.FLOOR, frozenset({"terrazza"}))
    kitchen.passes(1, full=True)
    rooms = {room["name"]: len(room["tables"]) for room in crm.lasagna.state.floor_plan["rooms"]}
    assert rooms == {"Sala": 5, "Veranda": 3, "Giardino": 2}
    assert (before, crm.lasagna.state.requests["PUT /api/v1/floor-plan"]) == (0, 1)
