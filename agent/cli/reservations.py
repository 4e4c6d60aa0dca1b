"""`campanello reservations`: what is booked on both sides, and what may be decided from here."""

import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from agent.app import Agent
from agent.cli.reservation_words import reservation_row, reservation_sheet, spoken
from agent.cli.session import FAILED, Session, as_json, show, zones_of
from agent.domain.commands import (
    AcceptReservationAsItIs,
    Command,
    MoveReservation,
    RecreateReservation,
    SetReservationState,
    SetReservationTable,
    UndoConflict,
)
from agent.domain.failures import DecisionRefused
from agent.domain.floor import Room
from agent.domain.orders import Actor
from agent.domain.reservations import Field, ReservationState
from agent.reading import ReservationSheet
from agent.sentences import sentence, sentence_of, word
from agent.texts import _, format_instant

UTC = ZoneInfo("UTC")
STATES = [state.value for state in ReservationState]


@click.group()
def reservations() -> None:
    """Look at reservations and decide them."""


@reservations.command("list")
@click.option("--link", help="Only of that link.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Only of that day of the restaurant.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only in that state.")
@click.option("--search", help="A name, a phone number or a code.")
@click.option("--limit", default=500, show_default=True, type=click.IntRange(1, 100_000))
@as_json
@click.pass_obj
def list_reservations(
    session: Session,
    link: str | None,
    day: datetime | None,
    states: tuple[str, ...],
    search: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """By their time; what needs a look is marked."""
    with session.opened() as agent:
        zones = zones_of(agent)
        zone = zones.get(link or "") or next(iter(zones.values()), UTC)
        found = agent.reservations(
            link=link,
            starting=None if day is None else _span(day.date(), zone),
            states=[ReservationState(state) for state in states] or None,
            search=search,
            limit=limit,
            latest=True,
        )
        if as_json:
            show([reservation_row(sheet, zones.get(sheet.reservation.link, UTC)) for sheet in found])
            return
        if not found:
            click.echo(_("No reservations."))
        for sheet in found:
            click.echo(_row(agent, sheet, zones.get(sheet.reservation.link, UTC)))


@reservations.command("show")
@click.argument("reference", metavar="ID")
@as_json
@click.pass_obj
def show_reservation(session: Session, reference: str, as_json: bool) -> None:
    """One reservation with both sides' values and its time line."""
    with session.opened() as agent:
        sheet = _found(agent, reference)
        zone = zones_of(agent).get(sheet.reservation.link, UTC)
        if as_json:
            show(reservation_sheet(sheet, zone))
            return
        click.echo(_row(agent, sheet, zone))
        for conflict in sheet.reservation.conflicts:
            lost = spoken(conflict.lost, conflict.field, zone)
            click.echo(_("  {field}: the other value was {value}").format(field=word(conflict.field), value=lost))
        for row in sheet.errands:
            if row.failure is not None:
                click.echo(f"  {sentence(row.failure).title}")
        for entry in sheet.history:
            said = sentence_of(entry.what, entry.params, zone)
            click.echo(f"  {format_instant(entry.at, zone)}  {word(entry.actor)}  {said.title}")


@reservations.command("set-state")
@click.argument("reference", metavar="ID")
@click.argument("state", type=click.Choice(STATES))
@click.option("--message", default="", help="For the guest, where the portal writes to him.")
@as_json
@click.pass_obj
def set_state(session: Session, reference: str, state: str, message: str, as_json: bool) -> None:
    """Confirm, reject, put on the waiting list, say that the guest arrived or did not come."""
    wanted = ReservationState(state)
    _decide(
        session, reference, as_json, lambda sheet, _agent: SetReservationState(sheet.reservation.id, wanted, message)
    )


@reservations.command("set-table")
@click.argument("reference", metavar="ID")
@click.argument("tables", nargs=-1)
@as_json
@click.pass_obj
def set_table(session: Session, reference: str, tables: tuple[str, ...], as_json: bool) -> None:
    """Give it these tables, by name or code; none takes them away."""

    def command(sheet: ReservationSheet, agent: Agent) -> Command:
        rooms = agent.rooms(sheet.reservation.link)
        return SetReservationTable(sheet.reservation.id, tuple(_table_code(rooms, table) for table in tables))

    _decide(session, reference, as_json, command)


@reservations.command()
@click.argument("reference", metavar="ID")
@click.option("--field", type=click.Choice([field.value for field in Field]), help="Needed where several differ.")
@as_json
@click.pass_obj
def undo(session: Session, reference: str, field: str | None, as_json: bool) -> None:
    """Put back the value that lost when both sides changed it."""

    def command(sheet: ReservationSheet, _agent: Agent) -> Command:
        lost = [conflict.field for conflict in sheet.reservation.conflicts]
        if field is None and len(lost) > 1:
            names = ", ".join(each.value for each in lost)
            raise click.UsageError(
                _("Several values can be put back; choose one with --field: {names}").format(names=names)
            )
        chosen = Field(field) if field else (lost[0] if lost else Field.STATE)
        return UndoConflict(sheet.reservation.id, chosen)

    _decide(session, reference, as_json, command)


@reservations.command()
@click.argument("reference", metavar="ID")
@as_json
@click.pass_obj
def recreate(session: Session, reference: str, as_json: bool) -> None:
    """Alive again on the portal after it was closed at the till: create it anew there."""
    _decide(session, reference, as_json, lambda sheet, _agent: RecreateReservation(sheet.reservation.id))


@reservations.command()
@click.argument("reference", metavar="ID")
@click.argument("when", metavar="WHEN")
@as_json
@click.pass_obj
def move(session: Session, reference: str, when: str, as_json: bool) -> None:
    """To another time of its day (20:30), or to another day too (2026-11-21T20:30), on the restaurant's clock."""

    def command(sheet: ReservationSheet, agent: Agent) -> Command:
        zone = zones_of(agent).get(sheet.reservation.link, UTC)
        return MoveReservation(sheet.reservation.id, _instant(when, sheet.reservation.booking.starts_at, zone))

    _decide(session, reference, as_json, command)


@reservations.command("accept-as-is")
@click.argument("reference", metavar="ID")
@as_json
@click.pass_obj
def accept_as_is(session: Session, reference: str, as_json: bool) -> None:
    """What lost, or a sale that differs, was looked at and is right: it asks for nobody any more."""
    _decide(session, reference, as_json, lambda sheet, _agent: AcceptReservationAsItIs(sheet.reservation.id))


def _decide(
    session: Session, reference: str, as_json: bool, command: Callable[[ReservationSheet, Agent], Command]
) -> None:
    with session.opened() as agent:
        sheet = _found(agent, reference)
        agent.submit(command(sheet, agent), Actor.CLI)
        after = agent.reservation(sheet.reservation.id)
        assert after is not None
        zone = zones_of(agent).get(after.reservation.link, UTC)
        if as_json:
            show(reservation_row(after, zone))
            return
        click.echo(_row(agent, after, zone))
        if not agent.running_elsewhere():
            click.echo(_("Kept. No agent is running: `campanello sync` sends it."))


def _found(agent: Agent, reference: str) -> ReservationSheet:
    sheet = agent.find_reservation(reference)
    if sheet is None:
        said = sentence_of("decision.unknown_reservation", {"reservation": reference})
        click.echo(f"{said.title}\n{said.remedy}", err=True)
        sys.exit(FAILED)
    return sheet


def _table_code(rooms: tuple[Room, ...], said: str) -> str:
    """The code of the table that a person names. Raises `DecisionRefused`; a till that tells no rooms is believed."""
    tables = [table for room in rooms for table in room.tables]
    matching = [table.code for table in tables if said.lower() in (table.code.lower(), table.name.lower())]
    if matching or not tables:
        return matching[0] if matching else said
    raise DecisionRefused("decision.unknown_table", table=said, known=", ".join(table.name for table in tables))


def _instant(said: str, held: datetime, zone: ZoneInfo) -> datetime:
    """What a person wrote, without a zone as the restaurant's clock shows it."""
    try:
        told = datetime.fromisoformat(said) if "T" in said else None
        local = time.fromisoformat(said) if told is None else None
    except ValueError:
        raise click.BadParameter(_("A time as 20:30, or a day and a time as 2026-11-21T20:30.")) from None
    if told is None:
        assert local is not None
        told = datetime.combine(held.astimezone(zone).date(), local)
    return told if told.tzinfo else told.replace(tzinfo=zone)


def _span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def _row(agent: Agent, sheet: ReservationSheet, zone: ZoneInfo) -> str:
    held = sheet.reservation
    names = {table.code: table.name for room in agent.rooms(held.link) for table in room.tables}
    tables = ", ".join(names.get(code, code) for code in held.booking.tables)
    waits = f"  -> {word(sheet.waiting_for)}" if sheet.waiting_for else ""
    state = word(held.booking.state) if held.booking.state else ""
    at = format_instant(held.booking.starts_at, zone)
    return f"{held.id:>5}  {at}  {held.booking.covers:>3}  {state:<16} {tables:<8} {held.booking.guest.name}{waits}"
