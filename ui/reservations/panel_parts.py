"""The parts of a reservation's sheet: both sides' values, conflicts, checks, time line."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.commands import UndoConflict
from agent.domain.failures import Side
from agent.domain.history import Entry
from agent.domain.reservations import Conflict, Field, Reservation
from agent.sentences import sentence_of, word
from agent.texts import _, format_instant, format_money
from ui.components import Banner, Button, KeyValues, SectionTitle, Text
from ui.orders.icon_label import IconLabel
from ui.reservations.face import differs, said_text, value_text
from ui.theme import Size, Space, Token, Tone, Weight

SHOWN = (Field.STATE, Field.STARTS_AT, Field.COVERS, Field.TABLES, Field.GUEST, Field.NOTES, Field.STAY)


class BothSides(QWidget):
    """Field by field what the portal says and what the till says; what differs is marked, with a word."""

    def __init__(
        self, held: Reservation, zone: ZoneInfo, names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.CLOSE)
        grid.setVerticalSpacing(Space.SNUG)
        for column, title in enumerate((_("Portal"), _("Till")), start=1):
            grid.addWidget(Text(title, Size.TEXT, Weight.SEMIBOLD, Tone.NEUTRAL), 0, column)
            grid.setColumnStretch(column, 1)
        for row, field in enumerate(SHOWN, start=1):
            said = [said_text(held, side, field, zone, names) for side in (Side.PORTAL, Side.POS)]
            label = Text(word(field).capitalize(), Size.TEXT, tone=Tone.NEUTRAL)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            other = differs(held, field)
            grid.addWidget(_value(word(field), said[0]), row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(_till_value(word(field), said[1], differs=other), row, 2)


def _value(name: str, value: str, weight: Weight = Weight.REGULAR) -> Text:
    shown = Text(value, Size.TEXT, weight, tabular=True, wrap=True)
    shown.setAccessibleName(f"{name}: {value}")
    return shown


def _till_value(name: str, value: str, *, differs: bool) -> QVBoxLayout:
    """What the till says; that it is another value is told by a sign and a word, not by a colour alone."""
    column = QVBoxLayout()
    column.setSpacing(0)
    shown = _value(name, value, Weight.SEMIBOLD if differs else Weight.REGULAR)
    column.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
    if differs:
        other = _("Till, different: {value}").format(value=value)
        shown.setAccessibleName(f"{name}: {other}")
        mark = IconLabel("warning", _("At the till: different"), Token.WAITING, Size.TEXT)
        mark.label.set_tone(Tone.WAITING)
        column.addWidget(mark)
    column.addStretch(1)
    return column


class ConflictPart(QWidget):
    """Both sides changed it: what counts, what lost, and the way back."""

    commanded = Signal(object)

    def __init__(
        self,
        held: Reservation,
        conflict: Conflict,
        zone: ZoneInfo,
        names: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        counts = value_text(held.booking, conflict.field, zone, names)
        lost = value_text(conflict.lost, conflict.field, zone, names)
        whose = _("Portal") if conflict.side is Side.PORTAL else _("Till")
        said = sentence_of("history.reservation_conflict", {"field": conflict.field.value})
        told = _("“{counts}” counts; {side} had said “{lost}”.").format(counts=counts, side=whose, lost=lost)
        column.addWidget(Banner(Tone.WAITING, said.title, told))
        back = Button(_("Put the other value back: {value}").format(value=lost), icon_name="undo", compact=True)
        back.clicked.connect(lambda: self.commanded.emit(UndoConflict(held.id, conflict.field)))
        column.addWidget(back)


class Consumption(QWidget):
    """The checks that were opened for it, and what was paid."""

    def __init__(self, held: Reservation, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(SectionTitle(_("At the table")))
        facts = KeyValues()
        sold = {sale.check_ref: sale for sale in held.sold}
        for check in held.checks:
            place = ", ".join(part for part in (check.room, check.table) if part)
            name = _("Check {number}").format(number=check.ref)
            sale = sold.get(check.ref)
            told = (
                _("paid, {total}").format(total=format_money(sale.total))
                if sale
                else _("paid")
                if check.paid
                else _("open")
            )
            facts.put(name, f"{place}: {told}" if place else told)
        column.addWidget(facts)


class TimeLine(QWidget):
    """Every hop with its instant and who did it, oldest first."""

    def __init__(self, history: tuple[Entry, ...], zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(SectionTitle(_("How it went")))
        for entry in history:
            row = QHBoxLayout()
            row.setSpacing(Space.CLOSE)
            at = Text(format_instant(entry.at, zone), Size.TEXT, tone=Tone.NEUTRAL, tabular=True)
            row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
            said = sentence_of(entry.what, entry.params, zone)
            row.addWidget(Text(f"{said.title} ({word(entry.actor)})", Size.TEXT, wrap=True), 1)
            column.addLayout(row)
