"""Proposals and findings for the tests of the store, with every field."""

from dataclasses import replace
from typing import Any

from agent.domain.alignment import Finding, FindingArea, Risk
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.floor import Room, Table
from agent.domain.orders import Actor
from agent.domain.proposals import FloorProposal, MenuProposal, Proposal, ProposalState, WaitReason
from tests.domain.dishes import MARINARA, dish, menu
from tests.domain.making import NOON
from tests.store.making import LINK, PRECISE


def menu_proposal(**differs: Any) -> MenuProposal:
    full: MenuProposal = Proposal(
        0,
        LINK,
        ProposalState.WAITING,
        NOON,
        menu(MARINARA),
        menu(dish(description="Pomodoro, “fior di latte”", image_url="https://x.example/è.jpg"), MARINARA),
        (WaitReason.FIRST, WaitReason.PRICE_ZERO),
        Actor.SCREEN,
        PRECISE,
        PRECISE,
        Failure(FailureKind.REFUSED, "side.refused", {"system": "Plateform"}, Side.PORTAL),
        3,
        frozenset({"1", "2"}),
    )
    return replace(full, **differs)


def floor_proposal(**differs: Any) -> FloorProposal:
    rooms = (Room("1", "Sala", (Table("7", "7", 4), Table("7a", "7A", 2))), Room("9", "Giardino"))
    bare: FloorProposal = Proposal(0, LINK, ProposalState.WAITING, NOON, (), rooms)
    return replace(bare, **differs)


def a_finding(**differs: Any) -> Finding:
    full = Finding(LINK, FindingArea.MENU, "finding.price_zero", Risk.ORDERS, "1", "Margherita", {"which": "delivery"})
    return replace(full, **differs)
