"""What persons decide of a proposal. Pure; what does not count (any more) raises `DecisionRefused`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from agent.domain.failures import DecisionRefused
from agent.domain.floor import Room
from agent.domain.menu import Menu
from agent.domain.orders import Actor
from agent.domain.proposals import (
    AnyProposal,
    FloorProposal,
    MenuProposal,
    Proposal,
    ProposalState,
    WaitReason,
)


def approve(proposal: AnyProposal, without: Collection[str], by: Actor, now: datetime) -> AnyProposal:
    """`without`: rooms that are not to stay on the portal; they must be among those of the proposal."""
    _waiting(proposal)
    decided = replace(proposal, state=ProposalState.APPROVED, decided_by=by, decided_at=now)
    if isinstance(decided.wanted, Menu):
        return decided
    rooms: tuple[Room, ...] = decided.wanted
    unknown = set(without) - {room.code for room in rooms}
    if unknown:
        raise DecisionRefused("decision.unknown_room", room=", ".join(sorted(unknown)))
    return replace(decided, wanted=tuple(room for room in rooms if room.code not in without))


def discard(proposal: AnyProposal, by: Actor, now: datetime) -> AnyProposal:
    if not proposal.state.open:
        raise DecisionRefused("decision.proposal_over")
    return replace(proposal, state=ProposalState.DISCARDED, decided_by=by, decided_at=now)


def go_back(to: MenuProposal, present: Menu, by: Actor, now: datetime) -> MenuProposal:
    """`present`: what the portal is known to show; it is read again before anything is sent."""
    if to.state is not ProposalState.SENT:
        raise DecisionRefused("decision.never_sent")
    return Proposal(
        0, to.link, ProposalState.WAITING, now, present, to.wanted, (WaitReason.GOING_BACK,), goes_back_to=to.id
    )


def _waiting(proposal: MenuProposal | FloorProposal) -> None:
    if proposal.state is not ProposalState.WAITING:
        raise DecisionRefused("decision.proposal_over")
