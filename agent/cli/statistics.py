"""`campanello statistics`: the figures of some days, for a person, a script or a spreadsheet."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import click

from agent.app import Agent
from agent.cli.proposals import check_link
from agent.cli.session import Session, as_json, show, zones_of
from agent.cli.words import Json
from agent.domain.statistics import Figures, OrderFigures, ReservationFigures, Statistics
from agent.sentences import word
from agent.texts import _, format_count, format_duration, format_money, ngettext

DAYS = 7
"""How many are counted when none are named: up to today."""

LONGEST = 1100
"""Three years: a slip of the year would count for minutes."""

A_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=A_DAY, help="The first day, as 2026-11-01; without: a week up to the last.")
@click.option("--to", "last", type=A_DAY, help="The last day, which counts; without: today.")
@click.option("--link", help="Only of that link.")
@click.option("--csv", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write a table into this file.")
@as_json
@click.pass_obj
def statistics(
    session: Session, first: datetime | None, last: datetime | None, link: str | None, file: Path | None, as_json: bool
) -> None:
    """Takings, covers, orders and reservations of some days, both counted."""
    with session.opened() as agent:
        check_link(agent, link)
        begins, ends = _span(agent, link, first, last)
        found = agent.statistics(begins, ends, link)
        if file is not None:
            agent.save_statistics(found, file)
        if as_json:
            show(_told(found, link))
        elif file is None:
            _tell(found)
        else:
            click.echo(_("{file} has the figures of {days} days.").format(file=file.name, days=len(found.by_day)))


def _span(agent: Agent, link: str | None, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    zones = [zone for name, zone in zones_of(agent).items() if link in (None, name)]
    today = agent.clock.now().astimezone(zones[0] if zones else None).date()
    ends = last.date() if last else max(today, first.date()) if first else today
    begins = first.date() if first else ends - timedelta(days=DAYS - 1)
    if ends < begins:
        raise click.UsageError(_("The last day is before the first."))
    if (ends - begins).days >= LONGEST:
        raise click.UsageError(_("At most {days} days at once.").format(days=LONGEST))
    return begins, ends


def _tell(found: Statistics) -> None:
    total, orders, booked = found.total, found.orders, found.reservations
    click.echo(f"{found.first} – {found.last}")
    average = _cents(total.per_cover)
    sales = ngettext("{count} sale", "{count} sales", total.sales).format(count=format_count(total.sales))
    lines = [
        (_("Takings"), f"{format_money(total.takings)} ({sales})"),
        *((f"  {word(each.source)}", format_money(each.figures.takings)) for each in found.by_source),
        (_("Covers"), format_count(total.covers)),
        (_("Average per cover"), format_money(average) if average is not None else "–"),
        (
            _("Orders"),
            _("{arrived} arrived, {accepted} accepted, {rejected} rejected, {expired} expired").format(
                arrived=orders.arrived, accepted=orders.accepted, rejected=orders.rejected, expired=orders.expired
            ),
        ),
        (_("Time to accept"), "–" if orders.time_to_accept is None else format_duration(orders.time_to_accept)),
        (_("Ready on time"), _("{part} of {whole}").format(part=orders.on_time, whole=orders.on_time + orders.late)),
        (
            _("Reservations"),
            _("{booked} booked, {came} came, {no_shows} no-shows").format(
                booked=booked.booked, came=booked.came, no_shows=booked.no_shows
            ),
        ),
    ]
    for name, told in lines:
        click.echo(f"{name}: {told}")


def _told(found: Statistics, link: str | None) -> dict[str, Json]:
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "link": link,
        "total": _figures(found.total),
        "by_day": [{"day": each.day.isoformat(), **_figures(each.figures)} for each in found.by_day],
        "by_hour": [{"hour": each.hour, **_figures(each.figures)} for each in found.by_hour],
        "by_source": [{"source": each.source.value, **_figures(each.figures)} for each in found.by_source],
        "orders": _orders(found.orders),
        "orders_by_day": [{"day": each.day.isoformat(), **_orders(each.figures)} for each in found.orders_by_day],
        "reservations": _reservations(found.reservations),
        "reservations_by_day": [
            {"day": each.day.isoformat(), **_reservations(each.figures)} for each in found.reservations_by_day
        ],
    }


def _figures(figures: Figures) -> dict[str, Json]:
    average = _cents(figures.per_cover)
    return {
        "takings": str(figures.takings),
        "sales": figures.sales,
        "covers": figures.covers,
        "seated_takings": str(figures.seated_takings),
        "per_cover": None if average is None else str(average),
    }


def _orders(orders: OrderFigures) -> dict[str, Json]:
    spent = orders.time_to_accept
    return {
        "arrived": orders.arrived,
        "accepted": orders.accepted,
        "rejected": orders.rejected,
        "expired": orders.expired,
        "cancelled": orders.cancelled,
        "seconds_to_accept": None if spent is None else round(spent.total_seconds()),
        "on_time": orders.on_time,
        "late": orders.late,
    }


def _reservations(booked: ReservationFigures) -> dict[str, Json]:
    return {
        "booked": booked.booked,
        "covers": booked.covers,
        "came": booked.came,
        "no_shows": booked.no_shows,
        "cancelled": booked.cancelled,
        "rejected": booked.rejected,
    }


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
