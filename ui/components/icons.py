"""The icons of `resources/icons`, in a token's colour, sharp on every screen. Nobody else opens those files."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from ui import theme
from ui.theme import Token


def pixmap(name: str, token: Token = Token.INK, size: int = theme.ICON, ratio: float | None = None) -> QPixmap:
    """The icon `size` device-independent pixels wide, at `ratio` (default: the sharpest screen's)."""
    if ratio is None:
        app = QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    made = QPixmap.fromImage(_drawn(name, theme.current().tokens[token], round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, token: Token = Token.INK, size: int = theme.ICON) -> QIcon:
    """The same for what wants a `QIcon` (menus, tables); made anew by its owner when the theme changes."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(pixmap(name, token, size, ratio))
        made.addPixmap(pixmap(name, Token.DISABLED, size, ratio), QIcon.Mode.Disabled)
    return made


def paint_icon(painter: QPainter, name: str, colour: QColor, rect: QRectF) -> None:
    """Draws the icon into that square."""
    ratio = painter.device().devicePixelRatio()
    image = _drawn(name, colour.name(), round(rect.width() * ratio))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, image)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, pixels: int) -> QImage:
    """A `QImage`, not a `QPixmap`: the cache may outlive the application."""
    source = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    image = QImage(QSize(pixels, pixels), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(source.encode()).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return image
