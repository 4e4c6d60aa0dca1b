"""Follows a person's command about what is to replace a menu or a floor plan, inside one transaction."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from agent.domain import proposing
from agent.domain.commands import (
    AllowPriceZero,
    ApproveProposal,
    DiscardProposal,
    FollowTill,
    GoBackToMenu,
    ProposalCommand,
)
from agent.domain.events import AlignmentChanged
from agent.domain.failures import DecisionRefused
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.orders import Actor
from agent.domain.proposals import AnyProposal, MenuProposal, ProposalKind, ProposalState


def follow(ledger: Ledger, command: ProposalCommand, by: Actor, now: datetime) -> AlignmentChanged:
    """Raises `DecisionRefused` when the command does not count (any more); the caller then rolls back."""
    match command:
        case ApproveProposal(proposal_id=proposal_id, without=without):
            proposal = _known(ledger, proposal_id)
            decided = ledger.save_proposal(proposing.approve(proposal, without, by, now))
            entry = Entry(now, by, f"history.{proposal.kind.value}_approved")
        case DiscardProposal(proposal_id=proposal_id):
            decided = ledger.save_proposal(proposing.discard(_known(ledger, proposal_id), by, now))
            entry = Entry(now, by, f"history.{decided.kind.value}_discarded")
        case GoBackToMenu(proposal_id=proposal_id):
            decided = _go_back(ledger, proposal_id, by, now)
            entry = Entry(now, by, "history.menu_going_back")
        case FollowTill(link=link):
            ledger.save_menu_look(link, replace(ledger.menu_look(link), held=None, compared_at=None))
            ledger.record(None, link, [Entry(now, by, "history.menu_follows_till")])
            return AlignmentChanged(link)
        case AllowPriceZero():
            return _allow_zero(ledger, command, by, now)
    ledger.record(None, decided.link, [entry])
    return AlignmentChanged(decided.link)


def _known(ledger: Ledger, proposal_id: int) -> AnyProposal:
    proposal = ledger.proposal(proposal_id)
    if proposal is None:
        raise DecisionRefused("decision.unknown_proposal", proposal=str(proposal_id))
    return proposal


def _go_back(ledger: Ledger, proposal_id: int, by: Actor, now: datetime) -> AnyProposal:
    to = _known(ledger, proposal_id)
    if to.kind is not ProposalKind.MENU:
        raise DecisionRefused("decision.never_sent")
    menu = cast(MenuProposal, to)
    last = ledger.sent_menus(to.link, 1)
    back = proposing.go_back(menu, last[0].wanted if last else menu.wanted, by, now)
    standing = ledger.open_proposal(to.link, ProposalKind.MENU)
    if standing is not None:
        ledger.save_proposal(replace(standing, state=ProposalState.SUPERSEDED))
    return ledger.add_proposal(back)


def _allow_zero(ledger: Ledger, command: AllowPriceZero, by: Actor, now: datetime) -> AlignmentChanged:
    look = ledger.menu_look(command.link)
    allowed = look.zero_allowed | {command.dish_ref} if command.allowed else look.zero_allowed - {command.dish_ref}
    ledger.save_menu_look(command.link, replace(look, zero_allowed=allowed, compared_at=None))
    what = "history.price_zero_allowed" if command.allowed else "history.price_zero_forbidden"
    ledger.record(None, command.link, [Entry(now, by, what, {"dish": command.dish_ref})])
    return AlignmentChanged(command.link)
