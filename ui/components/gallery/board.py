"""The gallery's window: the rail, the bar and the pages of components. Its texts are samples, not the product's."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.components import Button, ButtonKind, HealthPill, ProgressLine, Rail, SearchField, TopBar, TouchScroll
from ui.components.gallery import samples, signs
from ui.theme import Space, Tone

_SCREENS = (
    ("orders", "orders", "Ordini"),
    ("reservations", "reservations", "Prenotazioni"),
    ("alignment", "alignment", "Allineamento"),
    ("statistics", "statistics", "Statistiche"),
    ("activity", "activity", "Attività"),
    ("connections", "connections", "Collegamenti"),
)


class Gallery(QWidget):
    """Pages by the rail: orders shows cards, reservations controls, alignment signs and icons."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(1024, 768)
        self.setWindowTitle("Campanello")
        self.rail = Rail()
        for key, icon_name, text in _SCREENS:
            self.rail.add(key, icon_name, text)
        self.rail.add("settings", "settings", "Impostazioni", at_foot=True)
        self.rail.set_count("orders", 2)
        self.rail.set_count("alignment", 14)
        self.pages = QStackedWidget()
        for page in (samples.cards(), samples.controls(), signs.signs(), signs.messages()):
            self.pages.addWidget(_scrolled(page))
        self.progress = ProgressLine()
        self.progress.set_share(0.4)
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self._bar(), self.progress, self.pages):
            right.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.rail.current_changed.connect(self._turn)

    def _turn(self, key: str) -> None:
        at = next((n for n, screen in enumerate(_SCREENS) if screen[0] == key), 0)
        self.pages.setCurrentIndex(min(at, self.pages.count() - 1))

    def _bar(self) -> TopBar:
        bar = TopBar("Ordini")
        well = HealthPill("banco")
        well.show_health(Tone.GOOD, "12 s fa", state="collegato")
        ill = HealthPill("sala")
        ill.show_health(Tone.BAD, "18 min fa", state="non in linea", icon_name="offline")
        bar.add(SearchField("Cerca codice, nome, telefono"))
        bar.add(well)
        bar.add(ill)
        bar.add(Button("Sincronizza ora", ButtonKind.QUIET, "sync", compact=True))
        return bar


def _scrolled(page: QWidget) -> TouchScroll:
    scroll = TouchScroll()
    scroll.column.setContentsMargins(Space.BASE, Space.BASE, Space.BASE, Space.BASE)
    scroll.column.addWidget(page)
    scroll.column.addStretch(1)
    return scroll
