"""The mark in the system's tray: five states, each another shape and another colour.

A tray gives 16 to 48 px on a ground that nobody tells us, so these colours are none of the theme's: each has 3:1 on a
white and on a black panel alike. A number stands only where orders wait.
"""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui import theme
from ui.theme import Size, Weight

_SIZES = (16, 20, 22, 24, 32, 48, 64)
_ON_MARK = "#FFFFFF"
_MOST = 99


class TrayState(Enum):
    """The value is the colour of the mark."""

    WELL = "#B37B12"
    WAITING = "#D6430B"
    ATTENTION = "#DB4237"
    OFFLINE = "#857C70"
    PAUSED = "#4E83BD"


def tray_icon(state: TrayState, count: int = 0) -> QIcon:
    """The mark in every size that a tray may ask for."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(tray_pixmap(state, count, size))
    return made


def tray_pixmap(state: TrayState, count: int = 0, size: int = 32) -> QPixmap:
    """The mark, `size` pixels wide. `count` is how many wait; it is drawn in `WAITING` only."""
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    colour = QColor(state.value)
    if state is TrayState.WAITING:
        _waiting(painter, colour, size, count)
    else:
        _DRAWN[state](painter, colour, size)
    painter.end()
    return made


def told_count(count: int) -> str:
    return f"{_MOST}+" if count > _MOST else str(count)


def _bell_path(size: int) -> QPainterPath:
    """A counter bell: dome, plate, button; its edges on whole pixels."""
    path = QPainterPath()
    plate = max(round(size * 0.11), 2)
    foot = size - max(round(size * 0.08), 1)
    gap = max(round(size * 0.06), 1)
    left, right = round(size * 0.08), size - round(size * 0.08)
    base = foot - plate - gap
    radius = (right - left) / 2
    dome = QRectF(left, base - radius, right - left, radius * 2)
    path.moveTo(right, base)
    path.arcTo(dome, 0, 180)
    path.closeSubpath()
    wide = round(size * 0.02)
    path.addRoundedRect(QRectF(wide, foot - plate, size - 2 * wide, plate), plate / 2, plate / 2)
    knob = max(round(size * 0.26) // 2 * 2, 4)
    height = max(round(size * 0.1), 2)
    top = base - radius - height - max(round(size * 0.05), 1)
    path.addRoundedRect(QRectF((size - knob) / 2, top, knob, height), height / 2, height / 2)
    stem = max(round(size * 0.1) // 2 * 2, 2)
    path.addRect(QRectF((size - stem) / 2, top + height, stem, base - radius - top - height + 1))
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _well(painter: QPainter, colour: QColor, size: int) -> None:
    painter.setBrush(colour)
    painter.drawPath(_bell_path(size))


def _waiting(painter: QPainter, colour: QColor, size: int, count: int) -> None:
    """The dome fills the whole square, so that the number has room."""
    painter.setBrush(colour)
    path = QPainterPath()
    high, low = size * 0.44, max(size * 0.12, 2)
    path.moveTo(0, high)
    path.arcTo(QRectF(0, 0, high * 2, high * 2), 180, -90)
    path.arcTo(QRectF(size - high * 2, 0, high * 2, high * 2), 90, -90)
    path.lineTo(size, size - low)
    path.arcTo(QRectF(size - low * 2, size - low * 2, low * 2, low * 2), 0, -90)
    path.arcTo(QRectF(0, size - low * 2, low * 2, low * 2), 270, -90)
    path.closeSubpath()
    painter.drawPath(path)
    _number(painter, told_count(count), size)


def _number(painter: QPainter, told: str, size: int) -> None:
    """As large as fits, for its length."""
    share = {1: 0.8, 2: 0.66}.get(len(told), 0.5)
    font = theme.font(Size.TEXT, Weight.BOLD)
    font.setPixelSize(max(round(size * share), 8))
    metrics = QFontMetricsF(font)
    room = size * 0.94
    if metrics.horizontalAdvance(told) > room:
        font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, (room - metrics.horizontalAdvance(told)) / len(told))
        metrics = QFontMetricsF(font)
    box = metrics.tightBoundingRect(told)
    painter.setFont(font)
    painter.setPen(QColor(_ON_MARK))
    painter.drawText(
        QPointF((size - box.width()) / 2 - box.left(), round((size + size * 0.06 - box.height()) / 2 - box.top())), told
    )


def _attention(painter: QPainter, colour: QColor, size: int) -> None:
    """A triangle with rounded corners and its stroke."""
    soft = size * 0.14
    painter.setPen(QPen(colour, soft, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(colour)
    half, top, foot = soft / 2, size * 0.04 + soft / 2, size * 0.95 - soft / 2
    corners = [QPointF(size / 2, top), QPointF(size - half, foot), QPointF(half, foot)]
    painter.drawPolygon(QPolygonF(corners))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_ON_MARK))
    width = max(round(size * 0.12 / 2) * 2, 2)
    left = (size - width) / 2
    painter.drawRoundedRect(QRectF(left, round(size * 0.34), width, round(size * 0.28)), width / 2, width / 2)
    painter.drawRoundedRect(QRectF(left, round(size * 0.72), width, width), width / 2, width / 2)


def _offline(painter: QPainter, colour: QColor, size: int) -> None:
    """The bell, crossed out."""
    painter.setBrush(colour)
    painter.drawPath(_bell_path(size))
    ends = QPointF(size * 0.1, size * 0.08), QPointF(size * 0.92, size * 0.94)
    stroke = max(size * 0.1, 1.75)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(QPen(Qt.GlobalColor.black, stroke * 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(*ends)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(QPen(colour, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(*ends)


def _paused(painter: QPainter, colour: QColor, size: int) -> None:
    """A disc with two bars."""
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(0.5, 0.5, size - 1, size - 1))
    painter.setBrush(QColor(_ON_MARK))
    width, height = max(round(size * 0.14), 2), round(size * 0.46)
    gap = max(round(size * 0.16 / 2), 1)
    top = (size - height) / 2
    for left in (size / 2 - gap - width, size / 2 + gap):
        painter.drawRoundedRect(QRectF(left, top, width, height), width * 0.3, width * 0.3)


_DRAWN: dict[TrayState, Callable[[QPainter, QColor, int], None]] = {
    TrayState.WELL: _well,
    TrayState.ATTENTION: _attention,
    TrayState.OFFLINE: _offline,
    TrayState.PAUSED: _paused,
}
