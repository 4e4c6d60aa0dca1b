"""What a mouse or a finger does on a planning: it touches, or it lifts something, carries it and puts it down.

A mouse lifts by drawing. A finger that draws scrolls: it lifts by staying for a moment first.
"""

from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtWidgets import QApplication

HOLD = 400
"""Milliseconds for which a finger stays where it is, to lift what is below it."""

STILL = 12
"""Pixels that a finger may slide meanwhile."""


class Hand(QObject):
    touched = Signal(QPointF)
    lifted = Signal(QPointF)
    """What is there is to be carried; whoever hears it calls `let_go` if that may not be."""
    carried = Signal(QPointF)
    put_down = Signal(QPointF)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._from: QPointF | None = None
        self._finger = False
        self.carrying = False
        self._holding = QTimer(self, interval=HOLD, singleShot=True)
        self._holding.timeout.connect(self._lift)

    def press(self, at: QPointF, *, finger: bool) -> None:
        self._from, self._finger, self.carrying = at, finger, False
        if finger:
            self._holding.start()

    def move(self, at: QPointF) -> None:
        if self._from is None:
            return
        if not self.carrying:
            slid = (at - self._from).manhattanLength()
            if self._finger:
                if slid > STILL:
                    self.let_go()
                return
            if slid < QApplication.startDragDistance():
                return
            self._lift()
        if self.carrying:
            self.carried.emit(at)

    def release(self, at: QPointF) -> None:
        carrying, pressed = self.carrying, self._from is not None
        self.let_go()
        if carrying:
            self.put_down.emit(at)
        elif pressed:
            self.touched.emit(at)

    def let_go(self) -> None:
        """Nothing is carried, and the end of this touch means nothing."""
        self._holding.stop()
        self._from, self.carrying = None, False

    def _lift(self) -> None:
        if self._from is not None:
            self._holding.stop()
            self.carrying = True
            self.lifted.emit(self._from)
