"""Sample signs: icons, badges, tray marks on light and dark panels; and sample messages."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

import resources
from ui.components import (
    Banner,
    Card,
    CountBadge,
    Countdown,
    EmptyState,
    SectionTitle,
    StateBadge,
    Text,
    TrayState,
    drawing,
    paint_icon,
    tray_pixmap,
)
from ui.components.toast import Toast
from ui.theme import Size, Space, Token, Tone

_SIZES = (16, 22, 24, 32, 48)
_PANELS = ("#F3F3F3", "#202020")
_COUNTS = (1, 12, 120)


class IconPiece(QWidget):
    """One icon, painted anew with each theme."""

    def __init__(self, name: str, side: int = 24) -> None:
        super().__init__()
        self._name, self._side = name, side
        self.setFixedSize(side + 8, side + 8)
        self.setToolTip(name)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        paint_icon(painter, self._name, drawing.colour(Token.INK), QRectF(4, 4, self._side, self._side))
        painter.end()


class TrayStrip(QWidget):
    """Every state of the tray in every size, on one panel."""

    def __init__(self, panel: str) -> None:
        super().__init__()
        self._panel = QColor(panel)
        self.setFixedSize(840, 168)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._panel)
        waiting = [(TrayState.WAITING, count) for count in _COUNTS]
        others = (TrayState.WELL, TrayState.ATTENTION, TrayState.OFFLINE, TrayState.PAUSED)
        shown = [*waiting, *((state, 0) for state in others)]
        y = 8
        for size in _SIZES:
            for column, (state, count) in enumerate(shown):
                painter.drawPixmap(16 + column * 64, y, tray_pixmap(state, count, size))
            y += size + 6 if size < 48 else 0
        painter.end()


def signs() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(Space.CLOSE)
    column.addWidget(SectionTitle("Icone"))
    grid = QGridLayout()
    grid.setSpacing(Space.SNUG)
    for at, file in enumerate(sorted(resources.path("icons").glob("*.svg"))):
        grid.addWidget(IconPiece(file.stem), at // 20, at % 20)
    column.addLayout(grid)
    column.addWidget(SectionTitle("Stati"))
    row = QHBoxLayout()
    for tone in Tone:
        row.addWidget(StateBadge(tone, tone.name.capitalize()))
    for count in (3, 27, 120):
        row.addWidget(CountBadge(count))
    row.addStretch(1)
    column.addLayout(row)
    dials = QHBoxLayout()
    for text, share, tone in (("10:00", 1.0, Tone.BRASS), ("4:12", 0.5, Tone.WAITING), ("0:31", 0.1, Tone.BAD)):
        dial = Countdown()
        dial.show_left(text, share, tone, caption="minuti")
        dials.addWidget(dial)
    dials.addStretch(1)
    column.addLayout(dials)
    column.addWidget(SectionTitle("Barra di sistema"))
    for panel in _PANELS:
        column.addWidget(TrayStrip(panel))
    return page


def messages() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(Space.CLOSE)
    column.addWidget(
        Banner(
            Tone.BAD,
            "Il portale non risponde",
            "L'ultima risposta è di 18 minuti fa.",
            "Gli ordini già arrivati restano qui; si riprova da soli.",
            "Riprova",
            dismissible=True,
        )
    )
    column.addWidget(Banner(Tone.WAITING, "Accetta anche in cassa", "La comanda parte dalla cassa: ordine A37."))
    column.addWidget(Banner(Tone.INFO, "È disponibile un aggiornamento", action_text="Che cosa cambia"))
    column.addWidget(Banner(Tone.GOOD, "Collegamento provato", "Il portale e la cassa rispondono."))
    column.addWidget(Toast(Tone.GOOD, "A37 accettato per le 20:34", "Annulla", seconds=3600))
    card = Card()
    card.body.addWidget(
        EmptyState("bell", "Nessun ordine in attesa", "Quando ne arriva uno, suona e compare qui.", "Sincronizza ora")
    )
    card.body.addWidget(Text("13 Testo  15 Elenco  20 Titolo  28 Cifre  0123456789 €", Size.TITLE))
    column.addWidget(card)
    return page
