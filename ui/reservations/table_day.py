"""The parties of one table on that day: below the room map, when a table with several is touched."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.texts import _, format_time
from ui.components import Button, ButtonKind, FlowLayout, Hairline, Text
from ui.reservations.face import SIGNS
from ui.reservations.tiles import Tile
from ui.theme import Size, Space, Tone, Weight


class TableDay(QWidget):
    opened = Signal(int)
    closed = Signal()

    def __init__(self, tile: Tile, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.CLOSE)
        column.setSpacing(Space.SNUG)
        column.addWidget(Hairline())
        head = QHBoxLayout()
        head.addWidget(Text(_("Table {tables}").format(tables=tile.name), Size.LIST, Weight.SEMIBOLD), 1)
        close = Button("", ButtonKind.PLAIN, "close", compact=True)
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.closed)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(head)
        if not tile.parties:
            column.addWidget(Text(_("Nobody has booked this table on this day."), tone=Tone.NEUTRAL))
        place = QWidget()
        flow = FlowLayout(place)
        for party in tile.parties:
            told = f"{format_time(party.starts_at, zone)}  {party.guest}, {party.covers}"
            button = Button(told, icon_name=SIGNS[party.state][1])
            button.clicked.connect(lambda _on=False, held=party.id: self.opened.emit(held))
            self.buttons.append(button)
            flow.addWidget(button)
        column.addWidget(place)
