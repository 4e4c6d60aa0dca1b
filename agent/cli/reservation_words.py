"""Reservations in the words of the machine interface. Their form is fixed in `docs/cli.md`."""

from zoneinfo import ZoneInfo

from agent.cli.words import Json, failure, instant
from agent.domain.reservations import Booking, Conflict, Field, SideRecord
from agent.reading import ReservationSheet


def reservation_row(sheet: ReservationSheet, zone: ZoneInfo) -> dict[str, Json]:
    """One line of `reservations list`."""
    held = sheet.reservation
    booking = held.booking
    return {
        "id": held.id,
        "link": held.link,
        "starts_at": instant(booking.starts_at, zone),
        "covers": booking.covers,
        "state": booking.state.value if booking.state else None,
        "tables": list[Json](_tables(sheet)),
        "guest": booking.guest.name,
        "portal_ref": held.portal.said.ref if held.portal else None,
        "pos_ref": held.pos.said.ref if held.pos else None,
        "conflict": bool(held.conflicts),
        "parked": sheet.parked,
        "closed_pair": held.closed_pair,
        "reopened": held.reopened,
        "waiting_for": sheet.waiting_for.value if sheet.waiting_for else None,
    }


def reservation_sheet(sheet: ReservationSheet, zone: ZoneInfo) -> dict[str, Json]:
    """`reservations show`: the row, and everything that is known."""
    held = sheet.reservation
    return {
        **reservation_row(sheet, zone),
        **_values(held.booking, zone),
        "portal": _record(held.portal, zone),
        "pos": _record(held.pos, zone),
        "conflicts": [_conflict(conflict, held.booking, zone) for conflict in held.conflicts],
        "actions": [state.value for state in sheet.actions],
        "checks": [
            {"id": check.ref, "paid": check.paid, "covers": check.covers, "room": check.room, "table": check.table}
            for check in held.checks
        ],
        "sales": [
            {
                "check": sale.check_ref,
                "closed_at": instant(sale.closed_at, zone),
                "covers": sale.covers,
                "total": str(sale.total),
                "till_says": None if sale.till_says is None else str(sale.till_says),
            }
            for sale in held.sold
        ],
        "sale_differs": held.sale_differs,
        "errands": [
            {
                "id": row.id,
                "kind": row.kind.value,
                "state": row.state.value,
                "attempts": row.attempts,
                "failure": failure(row.failure),
            }
            for row in sheet.errands
        ],
        "history": [
            {
                "at": instant(entry.at, zone),
                "actor": entry.actor.value,
                "what": entry.what,
                "params": dict[str, Json](entry.params),
            }
            for entry in sheet.history
        ],
    }


def _tables(sheet: ReservationSheet) -> tuple[str, ...]:
    """What is agreed on; where the tables are the till's alone, what the till says."""
    held = sheet.reservation
    if held.booking.tables or held.pos is None:
        return held.booking.tables
    return () if sheet.may_set_table else held.pos.said.booking.tables


def _values(booking: Booking, zone: ZoneInfo) -> dict[str, Json]:
    return {
        "stay_minutes": booking.stay,
        "notes": booking.notes,
        "answers": [{"question": each.question, "answer": each.answer} for each in booking.answers],
        "phone": booking.guest.phone,
        "email": booking.guest.email,
    }


def _record(record: SideRecord | None, zone: ZoneInfo) -> Json:
    if record is None:
        return None
    said = record.said
    return {
        "ref": said.ref,
        "status": said.status,
        "state": said.booking.state.value if said.booking.state else None,
        "starts_at": instant(said.booking.starts_at, zone),
        "covers": said.booking.covers,
        "tables": list[Json](said.booking.tables),
        "room": said.room,
        "guest": said.booking.guest.name,
        **_values(said.booking, zone),
        "cut": list[Json](sorted(field.value for field in said.cut)),
    }


def _conflict(conflict: Conflict, kept: Booking, zone: ZoneInfo) -> Json:
    return {
        "field": conflict.field.value,
        "at": instant(conflict.at, zone),
        "kept": spoken(kept, conflict.field, zone),
        "lost": spoken(conflict.lost, conflict.field, zone),
        "lost_side": conflict.side.value,
    }


def spoken(booking: Booking, field: Field, zone: ZoneInfo) -> str:
    """One value as text."""
    match field:
        case Field.STARTS_AT:
            return instant(booking.starts_at, zone) or ""
        case Field.TABLES:
            return ", ".join(booking.tables)
        case Field.ANSWERS:
            return "; ".join(f"{each.question}: {each.answer}" for each in booking.answers)
        case Field.GUEST:
            known = (booking.guest.name, booking.guest.phone, booking.guest.email)
            return ", ".join(part for part in known if part)
        case Field.STATE:
            return booking.state.value if booking.state else ""
        case _:
            return str(booking.of(field) or "")
