"""Scrolls a planning by itself while something is carried to its edge."""

from PySide6.QtCore import QObject, QPointF, QRect, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

EDGE = 36
"""Pixels from the edge in which it begins."""

STEP = 14
BEAT = 33
"""Pixels in so many milliseconds."""


class Drift(QObject):
    drifted = Signal(QPointF)
    """The hand is where it was, and below it is something else."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._at = QPointF()
        self._across = self._down = 0
        self._beating = QTimer(self, interval=BEAT)
        self._beating.timeout.connect(self._step)

    def follow(self, at: QPointF, body: QRect) -> None:
        self._at = at
        self._across = (at.x() > body.right() - EDGE) - (at.x() < body.left() + EDGE)
        # Above the body are those without a table: that is a place to go to, not a direction.
        self._down = (at.y() > body.bottom() - EDGE) - (body.top() <= at.y() < body.top() + EDGE // 2)
        if self._across or self._down:
            if not self._beating.isActive():
                self._beating.start()
        else:
            self.stop()

    def stop(self) -> None:
        self._beating.stop()

    def _step(self) -> None:
        bars = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        before = [bar.value() for bar in bars]
        for bar, way in zip(bars, (self._across, self._down), strict=True):
            bar.setValue(bar.value() + way * STEP)
        if before == [bar.value() for bar in bars]:
            self.stop()
        else:
            self.drifted.emit(self._at)
