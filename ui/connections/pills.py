"""The health of every link in the bar above the screens, with the age of its last success."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent.domain.health import LinkStatus
from ui.components import HealthPill
from ui.connections.health import age_text, look_of
from ui.theme import Space


class HealthPills(QWidget):
    """`pressed(link)`."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.SNUG)
        self.pills: dict[str, HealthPill] = {}

    def show_links(self, links: Sequence[LinkStatus], now: datetime) -> None:
        for status in links:
            pill = self.pills.get(status.name)
            if pill is None:
                pill = self.pills[status.name] = HealthPill(status.name)
                pill.clicked.connect(lambda _on=False, link=status.name: self.pressed.emit(link))
                self._row.addWidget(pill)
            look = look_of(status)
            pill.show_health(look.tone, age_text(status, now), state=look.text, icon_name=look.icon)
