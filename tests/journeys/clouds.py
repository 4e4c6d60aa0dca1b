"""Lasagna and Tilby on loopback, with the program's own passes between them: no threads, no waiting."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from agent import configuration
from agent.clock import ServerClock
from agent.composition import Link, Workshop, pair_shapes
from agent.domain.reservations import Reservation
from agent.links import RECIPES
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.store import Store
from agent.sync.link_pass import LinkPass, PassReport
from agent.vault import MemoryVault

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


class Clouds:
    """The agent's lane, by hand. `killed` ends it without a word and begins anew on the same database."""

    def __init__(self, folder: Path, world: CrmSandbox) -> None:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        self.world = world
        self._folder = folder
        self.vault = MemoryVault(world.secrets())
        file = folder / "campanello.toml"
        file.write_text(world.configuration() + SETTINGS, encoding="utf-8")
        (read,) = configuration.load(file, pair_shapes()).links
        self.link = Link(read, RECIPES[read.pair])
        self.clock = ServerClock()
        self.store, self.work = self._begun()

    def passes(self, times: int = 1, *, full: bool = False) -> list[PassReport]:
        reports = []
        for _each in range(times):
            self.work.take_up()
            reports.append(self.work.run(pull=True, full=full, go_on=lambda: True, flows=frozenset(self.work.flows)))
        return reports

    def killed(self) -> None:
        self.work.close()
        self.store.close()
        self.store, self.work = self._begun()

    def close(self) -> None:
        self.work.close()
        self.store.close()

    def held(self) -> tuple[Reservation, ...]:
        with self.store.reading() as ledger:
            return ledger.reservations()

    def _begun(self) -> tuple[Store, LinkPass]:
        store = Store(self._folder / "campanello.db")
        store.open()
        shop = Workshop(store, self.vault, self.clock, lambda: 0.0, lambda _event: None, lambda *_heard: None)
        return store, shop.link_pass(self.link)


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
