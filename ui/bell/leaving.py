"""The one motion of the bell: the picture of a card that was decided slides out and fades. It takes no taps."""

from PySide6.QtCore import QEasingCurve, QPoint, QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

LASTS = 220
"""Milliseconds."""

WAY = 64
"""Pixels to the right."""


class Leaving(QWidget):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._picture = QPixmap()
        self._gone = 0.0
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(LASTS)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.InCubic)
        self._motion.valueChanged.connect(self._move)
        self._motion.finished.connect(self.hide)

    def leave(self, picture: QPixmap, where: QRect) -> None:
        """`where` in the window's coordinates."""
        self._motion.stop()
        self._picture, self._gone = picture, 0.0
        self.setGeometry(where)
        self.show()
        self.raise_()
        self._motion.start()

    def stop(self) -> None:
        self._motion.stop()
        self.hide()

    def _move(self, gone: float) -> None:
        self._gone = gone
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setOpacity(1 - self._gone)
        painter.drawPixmap(QPoint(round(self._gone * WAY), 0), self._picture)
        painter.end()
