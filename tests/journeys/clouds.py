"""Lasagna and Tilby on loopback, and what each says in the other's words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agent.sandbox.crm_sandbox import CrmSandbox
from tests.journeys.by_hand import ByHand

SETTINGS = """\
calls_per_second = 100
[links.settings]
poll_seconds = 5
"""

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)

STATUS = {
    "da_confermare": "to_confirm",
    "confermata": "confirmed",
    "da_assegnare": "to_assign",
    "assegnata": "assigned",
    "lista_attesa": "waiting_list",
    "arrivato": "arrived",
    "checked_out": "checked_out",
}


class Clouds(ByHand):
    """Lasagna and Tilby."""

    flows = frozenset({"reservations"})

    def __init__(self, folder: Path, world: CrmSandbox) -> None:
        super().__init__(folder, world, SETTINGS)
        self.world = world


def tilby_says(booking: dict[str, Any]) -> dict[str, Any]:
    """A booking of the till in the words of the portal, as far as both can say it."""
    customer = booking["customer"] or {}
    return {
        "starts_at": datetime.fromisoformat(booking["booked_for"]),
        "covers": booking["people"],
        "status": "annullata" if booking["deleted_at"] else _status(booking["status"]),
        "duration": booking["duration"],
        "table": next((str(table["table_id"]) for table in booking["tables"]), None),
        "notes": _above_the_line(booking["notes"]),
        "guest": (customer.get("first_name"), customer.get("last_name")),
    }


def lasagna_says(reservation: dict[str, Any]) -> dict[str, Any]:
    guest = reservation["guest"] or {}
    return {
        "starts_at": datetime.fromisoformat(reservation["starts_at"]),
        "covers": reservation["covers"],
        "status": reservation["status"],
        "duration": reservation["duration_minutes"],
        "table": reservation["table_code"],
        "notes": reservation["notes"] or None,
        "guest": (guest.get("first_name"), guest.get("last_name")),
    }


def _status(code: str) -> str:
    return next(word for word, known in STATUS.items() if known == code)


def _above_the_line(notes: str | None) -> str | None:
    return (notes or "").partition("--- Domande ---")[0].strip() or None
