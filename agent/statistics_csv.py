"""The statistics as a table for a spreadsheet: one line a day, the whole span last. Its form is in `docs/cli.md`.

As Excel wants it in Italy, whatever language the program speaks: semicolons, decimal commas, a byte order mark so that
accents are read as what they are. Days as 2026-11-21, which it takes for days everywhere. No guest is in it.
"""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from agent.domain.failures import Unavailable
from agent.domain.statistics import Figures, OrderFigures, ReservationFigures, Statistics
from agent.texts import N_, _

HEADINGS = (
    N_("Day"),
    N_("Takings (€)"),
    N_("Sales"),
    N_("Covers"),
    N_("Takings of sales with covers (€)"),
    N_("Average per cover (€)"),
    N_("Orders"),
    N_("Orders accepted"),
    N_("Orders rejected"),
    N_("Orders expired"),
    N_("Orders cancelled after all"),
    N_("Time to accept (min)"),
    N_("Ready on time"),
    N_("Ready late"),
    N_("Reservations"),
    N_("Covers booked"),
    N_("Guests came"),
    N_("No-shows"),
    N_("Reservations cancelled"),
    N_("Reservations rejected"),
)


def write(statistics: Statistics, file: Path) -> None:
    """All or nothing. Raises `Unavailable` (`moving.*`). An existing file is not written over."""
    if file.exists():
        raise Unavailable("moving.file_exists", file=file.name)
    unfinished = file.with_name(f"{file.name}.part")
    try:
        # Excel knows by the mark that it is UTF-8; `newline=""`: the table has its own.
        unfinished.write_text(text_of(statistics), encoding="utf-8-sig", newline="")
        unfinished.replace(file)
    except OSError as error:
        raise Unavailable("moving.not_written", file=file.name, error=type(error).__name__) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def text_of(statistics: Statistics) -> str:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow([_(heading) for heading in HEADINGS])
    days = zip(statistics.by_day, statistics.orders_by_day, statistics.reservations_by_day, strict=True)
    for sold, ordered, booked in days:
        writer.writerow(_line(sold.day.isoformat(), sold.figures, ordered.figures, booked.figures))
    writer.writerow(_line(_("Total"), statistics.total, statistics.orders, statistics.reservations))
    return table.getvalue()


def _line(name: str, sold: Figures, orders: OrderFigures, booked: ReservationFigures) -> Sequence[str | int]:
    spent = orders.time_to_accept
    minutes = None if spent is None else Decimal(round(spent.total_seconds())) / 60
    return (
        name,
        _decimal(sold.takings),
        sold.sales,
        sold.covers,
        _decimal(sold.seated_takings),
        _decimal(sold.per_cover),
        orders.arrived,
        orders.accepted,
        orders.rejected,
        orders.expired,
        orders.cancelled,
        _decimal(minutes),
        orders.on_time,
        orders.late,
        booked.booked,
        booked.covers,
        booked.came,
        booked.no_shows,
        booked.cancelled,
        booked.rejected,
    )


def _decimal(number: Decimal | None) -> str:
    """Two places; empty where there is none."""
    return "" if number is None else f"{number.quantize(Decimal('0.01'), ROUND_HALF_UP)}".replace(".", ",")
