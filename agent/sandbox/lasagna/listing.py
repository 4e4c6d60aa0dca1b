"""The list of reservations: filters, and pages by number that shift while things change, as such pages do.

What changes moves to the end, so whoever turns pages meanwhile can miss one: the remedy is to read again from the
last change that was seen.
"""

from collections.abc import Iterable
from datetime import date, datetime

from starlette.requests import Request

from agent.sandbox.instants import ROME, parse_iso
from agent.sandbox.lasagna.refusal import invalid
from agent.sandbox.lasagna.state import Reservation
from agent.sandbox.wire import Json

MOST = 100
"""Of the profile: `per_page` is 1 to 100, and 50 when not said."""
USUAL = 50

KNOWN = {"updated_since", "from", "to", "page", "per_page"}


def page(request: Request, reservations: Iterable[Reservation]) -> Json:
    """The page that the request asks for, oldest change first. Raises Refusal 422."""
    asked = dict(request.query_params)
    if odd := set(asked) - KNOWN:
        raise invalid(sorted(odd)[0], "no such parameter")
    number, size = _number(asked, "page", 1, None), _number(asked, "per_page", USUAL, MOST)
    since, first, last = _instant(asked, "updated_since"), _day(asked, "from"), _day(asked, "to")
    found = [
        reservation
        for reservation in reservations
        if (since is None or reservation.updated_at >= since)
        and (first is None or _day_of(reservation) >= first)
        and (last is None or _day_of(reservation) <= last)
    ]
    found.sort(key=lambda reservation: (reservation.updated_at, reservation.place))
    given = found[(number - 1) * size : number * size]
    return {
        "items": [reservation.wire() for reservation in given],
        "page": number,
        "pages": -(-len(found) // size),
        "total": len(found),
    }


def _day_of(reservation: Reservation) -> date:
    return reservation.starts_at.astimezone(ROME).date()


def _number(asked: dict[str, str], name: str, usual: int, most: int | None) -> int:
    text = asked.get(name, str(usual))
    if not text.isdecimal() or int(text) < 1 or (most is not None and int(text) > most):
        raise invalid(name, "a number from 1 on" + (f" to {most}" if most else ""))
    return int(text)


def _instant(asked: dict[str, str], name: str) -> datetime | None:
    try:
        return parse_iso(asked[name]) if name in asked else None
    except ValueError as error:
        raise invalid(name, "an instant with its offset, URL-encoded") from error


def _day(asked: dict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(asked[name]) if name in asked else None
    except ValueError as error:
        raise invalid(name, "a day as YYYY-MM-DD") from error
