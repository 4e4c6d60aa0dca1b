"""What of a reservation asks for a person, each with its way on: parked, in conflict, reopened, a sale differs."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent.domain.commands import AcceptReservationAsItIs, RecreateReservation
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.failures import Side
from agent.domain.reservations import Reservation
from agent.reading import ReservationSheet
from agent.sentences import Sentence, sentence, sentence_of
from agent.texts import _, format_money
from ui.components import Banner, Button
from ui.orders.spot import Spot
from ui.orders.troubles import TroublePart, TroubleTold
from ui.reservations.panel_parts import ConflictPart
from ui.theme import Tone


class Asking(Spot):
    commanded = Signal(object)

    def show_sheet(self, sheet: ReservationSheet, zone: ZoneInfo, names: Mapping[str, str]) -> None:
        held = sheet.reservation
        parts: list[QWidget] = []
        for row in sheet.errands:
            if row.state is ErrandState.PARKED:
                trouble = TroublePart(TroubleTold(_why(row), row.id))
                trouble.commanded.connect(self.commanded)
                parts.append(trouble)
        for conflict in held.conflicts:
            part = ConflictPart(held, conflict, zone, names)
            part.commanded.connect(self.commanded)
            parts.append(part)
        parts += self._closed(held)
        if held.sale_differs:
            told = sentence_of("history.sale_differs", {})
            message = "\n".join([told.message, *differing_sales(held)])
            parts.append(Banner(Tone.WAITING, told.title, message, told.remedy))
        if held.conflicts or held.sale_differs:
            fine = Button(_("Right as it is"), icon_name="check", compact=True)
            fine.clicked.connect(lambda: self.commanded.emit(AcceptReservationAsItIs(held.id)))
            parts.append(fine)
        if sheet.on_its_way:
            parts.append(_on_its_way([row for row in sheet.errands if row.state.open]))
        self.fill(parts)

    def _closed(self, held: Reservation) -> list[QWidget]:
        if held.reopened:
            told = sentence_of("history.reservation_reopened", {})
            banner = Banner(Tone.WAITING, told.title, told.message, told.remedy, _("Create anew at the till"))
            banner.acted.connect(lambda: self.commanded.emit(RecreateReservation(held.id)))
            return [banner]
        if held.closed_pair:
            told = sentence_of("decision.reservation_closed", {})
            return [Banner(Tone.NEUTRAL, told.title, told.message)]
        return []


def differing_sales(held: Reservation) -> list[str]:
    """A line for each: what the portal was told, and what the till counts now."""
    return [
        _("Check {number}: {told} was sent, the till now says {says}.").format(
            number=sale.check_ref, told=format_money(sale.total), says=format_money(sale.till_says)
        )
        for sale in held.sold
        if sale.till_says is not None and sale.till_says != sale.total
    ]


def _why(row: OutboxRow) -> Sentence:
    return sentence(row.failure) if row.failure else sentence_of("history.parked", {"kind": row.kind.value})


def _on_its_way(rows: list[OutboxRow]) -> Banner:
    """Where it is not yet, and what keeps it when something does."""
    sides = {row.kind.side for row in rows}
    title = _("Not on the other side yet")
    if len(sides) == 1:
        title = _("Not at the till yet") if Side.POS in sides else _("Not on the portal yet")
    kept = next((row.failure for row in rows if row.failure is not None), None)
    goes = _("It goes by itself as soon as it can.")
    return Banner(Tone.INFO, title, goes if kept is None else f"{sentence(kept).title}. {goes}", icon_name="send")
