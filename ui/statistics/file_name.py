"""What the table of some days is called."""

from agent.domain.reservation_ports import Days
from agent.texts import _


def file_name(days: Days, link: str | None) -> str:
    """`statistics-sala-2026-11-15-2026-11-21.csv`."""
    parts = (_("statistics"), _plain(link or ""), days.first.isoformat(), days.last.isoformat())
    return "-".join(part for part in parts if part) + ".csv"


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in name).strip("-")[:40]
