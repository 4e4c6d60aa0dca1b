"""`campanello floor`: the till's rooms and tables for the portal, shown before they are sent."""

import click

from agent.app import Agent
from agent.cli import alignment_words as words
from agent.cli.proposals import (
    UTC,
    compare,
    for_link,
    link_names,
    one_of,
    seconds_to_wait,
    standing,
    tell_kept,
    tell_proposal,
)
from agent.cli.session import Session, as_json, show, zones_of
from agent.domain.commands import ApproveProposal, DiscardProposal
from agent.domain.menu_difference import floor_difference
from agent.domain.orders import Actor
from agent.reading import FloorSheet
from agent.texts import _


@click.group()
def floor() -> None:
    """The till's rooms and tables for the portal."""


@floor.command("show")
@for_link
@as_json
@click.pass_obj
def show_floor(session: Session, link: str | None, as_json: bool) -> None:
    """What waits, with its difference; else the till's rooms."""
    with session.opened() as agent:
        _show_floor(agent, _floor(agent, link), as_json)


@floor.command("approve")
@click.argument("proposal", type=int, required=False)
@click.option("--without", "rooms", multiple=True, help="Code of a room of the portal's own that is not to stay.")
@for_link
@as_json
@click.pass_obj
def approve_floor(
    session: Session, proposal: int | None, rooms: tuple[str, ...], link: str | None, as_json: bool
) -> None:
    """Let the rooms that wait be sent."""
    with session.opened() as agent:
        sheet = _floor(agent, link)
        agent.submit(ApproveProposal(standing(sheet.proposal, proposal), frozenset(rooms)), Actor.CLI)
        _show_floor(agent, _floor(agent, sheet.link), as_json)
        tell_kept(agent, as_json)


@floor.command("discard")
@click.argument("proposal", type=int, required=False)
@for_link
@as_json
@click.pass_obj
def discard_floor(session: Session, proposal: int | None, link: str | None, as_json: bool) -> None:
    """Not sent; the next reading proposes them anew."""
    with session.opened() as agent:
        sheet = _floor(agent, link)
        agent.submit(DiscardProposal(standing(sheet.proposal, proposal)), Actor.CLI)
        _show_floor(agent, _floor(agent, sheet.link), as_json)


@floor.command("compare")
@for_link
@seconds_to_wait
@as_json
@click.pass_obj
def compare_floor(session: Session, link: str | None, seconds: int, as_json: bool) -> None:
    """Read the till's rooms and the portal's now."""
    with session.opened() as agent:
        sheet = _floor(agent, link)
        compare(agent, sheet.link, "floor", seconds, as_json)
        if not as_json:
            _show_floor(agent, _floor(agent, sheet.link), as_json)


def _floor(agent: Agent, link: str | None) -> FloorSheet:
    return one_of([sheet for name in link_names(agent, link) if (sheet := agent.floor_sheet(name)) is not None], link)


def _show_floor(agent: Agent, sheet: FloorSheet, as_json: bool) -> None:
    zone = zones_of(agent).get(sheet.link, UTC)
    if as_json:
        show(words.floor_sheet(sheet, zone))
        return
    proposal = sheet.proposal
    if proposal is None:
        click.echo(_("Nothing waits to be sent"))
        for room in sheet.till_rooms:
            click.echo(f"  {room.code:>5}  {room.name}: {', '.join(table.name for table in room.tables)}")
        return
    tell_proposal(proposal)
    difference = floor_difference(proposal.before, proposal.wanted)
    own = {room.code for room in sheet.till_rooms}
    for room in proposal.wanted:
        alone = _("only on the portal: it stays") if room.code not in own else ""
        click.echo(f"  {room.code:>5}  {room.name}  {alone}".rstrip())
    for change in difference.tables:
        either = change.after or change.before
        assert either is not None, "a change has at least one side"
        covers = [str(table.covers) if table else "–" for table in (change.before, change.after)]
        click.echo(f"      {change.room}, {either.name}: {' → '.join(covers)}")
