"""Dishes that cost nothing at the till: a person says which of them are really free."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.commands import AllowPriceZero
from agent.texts import _, ngettext
from ui.alignment.reads import Free
from ui.components import Button, ButtonKind, StateBadge, Text
from ui.theme import Size, Space, Tone, Weight

MOST = 3
"""Dishes at once: the others move up as these are answered, and the preview stays in sight."""


class FreePart(QWidget):
    commanded = Signal(object)

    def __init__(self, link: str, dishes: Sequence[Free], parent: QWidget | None = None) -> None:
        """Those that nobody answered for come first."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        listed = sorted(dishes, key=lambda dish: dish.allowed)
        for dish in listed[:MOST]:
            column.addLayout(self._line(link, dish))
        more = len(listed) - MOST
        if more > 0:
            told = ngettext("and {count} more with the price 0", "and {count} more with the price 0", more)
            column.addWidget(Text(told.format(count=more), tone=Tone.NEUTRAL))

    def _line(self, link: str, dish: Free) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.CLOSE)
        badge = (Tone.GOOD, _("Free of charge")) if dish.allowed else (Tone.WAITING, _("Price 0"))
        row.addWidget(StateBadge(*badge))
        row.addWidget(Text(dish.name, Size.LIST, Weight.SEMIBOLD))
        told = _("goes on sale for nothing") if dish.allowed else _("is kept off sale")
        row.addWidget(Text(told, tone=Tone.NEUTRAL), 1)
        kind = ButtonKind.PLAIN if dish.allowed else ButtonKind.QUIET
        answer = Button(_("It is not free") if dish.allowed else _("It is really free"), kind, compact=True)
        answer.setAccessibleName(f"{dish.name}: {answer.text()}")
        command = AllowPriceZero(link, dish.ref, not dish.allowed)
        answer.clicked.connect(lambda: self.commanded.emit(command))
        row.addWidget(answer)
        return row
