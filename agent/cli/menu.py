"""`campanello menu`: what is to be sent, shown before it is; what was sent, and the way back."""

from collections.abc import Callable

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
from agent.domain.commands import (
    AllowPriceZero,
    ApproveProposal,
    Command,
    DiscardProposal,
    FollowTill,
    GoBackToMenu,
)
from agent.domain.menu_difference import FieldChange, menu_difference
from agent.domain.orders import Actor
from agent.reading import MenuSheet
from agent.sentences import word
from agent.texts import _, format_instant, ngettext


@click.group()
def menu() -> None:
    """The menu that is to be sent to the portal, and those sent before."""


@menu.command("show")
@for_link
@as_json
@click.pass_obj
def show_menu(session: Session, link: str | None, as_json: bool) -> None:
    """What waits, with its difference."""
    with session.opened() as agent:
        _show_menu(agent, _menu(agent, link), as_json)


@menu.command("approve")
@click.argument("proposal", type=int, required=False)
@for_link
@as_json
@click.pass_obj
def approve_menu(session: Session, proposal: int | None, link: str | None, as_json: bool) -> None:
    """Let the menu that waits be sent; with its number, only if it is still that one."""
    _decide_menu(session, link, as_json, lambda sheet: ApproveProposal(standing(sheet.proposal, proposal)))


@menu.command("discard")
@click.argument("proposal", type=int, required=False)
@for_link
@as_json
@click.pass_obj
def discard_menu(session: Session, proposal: int | None, link: str | None, as_json: bool) -> None:
    """Not sent; the next comparison on demand proposes it anew."""
    _decide_menu(session, link, as_json, lambda sheet: DiscardProposal(standing(sheet.proposal, proposal)))


@menu.command()
@for_link
@as_json
@click.pass_obj
def versions(session: Session, link: str | None, as_json: bool) -> None:
    """The last menus that were sent, newest first."""
    with session.opened() as agent:
        sheet = _menu(agent, link)
        zone = zones_of(agent).get(sheet.link, UTC)
        if as_json:
            show([words.version(each, zone) for each in sheet.versions])
            return
        if not sheet.versions:
            click.echo(_("No menu was sent yet"))
        for each in sheet.versions:
            at = format_instant(each.sent_at, zone)
            dishes = ngettext("{count} dish", "{count} dishes", each.dishes).format(count=each.dishes)
            held = _("held") if each.id == sheet.held else ""
            click.echo(f"{each.id:>5}  {at}  {dishes:<12} {word(each.decided_by or Actor.AGENT)}  {held}".rstrip())


@menu.command("go-back")
@click.argument("version", type=int)
@for_link
@as_json
@click.pass_obj
def go_back(session: Session, version: int, link: str | None, as_json: bool) -> None:
    """Propose a menu that was sent before; its difference is shown, and `menu approve` sends it."""
    _decide_menu(session, link, as_json, lambda _sheet: GoBackToMenu(version))


@menu.command("follow-till")
@for_link
@as_json
@click.pass_obj
def follow_till(session: Session, link: str | None, as_json: bool) -> None:
    """After going back: the till's own menu counts again."""
    _decide_menu(session, link, as_json, lambda sheet: FollowTill(sheet.link))


@menu.command("allow-zero")
@click.argument("dish")
@click.option("--forbid", is_flag=True, help="Take it back.")
@for_link
@as_json
@click.pass_obj
def allow_zero(session: Session, dish: str, forbid: bool, link: str | None, as_json: bool) -> None:
    """That dish (its number at the till) is really free: its price of 0 may be sent."""
    _decide_menu(session, link, as_json, lambda sheet: AllowPriceZero(sheet.link, dish, not forbid))


@menu.command("compare")
@for_link
@seconds_to_wait
@as_json
@click.pass_obj
def compare_menu(session: Session, link: str | None, seconds: int, as_json: bool) -> None:
    """Read both sides whole and compare them now."""
    with session.opened() as agent:
        sheet = _menu(agent, link)
        compare(agent, sheet.link, "menu", seconds, as_json)
        if not as_json:
            _show_menu(agent, _menu(agent, sheet.link), as_json)


def _decide_menu(session: Session, link: str | None, as_json: bool, command: Callable[[MenuSheet], Command]) -> None:
    with session.opened() as agent:
        sheet = _menu(agent, link)
        agent.submit(command(sheet), Actor.CLI)
        _show_menu(agent, _menu(agent, sheet.link), as_json)
        tell_kept(agent, as_json)


def _menu(agent: Agent, link: str | None) -> MenuSheet:
    return one_of([sheet for name in link_names(agent, link) if (sheet := agent.menu_sheet(name)) is not None], link)


def _show_menu(agent: Agent, sheet: MenuSheet, as_json: bool) -> None:
    zone = zones_of(agent).get(sheet.link, UTC)
    if as_json:
        show(words.menu_sheet(sheet, zone))
        return
    at = format_instant(sheet.compared_at, zone) if sheet.compared_at else _("never")
    click.echo(_("{link}: last compared {at}").format(link=sheet.link, at=at))
    if sheet.held is not None:
        click.echo(_("An earlier menu is held (number {id}).").format(id=sheet.held))
    proposal = sheet.proposal
    if proposal is None:
        click.echo(_("Nothing waits to be sent"))
        return
    tell_proposal(proposal)
    difference = menu_difference(proposal.before, proposal.wanted)
    for dish in difference.dishes:
        click.echo(f"  {word(dish.kind):<14} {dish.name}  ({dish.category})")
        for field in dish.fields:
            click.echo(f"      {word(field.field)}: {_field(field)}")
    for category in difference.categories:
        told = f"{category.before or '–'} → {category.after or '–'}"
        click.echo("  " + _("Category: {change}").format(change=_("moved") if category.moved else told))


def _field(change: FieldChange) -> str:
    def told(value: object) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, tuple):
            return ", ".join(getattr(each, "name", str(each)) for each in value) or "–"
        return str(value) if value is not None else "–"

    return f"{told(change.before)} → {told(change.after)}"
