"""The few strokes that the delegates of lists are painted with: a line of text, an icon, a mark."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.orders.face import Mark
from ui.theme import Size, Space, Token, Weight

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def write(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    ink: Token,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """One line, elided to the area; returns the width that it took."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(font)
    painter.setPen(drawing.colour(ink))
    painter.drawText(area, int(align) | int(Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def width_of(text: str, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(text) + 1


def put_icon(painter: QPainter, left: int, line: QRect, name: str, ink: Token, size: int = theme.ICON_SMALL) -> None:
    """The icon with its left edge there, in the middle of the line."""
    top = line.top() + (line.height() - size) / 2
    paint_icon(painter, name, drawing.colour(ink), QRectF(left, top, size, size))


def put_mark(painter: QPainter, area: QRect, mark: Mark, *, align_right: bool = False) -> int:
    """Icon and text in the mark's tone, in that line; returns the width that it took."""
    font = theme.font(Size.TEXT, Weight.MEDIUM)
    offset = theme.ICON_SMALL + Space.TIGHT + 2
    whole = min(offset + width_of(mark.text, font), area.width())
    left = area.right() + 1 - whole if align_right else area.left()
    put_icon(painter, left, area, mark.icon, mark.tone.ink)
    write(painter, QRect(left + offset, area.top(), whole - offset, area.height()), mark.text, font, mark.tone.ink)
    return whole
