"""The rules of the till's bookings: made, replaced whole, deleted softly, brought back. For API and host alike."""

from typing import Any

from agent.sandbox.instants import truncated, zulu
from agent.sandbox.tilby import bodies
from agent.sandbox.tilby.refusal import invalid
from agent.sandbox.tilby.state import Booking, TilbyState
from agent.sandbox.wire import Json

API_USER = 7
HOST_USER = 3

MADE_BY_THE_TILL = {"id", "created_at", "updated_at", "deleted_at", "createdby_id"}


def create(state: TilbyState, told: bodies.Booking, by: str) -> Booking:
    """Raises Refusal 422."""
    fields = _fields(state, told, None)
    now = state.stamp()
    user = API_USER if by == "api" else HOST_USER
    made = {"created_at": now, "updated_at": now, "deleted_at": None, "createdby_id": user}
    booking = Booking({"id": state.next_id(), **fields, "tags": [], "tables": [], **made})
    booking.content |= _parts(state, booking, told)
    state.bookings[booking.id] = booking
    if by == "api" and told.source:
        state.creations[told.source] += 1
    state.happened(booking, by, "created", {name: (None, booking.content[name]) for name in fields})
    return booking


def replace(state: TilbyState, booking: Booking, told: bodies.Booking, by: str) -> bool:
    """All of it: what `told` leaves out is null or empty from now on. False: it changed nothing. Raises Refusal 422."""
    before = booking.content
    after = {**before, **_fields(state, told, booking), **_parts(state, booking, told), "deleted_at": None}
    different = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if different or state.switches.put_always_touches:
        booking.content = {**after, "updated_at": state.stamp()}
        state.happened(booking, by, "restored" if "deleted_at" in different else "changed", different)
    return bool(different)


def delete(state: TilbyState, booking: Booking, by: str) -> None:
    now = state.stamp()
    booking.content = {**booking.content, "deleted_at": now, "updated_at": now}
    state.happened(booking, by, "deleted", {"deleted_at": (None, now)})


def restore(state: TilbyState, booking: Booking, by: str) -> None:
    before = booking.content
    booking.content = {**before, "deleted_at": None, "updated_at": state.stamp()}
    state.happened(booking, by, "restored", {"deleted_at": (before["deleted_at"], None)})


def _fields(state: TilbyState, told: bodies.Booking, booking: Booking | None) -> Json:
    """The plain fields as the till keeps them. Raises Refusal 422."""
    if told.customer_id is not None and told.customer_id not in state.customers:
        raise invalid("customer_id: no such customer")
    if told.status not in state.statuses.values() and not state.switches.any_status:
        raise invalid(f"status: one of {', '.join(state.statuses.values())}")
    fields = told.model_dump(exclude={*MADE_BY_THE_TILL, "customer", "tags", "tables"})
    return {**fields, "booked_for": zulu(truncated(told.booked_for))}


def _parts(state: TilbyState, booking: Booking, told: bodies.Booking) -> dict[str, list[Json]]:
    """Tags and tables; one that was there keeps its id. Raises Refusal 422."""
    tables = state.tables()
    if any(seat.table_id not in tables for seat in told.tables):
        raise invalid("tables: no such table")
    seats = {seat["table_id"]: seat for seat in booking.content["tables"]}
    tags = {tag["tag"]: tag for tag in booking.content["tags"]}

    def seat(table: int) -> dict[str, Any]:
        return seats.get(table) or {"id": state.next_id(), "booking_id": booking.id, "table_id": table}

    return {
        "tags": [tags.get(tag.tag) or {"id": state.next_id(), "tag": tag.tag} for tag in told.tags],
        "tables": [seat(told_seat.table_id) for told_seat in told.tables],
    }
