"""Progress of what takes longer than 300 ms: a share that is known, or only that something moves."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components import drawing
from ui.theme import Token

PATIENCE_MS = 300
_STEP_MS = 40
_STEP = 0.03
_RUNNER = 0.3
_HEIGHT = 4


class ProgressLine(QWidget):
    """Keeps its room when nothing is under way, so that nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._at = 0.0
        self._drawn = False
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._appear)
        self._running = QTimer(self)
        self._running.setInterval(_STEP_MS)
        self._running.timeout.connect(self._run)

    @property
    def drawn(self) -> bool:
        """It is to be seen."""
        return self._drawn

    def begin(self) -> None:
        """Something is under way, nobody knows how much; seen after 300 ms."""
        self._share = None
        if not self._drawn:
            self._patience.start()

    def set_share(self, share: float) -> None:
        """0 to 1 of it is done; seen at once."""
        self._patience.stop()
        self._running.stop()
        self._share = min(max(share, 0.0), 1.0)
        self._drawn = True
        self.setAccessibleName(f"{self._share:.0%}")
        self.update()

    def end(self) -> None:
        self._patience.stop()
        self._running.stop()
        self._drawn = False
        self.update()

    def _appear(self) -> None:
        self._drawn = True
        self._at = 0.0
        self._running.start()
        self.update()

    def _run(self) -> None:
        self._at = (self._at + _STEP) % (1 + _RUNNER)
        self.update()

    def hideEvent(self, event: QHideEvent, /) -> None:
        self.end()
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        if not self._drawn:
            return
        painter = drawing.begin(self)
        track = QRectF(self.rect())
        drawing.ground(painter, track, drawing.colour(Token.SUNKEN), _HEIGHT / 2)
        if self._share is None:
            left = (self._at - _RUNNER) * track.width()
            done = QRectF(left, 0, _RUNNER * track.width(), _HEIGHT).intersected(track)
        else:
            done = QRectF(0, 0, self._share * track.width(), _HEIGHT)
        drawing.ground(painter, done, drawing.colour(Token.BRASS), _HEIGHT / 2)
        painter.end()
