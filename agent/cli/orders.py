"""`campanello orders`: what waits, and the decisions, from a terminal."""

import sys
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import click

from agent.app import Agent
from agent.cli import words
from agent.cli.session import FAILED, Session, as_json, show, zones_of
from agent.domain.commands import AcceptOrder, AcknowledgeOrder, CloseOrder, Command, PostponeOrder, RejectOrder
from agent.domain.orders import Actor, OrderState
from agent.reading import OrderSheet
from agent.sentences import sentence_of, word
from agent.texts import _, format_instant, format_money

UTC = ZoneInfo("UTC")
STATES = [state.value for state in OrderState]


@click.group()
def orders() -> None:
    """Look at orders and decide them."""


@orders.command("list")
@click.option("--link", help="Only of that link.")
@click.option(
    "--status",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in OrderState]),
    help="Only in that state.",
)
@click.option("--search", help="A code, a name or a phone number.")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 10_000))
@as_json
@click.pass_obj
def list_orders(
    session: Session, link: str | None, states: tuple[str, ...], search: str | None, limit: int, as_json: bool
) -> None:
    """The newest first."""
    with session.opened() as agent:
        wanted = [OrderState(state) for state in states] or None
        found = agent.orders(link=link, states=wanted, search=search, limit=limit)
        zones = zones_of(agent)
        if as_json:
            show([words.order_row(sheet, zones.get(sheet.order.link, UTC)) for sheet in found])
            return
        if not found:
            click.echo(_("No orders."))
        for sheet in found:
            click.echo(_row(sheet, zones.get(sheet.order.link, UTC)))


@orders.command("show")
@click.argument("reference", metavar="ID")
@as_json
@click.pass_obj
def show_order(session: Session, reference: str, as_json: bool) -> None:
    """One order with its time line."""
    with session.opened() as agent:
        sheet = _found(agent, reference)
        zone = zones_of(agent).get(sheet.order.link, UTC)
        if as_json:
            show(words.order_sheet(sheet, zone))
            return
        click.echo(_row(sheet, zone))
        for line in sheet.order.portal.lines:
            click.echo(f"  {line.quantity}x {line.name}  {format_money(line.total)}")
        for entry in sheet.history:
            said = sentence_of(entry.what, entry.params, zone)
            click.echo(f"  {format_instant(entry.at, zone)}  {word(entry.actor)}  {said.title}")


@orders.command()
@click.argument("reference", metavar="ID")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), help="Ready so long from now.")
@as_json
@click.pass_obj
def accept(session: Session, reference: str, minutes: int | None, as_json: bool) -> None:
    """Accept an order; without minutes, for the time that the guest wants."""
    within = None if minutes is None else timedelta(minutes=minutes)
    _decide(session, reference, as_json, lambda order_id: AcceptOrder(order_id, within))


@orders.command()
@click.argument("reference", metavar="ID")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), required=True, help="So much later than promised.")
@as_json
@click.pass_obj
def postpone(session: Session, reference: str, minutes: int, as_json: bool) -> None:
    """Promise a later time."""
    _decide(session, reference, as_json, lambda order_id: PostponeOrder(order_id, timedelta(minutes=minutes)))


@orders.command()
@click.argument("reference", metavar="ID")
@click.option("--reason", required=True, help="The sentence that the guest will read.")
@as_json
@click.pass_obj
def reject(session: Session, reference: str, reason: str, as_json: bool) -> None:
    """Reject an order."""
    _decide(session, reference, as_json, lambda order_id: RejectOrder(order_id, reason))


@orders.command()
@click.argument("reference", metavar="ID")
@as_json
@click.pass_obj
def close(session: Session, reference: str, as_json: bool) -> None:
    """Close an order that was handed over."""
    _decide(session, reference, as_json, CloseOrder)


@orders.command()
@click.argument("reference", metavar="ID")
@as_json
@click.pass_obj
def acknowledge(session: Session, reference: str, as_json: bool) -> None:
    """Say that a notice was read."""
    _decide(session, reference, as_json, AcknowledgeOrder)


def _decide(session: Session, reference: str, as_json: bool, command: Callable[[int], Command]) -> None:
    with session.opened() as agent:
        order_id = _found(agent, reference).order.id
        agent.submit(command(order_id), Actor.CLI)
        sheet = agent.order(order_id)
        assert sheet is not None
        zone = zones_of(agent).get(sheet.order.link, UTC)
        if as_json:
            show(words.order_row(sheet, zone))
            return
        click.echo(_row(sheet, zone))
        if not agent.running_elsewhere():
            click.echo(_("Kept. No agent is running: `campanello sync` sends it."))


def _found(agent: Agent, reference: str) -> OrderSheet:
    sheet = agent.find(reference)
    if sheet is None:
        said = sentence_of("decision.unknown_order", {"order": reference})
        click.echo(f"{said.title}\n{said.message}", err=True)
        sys.exit(FAILED)
    return sheet


def _row(sheet: OrderSheet, zone: ZoneInfo) -> str:
    order = sheet.order
    waits = f"  -> {word(sheet.waiting_for)}" if sheet.waiting_for else ""
    due = format_instant(order.portal.due_at, zone)
    return (
        f"{order.id:>5}  {order.portal.code:<8} {word(order.state):<16} {due}  "
        f"{format_money(order.portal.total):>10}  {order.portal.customer.name}{waits}"
    )
