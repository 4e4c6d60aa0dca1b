"""The few strokes that every component is drawn with: rounded grounds, hairlines, the keyboard's ring, the shadow."""

from functools import lru_cache

from PySide6.QtCore import QMargins, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import RADIUS, RING_WIDTH, Token

# What a raised thing needs around itself for its shadow; a little more below, where the light does not reach.
SHADOW = QMargins(8, 6, 8, 10)
_SOFTNESS = 8
_DROP = 2


def begin(widget: QWidget) -> QPainter:
    """A painter on that widget with smooth edges; the caller ends it."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def colour(token: Token, alpha: float = 1.0) -> QColor:
    return theme.current().colour(token, alpha)


def scrim(strength: float) -> QColor:
    """What lies over a window while a sheet is open; warm black in both schemes."""
    made = QColor(20, 14, 6)
    made.setAlphaF(strength)
    return made


def ground(painter: QPainter, rect: QRectF, fill: QColor, radius: float = RADIUS) -> None:
    """A filled rounded rectangle."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, radius, radius)


def edge(painter: QPainter, rect: QRectF, line: QColor, radius: float = RADIUS, width: float = 1.0) -> None:
    """A rounded border that lies wholly inside `rect`."""
    half = width / 2
    painter.setPen(QPen(line, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)


def ring(painter: QPainter, rect: QRectF, radius: float = RADIUS, token: Token = Token.FOCUS) -> None:
    """Where the keyboard is."""
    edge(painter, rect, colour(token), radius, RING_WIDTH)


def shadow(painter: QPainter, body: QRectF, radius: int = RADIUS) -> None:
    """The one soft shadow, around and below `body`; `SHADOW` is the room that it takes."""
    tile = _shadow_tile(radius, theme.current().dark)
    corner = radius + _SOFTNESS
    outer = body.toRect().adjusted(-_SOFTNESS, -_SOFTNESS + _DROP, _SOFTNESS, _SOFTNESS + _DROP)
    across = (outer.left(), outer.left() + corner, outer.right() + 1 - corner, outer.right() + 1)
    down = (outer.top(), outer.top() + corner, outer.bottom() + 1 - corner, outer.bottom() + 1)
    cuts = (0, corner, corner + 1, corner * 2 + 1)
    for row in range(3):
        for column in range(3):
            target = QRect(across[column], down[row], across[column + 1] - across[column], down[row + 1] - down[row])
            source = QRect(cuts[column], cuts[row], cuts[column + 1] - cuts[column], cuts[row + 1] - cuts[row])
            if target.isValid():
                painter.drawImage(target, tile, source)


@lru_cache
def _shadow_tile(radius: int, dark: bool) -> QImage:
    """The shadow of the smallest rounded square, to be stretched from its middle."""
    shade, strength = ((0, 0, 0), 16) if dark else ((38, 26, 10), 5)
    size = (radius + _SOFTNESS) * 2 + 1
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(_SOFTNESS):
        painter.setBrush(QColor(*shade, round(strength * (step + 1) / _SOFTNESS)))
        painter.drawRoundedRect(QRectF(step, step, size - 2 * step, size - 2 * step), size / 2 - step, size / 2 - step)
    painter.end()
    return image
