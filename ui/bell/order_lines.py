"""What was ordered, as the kitchen reads it: how many, what, with and without; notes; what the till does not know."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent.texts import _
from ui.bell.faces import LineFace, OrderFace
from ui.bell.order_head import Sign
from ui.bell.pieces import Badge, words
from ui.bell.spans import Span, Spans
from ui.components import Text, drawing
from ui.theme import RADIUS, Size, Space, Token, Tone, Weight

TIED = "\N{NO-BREAK SPACE}"


class OrderLines(QWidget):
    def __init__(self, face: OrderFace) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.CLOSE)
        if face.notes:
            # First: where the list is longer than its room, the guest's words must not be what is out of sight.
            column.addWidget(Note(face.notes))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.CLOSE)
        grid.setVerticalSpacing(Space.SNUG)
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(face.lines):
            _lay_line(grid, row, line)
        column.addLayout(grid)


class Note(QWidget):
    """What the guest wrote, on a ground of its own."""

    def __init__(self, text: str, tone: Tone = Tone.WAITING, icon_name: str = "note") -> None:
        super().__init__()
        self._tone = tone
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.CLOSE, Space.SNUG, Space.CLOSE, Space.SNUG)
        row.setSpacing(Space.SNUG)
        row.addWidget(Sign(icon_name, tone), 0, Qt.AlignmentFlag.AlignTop)
        self._words = words(text, Weight.MEDIUM)
        row.addWidget(self._words, 1)

    def set_text(self, text: str) -> None:
        if text != self._words.text():
            self._words.setText(text)
            self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        drawing.ground(painter, self.rect().toRectF(), drawing.colour(self._tone.soft), RADIUS)
        painter.end()


def _lay_line(grid: QGridLayout, row: int, line: LineFace) -> None:
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(Text(line.quantity, Size.LIST, Weight.BOLD, tabular=True), row, 0, top | Qt.AlignmentFlag.AlignRight)
    told = QVBoxLayout()
    told.setSpacing(Space.HAIR)
    told.addWidget(words(line.name, Weight.SEMIBOLD))
    changes = _changes(line)
    if changes is not None:
        told.addWidget(changes)
    if line.unmatched:
        told.addWidget(Badge(Tone.WAITING, _("row not matched"), "warning"), 0, Qt.AlignmentFlag.AlignLeft)
    # A stretch, not an alignment: an aligned layout is given the height of one line, however often it wraps.
    told.addStretch(1)
    grid.addLayout(told, row, 1)
    price = Text(line.price, Size.LIST, tone=Tone.NEUTRAL, tabular=True)
    grid.addWidget(price, row, 2, top | Qt.AlignmentFlag.AlignRight)


def _changes(line: LineFace) -> Spans | None:
    """With, without, and the guest's words; None for a dish as it comes."""
    spans = [Span(f"+{TIED}{name}", Token.GOOD, Weight.MEDIUM) for name in line.added]
    spans += [Span(f"−{TIED}{name}", Token.BAD, Weight.MEDIUM) for name in line.removed]
    if line.note:
        spans.append(Span(f"“{line.note}”", Token.MUTED))
    return Spans(tuple(spans)) if spans else None
