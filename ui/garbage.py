"""Python's collector runs in the face's thread alone.

By itself it runs in whatever thread has made enough garbage, a lane's too. What it finds there may be widgets that hold
each other, and Qt's objects may be taken apart in the thread that they live in and in no other.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000
"""Milliseconds."""


class GarbageRounds(QObject):
    """From `start` to `stop` the automatic collector is off; a timer looks whether a round is due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._thresholds = gc.get_threshold()

    def start(self) -> None:
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()

    def look(self) -> None:
        """The oldest generation that is due, with the younger ones in it, as the automatic collector would."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
